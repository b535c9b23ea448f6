#!/usr/bin/env python3
"""Set up this checkout on a fresh machine, then start the system, play the demonstration or run the tests.

Standard library only. It needs Python 3.11, but an old one must get as far as the sentence that refuses it: so no newer
syntax, and annotations that an old Python could not evaluate are quoted. What it tells of its own work goes to standard
error: standard output is the answer's, which may be JSON.
"""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from glob import glob
from importlib.util import find_spec
from pathlib import Path

USAGE = """\
usage: python3 run.py             set up what is missing, then start Peer Support
       python3 run.py setup       only set up
       python3 run.py demo [...]  set up, then play the demonstration (peer-support demo ...)
       python3 run.py test [...]  set up what tests need, then run them (pytest ...)
       python3 run.py check       what every change must pass besides its tests
"""
ALL_TESTS = ("--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile", "--no-loadscope-reorder")
"""On every core, up to four; what takes longest does not come last."""
AGAIN = "then run the same command again."
SYMPTOMS = (
    (
        r"\[Errno 28\]|No space left on device",
        f"The disk filled up while installing. Make room for .venv and in {tempfile.gettempdir()}, {AGAIN}",
    ),
    (
        r"DO NOT MATCH THE HASHES|EINTEGRITY",
        "The registry offered a package other than the one this project was tested with, so nothing was installed. "
        "Try again; if it stays so, find out who changed it before going on.",
    ),
    (
        r"connection broken|connect to|new connection|max retries|timed out|ProxyError|SSLError|FetchError"
        r"|ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EAI_AGAIN",
        "The package registry is out of reach, and packages have yet to be installed. Look at this machine's network "
        f"(a proxy, pip's index-url or npm's registry may have to be set), {AGAIN}",
    ),
)
ROOM = 1_200_000_000  # bytes: an environment with everything takes 800 MB, its downloads and caches half as much again
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
STAMP = VENV / "set-up-complete"
LOOK = HERE / "portal" / "look"
BUILT = HERE / "portal" / "static"


class CannotGoOn(Exception):
    """What only the owner of this machine can put right; the text says what is wrong and what to do next."""


