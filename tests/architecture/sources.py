"""Our own source files, for guards that read them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
OUR_FOLDERS = {init.parent.name: init.parent for init in CHECKOUT.glob("*/__init__.py")} | {"tests": CHECKOUT / "tests"}
GENERATED = CHECKOUT / "cli" / "migrations" / "versions"
WRITTEN_IN = {".py", ".toml", ".md", ".html", ".csv", ".in", ".mako", ".yaml", ".yml", ".cfg", ".ini"}


@cache
def python_files() -> tuple[Path, ...]:
    """Every Python file that people write, tests included; migrations are generated."""
    ours = (file for folder in OUR_FOLDERS.values() for file in folder.rglob("*.py"))
    return tuple(sorted({*CHECKOUT.glob("*.py"), *(file for file in ours if GENERATED not in file.parents)}))


def shipped_texts() -> Iterator[Path]:
    """Every text that is shipped, tests not included."""
    folders = [
        *(folder for name, folder in OUR_FOLDERS.items() if name != "tests"),
        CHECKOUT / "cases",
        CHECKOUT / "docs",
    ]
    yield from (file for file in CHECKOUT.iterdir() if file.is_file() and file.suffix in WRITTEN_IN)
    yield from (CHECKOUT / ".ci").rglob("*")
    for folder in folders:
        ours = (file for file in folder.rglob("*") if "node_modules" not in file.parts)
        yield from (file for file in ours if file.suffix in WRITTEN_IN)


def place(file: Path) -> str:
    """The file as people name it: from the checkout."""
    return file.relative_to(CHECKOUT).as_posix()
