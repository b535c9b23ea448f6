"""What every change must pass besides its tests: ``python3 run.py check``."""

import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
CHECKS = (
    ("format", "ruff", "format", "--check"),
    ("lint", "ruff", "check"),
    ("types", "mypy"),
    ("import layers", "lint-imports", "--no-logo"),
    ("migrations", "peer-support", "migrate", "--check"),
)


def main() -> int:
    """Run them all, whatever one of them says; 1 where one failed."""
    failed = []
    for name, program, *arguments in CHECKS:
        print(f"\n{name}:", flush=True)
        if subprocess.call([BIN / program, *arguments]):
            failed.append(name)
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nEvery check passes.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
