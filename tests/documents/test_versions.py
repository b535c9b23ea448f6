"""Versions of papers: made again as of any day, beside those on record, and offered to nobody by themselves."""

from datetime import timedelta
from pathlib import Path

import pytest

from config.vocabulary import Role, Stage
from documents import ledger
from documents.kinds import Kind
from documents.making import keep
from documents.readers import offered
from documents.versions import Version, at_the_end_of, make_version
from documents.wanted import Wanted
from engagements.database import reading, writing
from engagements.journal import Actor
from tests import cast as people
from tests.builders import Case, CaseAt
from tests.documents.of_stages import paper

BY = Actor(Role.COORDINATOR, "coordinator")


@pytest.fixture
def agreed(case_at: CaseAt) -> Case:
    return case_at(Stage.TEAM_ASSIGNMENT)


def make(case: Case, data_dir: Path, days_ago: int = 0) -> Version:
    day = case.today - timedelta(days=days_ago)
    wanted = Wanted(Kind.SCOPE, str(case.ref), at_the_end_of(day, case.now))
    [version] = make_version(case.engine, wanted, case.world, data_dir, BY, case.now)
    return version


def written(case: Case, kind: Kind, after: str, data_dir: Path, peer: str = "") -> None:
    """Put a paper on record as the flow that follows the event does."""
    with writing(case.engine) as connection:
        ledger.record(connection, [keep(paper(case, kind, after, peer), data_dir)])


def test_a_version_says_who_made_it_and_from_which_facts(agreed: Case, tmp_path: Path) -> None:
    version = make(agreed, tmp_path).paper
    assert (version.made_by, version.kept_at) == ("coordinator:coordinator", agreed.now)
    assert version.sequence == agreed.facts.version
    assert len(version.facts) == len(version.docx) == len(version.pdf) == 64


def test_the_same_content_is_the_same_version(agreed: Case, tmp_path: Path) -> None:
    first, again = make(agreed, tmp_path), make(agreed, tmp_path)
    assert (first.new, again.new) == (True, False)
    assert again.paper == first.paper


def test_as_of_an_earlier_day_it_says_what_was_known_then(agreed: Case, tmp_path: Path) -> None:
    now, then = make(agreed, tmp_path).paper, make(agreed, tmp_path, days_ago=1).paper
    assert (then.sequence or 0) < (now.sequence or 0)
    assert then.facts != now.facts
    assert then.edition == now.edition == 1, "They follow from different events."


def test_a_template_that_was_put_right_gives_another_version_of_the_same_facts(agreed: Case, tmp_path: Path) -> None:
    own = tmp_path / "templates" / "scope.docx"
    own.parent.mkdir()
    own.write_bytes(b"Dear authority,")
    broken = make(agreed, tmp_path).paper
    assert "templates/scope.docx is no Word document (.docx)." in broken.remark
    from docx import Document

    document = Document()
    document.add_paragraph("{{ cover.title }}")
    document.save(str(own))
    mended = make(agreed, tmp_path).paper
    assert (mended.edition, mended.facts, mended.remark) == (2, broken.facts, "")
    assert mended.docx != broken.docx


def readable(case: Case, person: str, *roles: Role) -> list[Kind]:
    with reading(case.engine) as connection:
        return [one.kind for one in offered(connection, case.facts, roles, person)]


def test_each_reads_what_is_for_them(case_at: CaseAt, tmp_path: Path) -> None:
    case = case_at(Stage.TEAM_ASSIGNMENT)
    case.give("InvitePeer", Role.COORDINATOR, peer=people.LEAD, team_role="lead_peer")
    written(case, Kind.SCOPE, "ScopeAgreed", tmp_path)
    written(case, Kind.INVITATION_LETTER, "PeerInvited", tmp_path, people.LEAD)
    assert readable(case, people.LEAD, Role.PEER) == [Kind.INVITATION_LETTER]
    assert readable(case, people.OPERATIONAL, Role.PEER) == [], "Another peer's letter is nobody else's."
    assert readable(case, "essex-authority", Role.AUTHORITY) == [Kind.SCOPE]
    assert readable(case, "essex-clerk", Role.CLERK) == []
    case.give("AcceptInvitation", Role.PEER, peer=people.LEAD, days=1)
    assert readable(case, people.LEAD, Role.PEER, Role.LEAD_PEER) == [Kind.SCOPE, Kind.INVITATION_LETTER]
    case.give("DeclineInvitation", Role.PEER, peer=people.LEAD, days=1, reason="I am ill.")
    assert readable(case, people.LEAD, Role.PEER) == []


def test_the_last_version_is_offered_and_not_what_staff_made_as_of_another_time(agreed: Case, tmp_path: Path) -> None:
    written(agreed, Kind.SCOPE, "ScopeProposed", tmp_path)
    written(agreed, Kind.SCOPE, "ScopeAgreed", tmp_path)
    agreed.give("AddNote", Role.COORDINATOR, text="Mornings.", days=2)
    made = make(agreed, tmp_path).paper
    with reading(agreed.engine) as connection:
        [scope] = offered(connection, agreed.facts, [Role.AUTHORITY], "essex-authority")
        on_record = ledger.listed(connection)
    assert [one.id for one in on_record] == [1, 2, made.id]
    assert scope.id == 2
