"""Calendars follow the timetable: stories with what everybody was told, as a mail and a calendar program read it."""

import asyncio
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from config.channels import Channel
from config.vocabulary import Role, Stage, TeamRole
from engagements import outbox as waiting
from engagements.database import reading, writing
from engagements.engagement import UK
from engagements.queries import timeline
from notifications.delivery import deliver
from notifications.sending import Sender
from tests.builders import REVIEW, Case
from tests.cast import ESSEX, FROM_ESSEX, KENT, LEAD, OPERATIONAL, OTHER_OPERATIONAL
from tests.notifications.mailserver import MailServer, running
from tests.workflows.diaries import Inbox, inboxes
from tests.workflows.relays import OnEngine, outbox
from workflows.catalogue import story_of
from workflows.following import record, told_together
from workflows.workplace import work_at

TALK, STATION = "How audits are planned", "A wholetime station"
COORDINATORS = ("coordinator", "other-coordinator")
"""Nobody has taken the engagement: both are told."""

SERVICE = {ESSEX: "Essex County Fire and Rescue Service", KENT: "Kent Fire and Rescue Service"}


class Post:
    """A mail server that is handed what the flows' stories decide, event by event. Prefect, which runs them, is not."""

    def __init__(self, server: MailServer, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.known: dict[str, Inbox] = {}

    def told(self, case: Case) -> dict[str, Inbox]:
        """What everybody was told since the last time, by who they are; calendars as they stand now."""
        self.server.received.clear()
        place = OnEngine(case, self.folder, channels=(Channel.model_validate({"url": self.server.url}),))
        work_at(place)
        for event in outbox(case.engine):
            asyncio.run(self._followed(event["position"]))
        while deliver(case.engine, case.world, Sender(place.settings), place.now, "post", limit=100):
            pass
        self.known = inboxes(self.server.received, self.known)
        return {address.partition("@")[0]: box for address, box in self.known.items() if box.subjects}

    async def _followed(self, position: int) -> None:
        await record.fn(await told_together([position], story_of))

    @staticmethod
    def forget(case: Case) -> None:
        """What happened so far was told before the story begins."""
        with writing(case.engine) as connection:
            waiting.done(connection, [event["position"] for event in waiting.waiting(connection)])

    def calendar(self, person: str) -> list[str]:
        return self.known[f"{person}@example.org"].calendar


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    with running(MailServer()) as server:
        yield Post(server, tmp_path)


@pytest.fixture
def issued(case: Case, post: Post) -> Case:
    """The whole team interviews in the morning, one of it visits a station in the afternoon; everybody knows."""
    case.at_stage(Stage.CHALLENGE_VISIT).schedule_visit()
    case.plan_sessions({}, _station())
    post.forget(case)
    case.give("IssueTimetable", Role.COORDINATOR, days=5)
    return case


def test_each_peer_gets_just_their_sessions_and_a_file_for_each(issued: Case, post: Post) -> None:
    told = post.told(issued)
    assert set(told) == {LEAD, OPERATIONAL, "essex-authority"}
    assert (told[LEAD].methods, told[OPERATIONAL].methods) == (["REQUEST"], ["REQUEST"] * 2)
    assert told["essex-authority"].methods == []
    assert told[LEAD].calendar == [_talk("20 March 10:00-11:00")]
    assert told[OPERATIONAL].calendar == [_talk("20 March 10:00-11:00"), _visit("20 March 14:00-16:30")]
    for one in told.values():
        assert "Friday 20 March 2020, 10:00 to 11:00: How audits are planned (interview), Headquarters" in one.texts[0]
    assert STATION in told["essex-authority"].texts[0]
    assert STATION not in told[LEAD].texts[0]


def test_nobody_hears_of_a_session_before_the_timetable_is_issued(case: Case, post: Post) -> None:
    case.at_stage(Stage.CHALLENGE_VISIT).schedule_visit()
    post.forget(case)
    case.plan_sessions({}, _station())
    case.give("ChangeSession", Role.LEAD_PEER, number=1, starts="9:00")
    case.give("CancelSession", Role.COORDINATOR, number=2, reason="The station is closed.")
    assert post.told(case) == {}


def test_who_has_another_session_hears_nothing_of_a_change(issued: Case, post: Post) -> None:
    post.told(issued)
    issued.give("ChangeSession", Role.COORDINATOR, number=2, starts="15:00", place="Chelmsford")
    told = post.told(issued)
    assert set(told) == {OPERATIONAL, "essex-authority"}
    assert told[OPERATIONAL].calendar == [_talk("20 March 10:00-11:00"), _visit("20 March 15:00-16:30", "Chelmsford")]
    assert "Before: Friday 20 March 2020, 14:00 to 16:30, Kelvedon Park" in told[OPERATIONAL].texts[0]
    issued.give("CancelSession", Role.COORDINATOR, number=2, reason="The station is closed.")
    told = post.told(issued)
    assert set(told) == {OPERATIONAL, "essex-authority"}
    assert told[OPERATIONAL].methods == ["CANCEL"]
    assert told[OPERATIONAL].calendar == [_talk("20 March 10:00-11:00")]


def test_an_event_that_is_followed_again_puts_nothing_into_a_calendar_twice(issued: Case, post: Post) -> None:
    post.told(issued)
    with reading(issued.engine) as connection:
        last = timeline(connection, str(issued.ref))[-1].position
    with writing(issued.engine) as connection:
        waiting.put_back(connection, last)
    assert post.told(issued) == {}
    issued.give("ChangeSession", Role.COORDINATOR, number=1, starts="9:00")
    assert post.told(issued)[LEAD].calendar == [_talk("20 March 09:00-11:00")]


def test_two_visits_at_once_each_to_its_own(sqlite: Engine, post: Post) -> None:
    essex, kent = Case(sqlite), Case(sqlite)
    essex.at_stage(Stage.CHALLENGE_VISIT).schedule_visit()
    _to_kent(kent)
    essex.plan_sessions({})
    kent.plan_sessions({"starts": "10:30", "ends": "12:00"})
    post.forget(kent)
    for case in (essex, kent):
        case.give("IssueTimetable", Role.COORDINATOR, on=kent.today)
    told = post.told(kent)
    assert set(told) == {LEAD, OPERATIONAL, FROM_ESSEX, OTHER_OPERATIONAL, "essex-authority", "kent-authority"}
    for peer in (LEAD, OPERATIONAL):
        assert told[peer].calendar == [_talk("20 March 10:00-11:00")]
    for peer in (FROM_ESSEX, OTHER_OPERATIONAL):
        assert told[peer].calendar == [_talk("20 March 10:30-12:00", at=KENT)]
    kent.give("CancelSession", Role.COORDINATOR, number=1, reason="A fire.")
    assert set(post.told(kent)) == {FROM_ESSEX, OTHER_OPERATIONAL, "kent-authority"}
    assert post.calendar(LEAD) == [_talk("20 March 10:00-11:00")]
    assert post.calendar(FROM_ESSEX) == []


def test_a_peer_withdraws_the_evening_before(issued: Case, post: Post) -> None:
    post.told(issued)
    issued.now = datetime.combine(_first(issued) - timedelta(days=1), time(18, 40), UK)
    issued.give("DeclineInvitation", Role.PEER, peer=OPERATIONAL, reason="A fire at home.")
    told = post.told(issued)
    assert set(told) == {OPERATIONAL, *COORDINATORS}, "The lead peer's sessions and the authority's stay as they were."
    assert told[OPERATIONAL].methods == ["CANCEL"] * 2
    assert told[OPERATIONAL].calendar == []
    left, off = sorted(told["coordinator"].texts, key=lambda text: "is taken off" in text or "in no session" in text)
    assert "A fire at home." in left
    assert "Session 2" in off
    assert "has no peer now" in off

    issued.give("ChangeSession", Role.COORDINATOR, number=2, peers=[LEAD])
    told = post.told(issued)
    assert set(told) == {LEAD}, "The authority has the same session at the same time."
    assert told[LEAD].methods == ["REQUEST"]
    assert told[LEAD].calendar == [_talk("20 March 10:00-11:00"), _visit("20 March 14:00-16:30")]


def test_a_phase_moves_after_the_invitations_went_out(issued: Case, post: Post) -> None:
    """Its sessions move with it; the one whose day the visit has no more is cancelled, and each hears of their own."""
    issued.plan_sessions({"title": "Staff of the north", "day": issued.facts.visit_to, "peers": [LEAD], "lines": []})
    post.told(issued)
    later = issued.world.calendar.after(_last(issued), 5)
    shorter = {"starts_on": later, "ends_on": issued.world.calendar.after(later, 1)}
    issued.give("ScheduleVisit", Role.COORDINATOR, phases=[shorter])
    told = post.told(issued)
    assert set(told) == {LEAD, OPERATIONAL, "essex-authority", *COORDINATORS}
    assert sorted(told[LEAD].methods) == ["CANCEL", "REQUEST"]
    assert told[LEAD].calendar == [_talk("31 March 10:00-11:00")]
    assert told[OPERATIONAL].methods == ["REQUEST"] * 2
    assert told[OPERATIONAL].calendar == [_talk("31 March 10:00-11:00"), _visit("31 March 14:00-16:30")]
    for one in (LEAD, OPERATIONAL, "essex-authority"):
        assert "Tuesday 31 March 2020, 10:00 to 11:00" in told[one].texts[0]  # UK time, an hour ahead of UTC by then
        assert "Before: Friday 20 March 2020, 10:00 to 11:00" in told[one].texts[0]
    assert "Staff of the north" in told["coordinator"].texts[0]
    assert STATION not in told[LEAD].texts[0]


def test_a_visit_that_is_called_off_is_taken_out_of_every_calendar(issued: Case, post: Post) -> None:
    post.told(issued)
    issued.give("WithdrawRequest", Role.AUTHORITY, reason="A merger.")
    told = post.told(issued)
    assert {LEAD, OPERATIONAL} <= set(told)
    for peer in (LEAD, OPERATIONAL):
        assert told[peer].calendar == []
        assert [subject for subject in told[peer].subjects if "withdrawn" in subject]


def test_a_visit_that_ends_early_takes_what_was_to_come_out_of_calendars(issued: Case, post: Post) -> None:
    post.told(issued)
    issued.now = datetime.combine(_last(issued), time(9), UK)
    afternoon = {"day": issued.facts.visit_to, "starts": "15:00", "ends": "16:00", "title": "The feedback"}
    issued.plan_sessions({**afternoon, "kind": "feedback", "lines": []})
    assert post.told(issued)[LEAD].methods == ["REQUEST"]
    issued.now = datetime.combine(_last(issued), time(12), UK)
    issued.give("CompleteVisitPhase", Role.LEAD_PEER, number=1)
    issued.give("PresentFeedback", Role.LEAD_PEER, feedback="Told at noon, since the trains stop.")
    told = post.told(issued)
    for peer in (LEAD, OPERATIONAL):
        assert told[peer].methods == ["CANCEL"]
        assert _talk("20 March 10:00-11:00") in told[peer].calendar, "What took place stays in the calendar."


def _first(case: Case) -> date:
    assert case.facts.visit_from
    return case.facts.visit_from


def _last(case: Case) -> date:
    assert case.facts.visit_to
    return case.facts.visit_to


def _station() -> dict[str, object]:
    alone = {"kind": "station_visit", "title": STATION, "place": "Kelvedon Park", "peers": [OPERATIONAL]}
    return {**alone, "starts": "14:00", "ends": "16:30", "lines": [], "with_whom": None}


def _to_kent(kent: Case) -> None:
    """With a team of its own, for the same days."""
    kent.at_stage(Stage.TEAM_ASSIGNMENT, product=REVIEW, authority=KENT)
    for peer, team_role in ((FROM_ESSEX, TeamRole.LEAD_PEER), (OTHER_OPERATIONAL, TeamRole.OPERATIONAL_PEER)):
        place = {"peer": peer, "team_role": team_role, "despite_grades": "They know the software."}
        kent.give("InvitePeer", Role.COORDINATOR, place)
        kent.give("AcceptInvitation", Role.PEER, peer=peer, days=1)
    kent.give("ConfirmTeam", Role.COORDINATOR, days=1)
    kent.schedule_visit()


def _talk(when: str, at: str = ESSEX) -> str:
    return f"{when} {TALK} ({SERVICE[at]}), Headquarters"


def _visit(when: str, place: str = "Kelvedon Park") -> str:
    return f"{when} {STATION} ({SERVICE[ESSEX]}), {place}"
