"""Files that somebody sends with a form: kept by their content, under a name that people can read."""

import shutil
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from starlette.datastructures import UploadFile

from engagements import evidence
from engagements.evidence import NotEvidence
from portal.giving import Problem
from portal.office import Office
from portal.posted import PostedForm

LONGEST_NAME = 120


def kept(office: Office, file: UploadFile, name: str) -> str:
    """Keep a file by its content; its SHA-256. Raises NotEvidence. A byte more than may be is enough to refuse it."""
    largest = office.settings.largest_evidence_mb * 1024**2
    with TemporaryDirectory(prefix="evidence-") as folder:
        copy = Path(folder) / name
        with copy.open("wb") as written:
            if (file.size or 0) > largest:
                written.truncate(largest + 1)
            else:
                shutil.copyfileobj(file.file, written)
        return evidence.add(office.engine, office.settings.evidence_dir, copy, largest, office.today).sha256


def all_kept(office: Office, form: PostedForm) -> tuple[list[tuple[str, str]], list[Problem]]:
    """Keep every file that a form brought: each one's name and SHA-256, and why others were not taken."""
    taken: list[tuple[str, str]] = []
    refused: list[Problem] = []
    for file in form.files.get("files", []):
        name = readable_name(file.filename or "")
        try:
            taken.append((name, kept(office, file, name)))
        except NotEvidence as refusal:
            refused.append(Problem("files", str(refusal)))
    return taken, refused


def readable_name(given: str) -> str:
    """A file's name as file systems and people take it: without folders and characters that cannot be printed."""
    base = PurePath(given.replace("\\", "/")).name
    plain = "".join(letter for letter in base if letter.isprintable() and letter not in '/\\:*?"<>|').strip(". ")
    stem, dot, suffix = plain.rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{suffix[:10]}" if stem else (plain[:LONGEST_NAME] or "file")