def main(arguments: "list[str]") -> int:
    word, rest = (arguments[0], arguments[1:]) if arguments else ("start", [])
    if word in ("-h", "--help"):
        print(USAGE, end="")
        return 0
    if word not in ("demo", "test") and arguments not in ([], ["setup"], ["check"]):
        print(USAGE, end="", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        refuse_old_python(sys.version_info[:3])
        os.chdir(HERE)
        return run(word, rest)
    except CannotGoOn as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Run the same command again to go on.", file=sys.stderr)
        return 130


def run(word: str, arguments: "list[str]") -> int:
    install("development" if word in ("test", "check") else "runtime")
    build_look()
    if word == "check":
        return become("python", "-m", "tests.checks")
    if word == "test":
        install_system_packages()
        return become("python", "-m", "pytest", *(arguments or ALL_TESTS))
    if word == "demo":
        return become("peer-support", "demo", *arguments)
    status = subprocess.call([BIN / "peer-support", "migrate"])
    return status if word == "setup" or status else become("peer-support", "up")


def become(program: str, *arguments: str) -> int:
    """Go on as that program, so that signals reach it directly; Windows knows only children."""
    if os.name == "nt":
        return subprocess.call([BIN / program, *arguments])
    sys.stdout.flush()
    os.execv(BIN / program, [str(BIN / program), *arguments])


def refuse_old_python(version: "tuple[int, ...]") -> None:
    if version < (3, 11):
        newer = [name for name in ("python3.14", "python3.13", "python3.12", "python3.11") if shutil.which(name)]
        remedy = f"Run it with {newer[0]} instead." if newer else "Install a newer Python and run it with that."
        raise CannotGoOn(f"Peer Support needs Python 3.11 or later; this is {'.'.join(map(str, version))}. {remedy}")


def refuse_python_without_venv() -> None:
    if not (find_spec("venv") and find_spec("ensurepip")):
        raise CannotGoOn(f"This Python lacks venv. On Debian or Ubuntu: apt-get install python3-venv, {AGAIN}")


def refuse_full_disk(free: int) -> None:
    """FREE in bytes."""
    if free < ROOM:
        free_mb, needed_mb = free // 10**6, ROOM // 10**6
        raise CannotGoOn(f"The disk is full: {HERE} has {free_mb} MB free and needs {needed_mb}. Make room, {AGAIN}")


def install(lock: str) -> None:
    """Bring .venv to what requirements/LOCK.txt says. What was completed before is stamped, and skipped."""
    if fingerprint(lock) in stamped():
        return
    with alone():
        if fingerprint(lock) in stamped():  # another start did it meanwhile
            return
        refuse_python_without_venv()
        refuse_full_disk(shutil.disk_usage(HERE).free)
        if home() in stamped():
            STAMP.unlink()
        else:  # none yet, half-finished, moved, or made by another Python
            must([sys.executable, "-m", "venv", "--clear", str(VENV)], lambda _: "Making .venv")
        pip = [str(BIN / "python"), "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--no-deps"]
        requirements = HERE / "requirements" / f"{lock}.txt"
        pins = len(re.findall(r"^\S+==", requirements.read_text(), re.MULTILINE))
        must(
            [*pip, "--retries=2", "--progress-bar=off", "--require-hashes", "-r", str(requirements)],
            lambda output: packages_so_far(output, pins),
        )
        must([*pip, "--no-build-isolation", "--editable", str(HERE)], lambda _: "Installing peer-support")
        locks = ("runtime", "development") if lock == "development" else ("runtime",)
        STAMP.write_text("\n".join([home(), *map(fingerprint, locks)]))
        print(f"Installed what {lock} needs.", file=sys.stderr)


def stamped() -> "list[str]":
    return STAMP.read_text().splitlines() if STAMP.exists() else []


def fingerprint(lock: str) -> str:
    return digest(home(), (HERE / "requirements" / f"{lock}.txt").read_text(), (HERE / "pyproject.toml").read_text())


def home() -> str:
    """An environment works only for the Python that made it, in the folder where it was made."""
    return digest(sysconfig.get_python_version(), sys.implementation.name, sys.base_prefix, str(VENV))


def digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def packages_so_far(output: str, pins: int) -> str:
    """How far pip is, from its output and from what has arrived in .venv."""
    wanted = pins - output.count("Ignoring ")  # pins for other platforms
    if "Installing collected packages" not in output:
        return f"Fetching packages: {output.count('Collecting ')} of {wanted}"
    arrived = len(list(Path(sysconfig.get_path("purelib", "venv", {"base": str(VENV)})).glob("*.dist-info")))
    return f"Installing packages: {min(arrived, wanted)} of {wanted}"


def build_look() -> None:
    """Bring portal/static to what portal/look says: what its lock pins from npm, then style and script made from it.

    With node and npm from .venv, so that it goes alike on a machine that has others or none.
    """
    if look() == built_look():
        return
    with alone():
        if look() == built_look():
            return
        must([str(BIN / "npm"), "--prefix", str(LOOK), "ci"], lambda _: "Fetching the portal's styles")
        must([str(BIN / "node"), str(LOOK / "build.js")], lambda _: "Building the portal's styles")
        (BUILT / "built").write_text(look())
        print("Built the portal's styles.", file=sys.stderr)


def look() -> str:
    """What portal/look says, packages that it brought along left out."""
    sources = sorted(path for path in LOOK.rglob("*") if path.is_file() and LOOK / "node_modules" not in path.parents)
    return digest(*(f"{path.relative_to(LOOK)}\n{path.read_text()}" for path in sources))


def built_look() -> str:
    stamp = BUILT / "built"
    return stamp.read_text() if stamp.exists() else ""


@contextmanager
def alone() -> "Iterator[None]":
    """One set-up at a time in this folder. What a killed one left running inherits the lock, so it is waited for."""
    if os.name == "nt":
        yield
        return
    import fcntl

    folder = os.open(HERE, os.O_RDONLY)
    os.set_inheritable(folder, True)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another set-up is at work in this folder; waiting for it to end.", file=sys.stderr, flush=True)
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def install_system_packages() -> None:
    """What tests and a benchmark need besides, by apt-get where that is allowed."""
    missing = missing_packages()
    if missing and shutil.which("apt-get"):
        script = 'apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"'
        as_root = ["sudo", "-n"] if os.geteuid() and shutil.which("sudo") else []
        watch([*as_root, "sh", "-c", script, "sh", *missing], lambda _: f"Installing {', '.join(missing)}")
    lacking = [package for package in missing_packages() if package != "strace"]
    if lacking:
        sentence = f"Install {' and '.join(lacking)}: some tests cannot run without, and it could not be done for you."
        if os.environ.get("CI") == "true":
            raise CannotGoOn(sentence)
        print(sentence, file=sys.stderr)


def missing_packages() -> "list[str]":
    """PostgreSQL's programs, a browser for the portal's tests, and strace, which one benchmark counts with."""
    found = {
        "postgresql": bool(shutil.which("initdb") or glob("/usr/lib/postgresql/*/bin/initdb")),
        "chromium": any(map(shutil.which, BROWSERS)),
        "strace": bool(shutil.which("strace")),
    }
    return [package for package, is_there in found.items() if not is_there]


def must(command: "list[str]", progress: "Callable[[str], str]") -> None:
    status, output = watch(command, progress)
    if status:
        known = [sentence for symptom, sentence in SYMPTOMS if re.search(symptom, output, re.IGNORECASE)]
        raise CannotGoOn(known[0] if known else "Setting up failed:\n" + "\n".join(output.splitlines()[-12:]))


def watch(command: "list[str]", progress: "Callable[[str], str]") -> "tuple[int, str]":
    """Run a command while one living line says how far it is, made from its output so far. Its exit code and output."""
    with tempfile.TemporaryDirectory() as folder, Path(folder, "output").open("w") as log:
        # close_fds=False: the child keeps the lock of alone() for as long as it runs
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, close_fds=False, process_group=0
        )
        began, due = time.monotonic(), 0.0
        try:
            while child.poll() is None:
                line, now = progress(Path(log.name).read_text(errors="replace")), time.monotonic()
                if sys.stderr.isatty():
                    print(f"\r\033[K{line} ({now - began:.0f} s)", end="", file=sys.stderr, flush=True)
                elif now >= due:  # no terminal, no living line: a plain one every five seconds
                    print(line, file=sys.stderr, flush=True)
                    due = now + 5
                with suppress(subprocess.TimeoutExpired):
                    child.wait(0.2)
        finally:
            if child.poll() is None:
                end(child)
            status = child.wait()
            if sys.stderr.isatty():
                print("\r\033[K", end="", file=sys.stderr, flush=True)
        return status, Path(log.name).read_text(errors="replace")


def end(child: "subprocess.Popen[bytes]") -> None:
    """End it and whatever it started."""
    if os.name == "nt":
        child.terminate()
    else:
        with suppress(PermissionError):  # what sudo started ends by itself
            os.killpg(child.pid, signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
