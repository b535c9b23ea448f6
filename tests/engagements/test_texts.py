"""What people type is kept apart from the journal, so that it can be erased and history still verifies."""

from uuid import UUID

import pytest
from sqlalchemy import delete, select

from config.vocabulary import Stage
from engagements.database import reading, writing
from engagements.handling import read_command
from engagements.state.journal import FreeTextEntry, JournalEntry
from engagements.state.people import Contact, Peer
from engagements.texts import recall, set_apart
from tests.builders import Case, CaseAt
from tests.cast import COORDINATOR

ID = UUID(int=1)


@pytest.fixture
def closed(case_at: CaseAt) -> Case:
    return case_at(Stage.CLOSED)


def journal(case: Case) -> str:
    with reading(case.engine) as connection:
        entries = connection.execute(select(JournalEntry.table.c.actor, JournalEntry.table.c.facts)).all()
    return "\n".join(f"{actor} {facts}" for actor, facts in entries)


def test_the_journal_holds_no_text_that_anybody_typed(closed: Case) -> None:
    with reading(closed.engine) as connection:
        typed = set(connection.execute(select(FreeTextEntry.table.c.body)).scalars())
    assert len(typed) >= 15
    assert [text for text in typed if text in journal(closed)] == []


def test_the_journal_holds_no_name_and_no_address_of_anybody(closed: Case) -> None:
    with reading(closed.engine) as connection:
        people = [
            personal
            for kind in (Contact, Peer)
            for personal in connection.execute(select(kind.table.c.name, kind.table.c.email)).all()
        ]
    written = journal(closed)
    assert [person for person in people if person.name in written or person.email in written] == []


def test_an_erased_text_leaves_a_history_that_verifies(closed: Case) -> None:
    with writing(closed.engine) as connection:
        connection.execute(delete(FreeTextEntry.table))
    assert closed.verify().problems == []
    with reading(closed.engine) as connection:
        assert recall(connection, [closed.facts.reason]) == {}


def test_an_erased_person_leaves_a_history_that_verifies(closed: Case) -> None:
    with writing(closed.engine) as connection:
        for kind in (Contact, Peer):
            connection.execute(delete(kind.table))
    assert closed.verify().problems == []


def test_a_text_is_recalled_as_it_was_typed(case_at: CaseAt) -> None:
    case = case_at(Stage.REQUEST)
    typed = "Fünf Löschzüge \u2014 “ready”?\n\t• nein 🚒 \u202eRTL"
    case.give("AddNote", COORDINATOR, text=f"  {typed}\n", command_id=ID)
    with reading(case.engine) as connection:
        assert recall(connection, [f"{ID.hex}.1"]) == {f"{ID.hex}.1": typed}


def test_many_texts_are_recalled_at_once(case_at: CaseAt) -> None:
    case = case_at(Stage.REQUEST)
    with writing(case.engine) as connection:
        refs = [f"a.{number}" for number in range(1201)]
        rows = [{"ref": ref, "engagement_id": 1, "body": f"Text {ref}"} for ref in refs]
        connection.execute(FreeTextEntry.table.insert(), rows)
        assert recall(connection, refs * 2) == {ref: f"Text {ref}" for ref in refs}


def test_the_same_command_and_id_give_the_same_references() -> None:
    actions = [
        {"ref": ref, "text": "Do it.", "owner": "Head", "findings": ["R1"], "due_on": "2021-03-31"} for ref in "AB"
    ]
    command = read_command("ProposePlan", {"actions": actions})
    once, again = (set_apart(command, ID.bytes) for _ in range(2))
    assert once == again
    assert list(once.texts) == [f"{ID.hex}.{n}" for n in (1, 2, 3, 4)]
    assert once.command.model_dump()["actions"][1]["text"] == f"{ID.hex}.3"
