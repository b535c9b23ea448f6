"""Evidence that somebody puts together for an action: files by their content, and links, kept until it is reported.

A browser forgets the files of a form that was refused. So each is kept as soon as it came, whatever else was wrong.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError

from config.malformed import problems
from engagements.database import writing
from engagements.saved_forms import Answers, held, save, saved
from engagements.stages.actions import EvidenceItem
from portal.files_sent import all_kept
from portal.giving import Problem
from portal.office import Office
from portal.posted import PostedForm
from portal.tasks.actions.worked import Worked
from portal.visitors import Visitor

FORM = "complete-action"
MOST = 50
"""Pieces of evidence for one action (engagements.stages.actions)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """``number``: by which it is taken away again; ``name``: the file's, as it was sent."""

    number: str
    item: EvidenceItem
    name: str = ""


def pieces(answers: Answers) -> list[Piece]:
    """What was put together, in order."""
    found = []
    for number in sorted(answers, key=int):
        kept = dict(answers[number])
        name = kept.pop("name", "")
        found.append(Piece(number, EvidenceItem.model_validate(kept), name))
    return found


def put_together(
    office: Office, visitor: Visitor, worked: Worked, form: PostedForm
) -> tuple[list[Piece], list[Problem]]:
    """Add what a form brought, or take away what it says; what is wrong with any of it. What is right is kept."""
    new, wrong = _brought(office, form)
    with writing(office.engine) as connection:
        held(connection, worked.engagement.id)
        last = saved(connection, worked.engagement.id, FORM, worked.action.ref)
        before: Answers = last.answers if last else {}
        answers = {number: piece for number, piece in before.items() if form["then"] != f"remove.{number}"}
        known = {(piece.get("link"), piece.get("sha256")) for piece in answers.values()}
        following = max(map(int, before), default=0) + 1
        for one in new:
            if (one.get("link"), one.get("sha256")) not in known and len(answers) < MOST:
                answers[str(following)] = one
                following += 1
        if answers != before:
            save(connection, worked.engagement.id, FORM, worked.action.ref, answers, visitor.person, office.now())
    return pieces(answers), wrong


def _brought(office: Office, form: PostedForm) -> tuple[list[dict[str, str]], list[Problem]]:
    found: list[dict[str, str]] = []
    files, wrong = all_kept(office, form)
    title = form["title"]
    for name, sha256 in files:
        found += _checked({"title": title or name, "sha256": sha256, "name": name}, wrong)
    if form["link"]:
        found += _checked({"title": title or form["link"], "link": form["link"]}, wrong)
    return found, wrong


def _checked(piece: dict[str, str], wrong: list[Problem]) -> Iterable[dict[str, str]]:
    try:
        EvidenceItem.model_validate({name: value for name, value in piece.items() if name != "name"})
    except ValidationError as error:
        for field, reason in problems(error):
            says = "Enter an address that begins with https:// or http://." if field == "link" else f"It {reason}."
            wrong.append(Problem(field if field in ("link", "title") else "files", says))
        return []
    return [piece]
