"""Every message, read as it would be sent: who hears of what, and in which words."""

import re
from functools import cache
from html.parser import HTMLParser

import pytest
from jinja2 import UndefinedError

from config.vocabulary import Role
from engagements.database import reading
from engagements.events import Event
from engagements.obligations import Owed
from notifications.asks import TO_DO
from notifications.drafting import draft
from notifications.ledger import WITHOUT_AN_EVENT, Notification
from notifications.lookups import look_up
from notifications.rendering import HERE, TEMPLATES, NothingToSay, render
from notifications.wording import ROLES
from tests.notifications.story import PAGES, Story

AUTHORITY, CLERK, COORDINATOR, PEER = Role.AUTHORITY, Role.CLERK, Role.COORDINATOR, Role.PEER
ADVISER, LEAD, BODY, PAYER = Role.PRINCIPAL_ADVISER, Role.LEAD_PEER, Role.GOVERNANCE_BODY, Role.PAYER
LEADERS = (Role.CHIEF_FIRE_OFFICER, Role.CHAIR)

MADE_FROM: dict[str, dict[str, tuple[Role, ...]]] = {
    "accuracy-check-returned": {"AccuracyCheckReturned": (COORDINATOR,)},
    "corrections-decided": {"CorrectionDecided": (AUTHORITY,)},
    "accuracy-check-sent": {"AccuracyCheckSent": (AUTHORITY,)},
    "action-completed": {"ActionCompleted": (ADVISER, COORDINATOR)},
    "action-transferred": {"ActionTransferredToBau": (COORDINATOR, ADVISER)},
    "action-verified": {"ActionVerified": (AUTHORITY, COORDINATOR)},
    "board-decision-recorded": {"BoardDecisionRecorded": (AUTHORITY, COORDINATOR, ADVISER)},
    "cause-of-concern-issued": {"CauseOfConcernIssued": (ADVISER, COORDINATOR, AUTHORITY, *LEADERS)},
    "cause-of-concern-removed": {"CauseOfConcernRemoved": (AUTHORITY, ADVISER, COORDINATOR, *LEADERS)},
    "charge-agreed": {"ChargeAgreed": (COORDINATOR, AUTHORITY)},
    "charge-proposed": {"ScopeProposed": (PAYER,)},
    "closure-to-decide": {"ActionTransferredToBau": (CLERK,)},
    "coordinator-reassigned": {"CoordinatorReassigned": (COORDINATOR, AUTHORITY, ADVISER, PEER)},
    "document-request-withdrawn": {"DocumentRequestWithdrawn": (AUTHORITY,)},
    "documents-provided": {"DocumentProvided": (COORDINATOR, PEER)},
    "documents-requested": {"DocumentsRequested": (AUTHORITY,)},
    "engagement-closed": {"EngagementClosed": (AUTHORITY, CLERK, ADVISER, *LEADERS)},
    "engagement-put-on-hold": {"EngagementPutOnHold": (AUTHORITY, COORDINATOR, ADVISER, PEER)},
    "engagement-reopened": {"EngagementReopened": (AUTHORITY, CLERK, COORDINATOR, ADVISER, *LEADERS)},
    "engagement-resumed": {"EngagementResumed": (AUTHORITY, COORDINATOR, ADVISER, PEER)},
    "evidence-rejected": {"EvidenceRejected": (AUTHORITY,)},
    "exception-raised": {"ExceptionRaised": (COORDINATOR, ADVISER, CLERK)},
    "extension-decided": {"ExtensionDecided": (AUTHORITY,)},
    "extension-requested": {"ExtensionRequested": (ADVISER, COORDINATOR)},
    "feedback-presented": {"FeedbackPresented": (AUTHORITY, COORDINATOR, ADVISER)},
    "for-scrutiny": {"PlanApproved": (Role.SCRUTINY_MEMBER,), "ReturnAccepted": (Role.SCRUTINY_MEMBER,)},
    "good-practice-marked": {"GoodPracticeMarked": (AUTHORITY,)},
    "handed-over": {"ObligationHandedOver": (AUTHORITY, COORDINATOR)},
    "inspectorate-revisited": {"InspectorateRevisited": (ADVISER, COORDINATOR)},
    "interest-declared": {"InterestDeclared": (COORDINATOR,)},
    "invitation-accepted": {"InvitationAccepted": (COORDINATOR,)},
    "invitation-declined": {"InvitationDeclined": (COORDINATOR,)},
    "invitation-lapsed": {"InvitationLapsed": (PEER, COORDINATOR)},
    "letter-to-chair": {"ReportFinalised": (Role.CHAIR,)},
    "migrated-to-version": {"MigratedToVersion": (AUTHORITY, COORDINATOR)},
    "obligation-extended": {"ObligationExtended": (AUTHORITY, COORDINATOR)},
    "obligation-waived": {"ObligationWaived": (AUTHORITY, COORDINATOR)},
    "paper-drafted": {"PaperDrafted": (CLERK,)},
    "paper-submitted": {"PaperSubmitted": (CLERK, COORDINATOR)},
    "papers-called-for": {"PapersCalledFor": (CLERK, AUTHORITY, COORDINATOR)},
    "papers-written": {"ReturnAccepted": (CLERK,)},
    "peer-invited": {"PeerInvited": (PEER,)},
    "peer-taken-off-sessions": {"PeerTakenOffSessions": (COORDINATOR,)},
    "peer-released": {"PeerReleased": (PEER, COORDINATOR)},
    "period-opened": {"PeriodOpened": (AUTHORITY,)},
    "plan-approved": {"PlanApproved": (AUTHORITY, COORDINATOR, ADVISER)},
    "plan-proposed": {"PlanProposed": (CLERK, BODY, ADVISER, COORDINATOR)},
    "progress-reviewed": {"ProgressReviewed": (AUTHORITY, ADVISER)},
    "receipt": {
        "ChargeAgreed": (PAYER,),
        "InvitationAccepted": (PEER,),
        "InvitationDeclined": (PEER,),
        "SelfAssessmentSubmitted": (AUTHORITY,),
        "AccuracyCheckReturned": (AUTHORITY,),
        "ReportPublished": (AUTHORITY,),
        "PlanProposed": (AUTHORITY,),
        "PlanApproved": (BODY,),
        "ReturnFiled": (AUTHORITY,),
        "NilReturnFiled": (AUTHORITY,),
        "QueryAnswered": (AUTHORITY,),
        "ExceptionRaised": (AUTHORITY,),
        "ActionCompleted": (AUTHORITY,),
        "ExtensionRequested": (AUTHORITY,),
        "ActionTransferredToBau": (AUTHORITY,),
        "BoardDecisionRecorded": (CLERK,),
    },
    "recommendation-answered": {"RecommendationAnswered": (COORDINATOR,)},
    "report-drafted": {"ReportDrafted": (LEAD,)},
    "report-finalised": {"ReportFinalised": (AUTHORITY, ADVISER, PEER, *LEADERS)},
    "report-published": {"ReportPublished": (COORDINATOR, ADVISER, PEER)},
    "request-accepted": {"RequestAccepted": (AUTHORITY, COORDINATOR)},
    "request-declined": {"RequestDeclined": (AUTHORITY,)},
    "request-received": {"SupportRequested": (AUTHORITY,)},
    "request-withdrawn": {"RequestWithdrawn": (ADVISER, COORDINATOR, PEER)},
    "query-answered": {"QueryAnswered": (COORDINATOR,)},
    "return-accepted": {"ReturnAccepted": (AUTHORITY,)},
    "return-filed": {"ReturnFiled": (COORDINATOR,), "NilReturnFiled": (COORDINATOR,)},
    "return-queried": {"ReturnQueried": (AUTHORITY,)},
    "scope-agreed": {"ScopeAgreed": (AUTHORITY, COORDINATOR)},
    "scope-amended": {"ScopeAmended": (AUTHORITY, PEER)},
    "scope-proposed": {"ScopeProposed": (AUTHORITY,)},
    "scoping-meeting-held": {"ScopingMeetingHeld": (AUTHORITY, COORDINATOR)},
    "self-assessment-submitted": {"SelfAssessmentSubmitted": (COORDINATOR, PEER)},
    "sessions-changed": {
        **dict.fromkeys(("SessionsPlanned", "SessionChanged", "SessionCancelled"), (PEER, AUTHORITY)),
        **dict.fromkeys(("PeerTakenOffSessions", "FeedbackPresented"), (PEER,)),
    },
    "sessions-moved": {"VisitScheduled": (COORDINATOR,)},
    "support-requested": {"SupportRequested": (ADVISER,)},
    "team-confirmed": {"TeamConfirmed": (AUTHORITY, PEER, ADVISER)},
    "timetable-issued": {"TimetableIssued": (AUTHORITY, PEER)},
    "transfer-checked-back": {"TransferCheckedBack": (COORDINATOR, ADVISER)},
    "visit-scheduled": {"VisitScheduled": (AUTHORITY, PEER, COORDINATOR)},
}
"""From which events each message may be made, and for whom."""

NOBODY_IS_TOLD = {"FindingsRecorded", "TeamProposed", "VisitPhaseCompleted", "NoteAdded", "ObligationLapsed"}
NOBODY_IS_TOLD |= {"FindingNoted", "FindingChanged", "FindingWithdrawn", "FindingsGathered"}
IN_DIGESTS = {"ObligationNudged"}
"""Told by digests: see test_digests.py."""


@cache
def drafted(story: Story, template: str) -> list[Notification]:
    with reading(story.engine) as connection:
        return [
            message
            for name, roles in MADE_FROM[template].items()
            for followed in story.of(name)
            for role in roles
            for message in draft(connection, followed, role, template, story.world, PAGES)
        ]


class _Words(HTMLParser):
    """What a reader sees of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.leads_to = dict(attrs).get("href") if tag == "a" else None

    def handle_endtag(self, tag: str) -> None:
        """The text part shows where a link leads."""
        if tag == "a":
            self.said[-1] += ":"
            self.said.append(str(self.leads_to))

    def handle_data(self, data: str) -> None:
        self.said += data.split()


def test_every_message_says_from_which_events_it_is_made() -> None:
    of_events = TEMPLATES - set(WITHOUT_AN_EVENT)
    assert set(MADE_FROM) == of_events, "Name the events and the roles of each template in MADE_FROM, in this file."


def test_somebody_hears_of_every_event_that_matters(story: Story) -> None:
    heard_of = {name for events in MADE_FROM.values() for name in events}
    assert heard_of | NOBODY_IS_TOLD | IN_DIGESTS == set(Event.EVENTS), (
        "Write a message for the event, or say that nobody is told."
    )
    assert {type(followed.event).__name__ for followed in story.events} == set(Event.EVENTS) - IN_DIGESTS, (
        "Let every event happen in tests/notifications/story.py, so that its messages are tried."
    )


@pytest.mark.parametrize("template", sorted(MADE_FROM))
def test_every_message_can_be_made_from_each_of_its_events(story: Story, template: str) -> None:
    messages = drafted(story, template)
    assert messages
    for message in messages:
        assert message.subject.startswith("ESSEX-2020-")
        assert message.subject == " ".join(message.subject.split())
        assert not re.search(r"[{}\\]|None|_|[0-9a-f]{32}|  ", message.text + message.subject), message.text
        assert "Where it stands" in message.text
        assert "Who to turn to" in message.text
        assert "@example.org" in message.text


@pytest.mark.parametrize("template", sorted(MADE_FROM))
def test_both_parts_of_a_message_say_the_same(story: Story, template: str) -> None:
    for message in drafted(story, template):
        seen = _Words(message.html).said
        marks = {"-", ">"}  # bullets and quotations, which the page shows by its looks
        written = [*message.subject.split(), *(word for word in message.text.split() if word not in marks)]
        assert [word for word in seen if word not in marks] == written


def test_a_message_says_what_is_asked_and_by_when(story: Story) -> None:
    [proposed] = [m for m in drafted(story, "scope-proposed") if m.cause == story.of("ScopeProposed")[0].position]
    assert "Please agree the scope by 31 January 2020." in proposed.text
    assert "The visit would last from 20 March 2020 to 24 March 2020." in proposed.text


def test_several_asks_of_a_kind_are_one_with_the_first_and_the_last_date(story: Story) -> None:
    approved = next(m for m in drafted(story, "plan-approved") if m.audience is AUTHORITY)
    asked = "complete the 2 actions of the plan, the first by 22 January 2021 and the last by 20 April 2021"
    assert asked in approved.text


def test_each_hears_only_what_is_asked_of_them(story: Story) -> None:
    by_role = {message.audience: message.text for message in drafted(story, "visit-scheduled")}
    assert "Please submit the self-assessment" in by_role[AUTHORITY]
    assert "Please submit the self-assessment" not in by_role[COORDINATOR]
    assert "Please issue the timetable" in by_role[COORDINATOR]


def test_the_lead_peer_is_told_with_the_peers_and_asked_for_more(story: Story) -> None:
    to_peers = {m.recipient: m.text for m in drafted(story, "visit-scheduled") if m.audience is PEER}
    assert "Please present the feedback" in to_peers["hertfordshire-lead"]
    assert "Please present the feedback" not in to_peers["hertfordshire-operational"]


def test_a_resumed_engagement_tells_everyone_their_new_dates(story: Story) -> None:
    resumed = next(m for m in drafted(story, "engagement-resumed") if m.audience is AUTHORITY)
    assert "Please submit the self-assessment by 4 March 2020." in resumed.text


def test_the_closure_names_first_what_was_transferred_and_not_verified(story: Story) -> None:
    closed = drafted(story, "engagement-closed")[0].text
    order = [
        "Transferred to business as usual, and not verified",
        "A2, owned by Head of Digital",
        "Verified as complete",
    ]
    assert [closed.index(said) for said in order] == sorted(closed.index(said) for said in order)
    assert "It has not removed cause of concern 1." in closed


def test_quarters_and_dates_are_said_in_words(story: Story) -> None:
    [first, *_] = drafted(story, "period-opened")
    assert first.subject == "ESSEX-2020-4: your return for April to June 2020 is due on 21 July 2020"


def test_coordinators_turn_to_their_principal_adviser_and_others_to_the_coordinator(story: Story) -> None:
    by_role = {message.audience: message.text for message in drafted(story, "plan-approved")}
    assert "- Coordinator, coordinator: coordinator@example.org" in by_role[AUTHORITY]
    assert "- Adviser east, principal adviser: adviser-east@example.org" in by_role[COORDINATOR]


def test_of_a_peer_a_message_knows_the_name_and_the_service_alone(story: Story) -> None:
    with reading(story.engine) as connection:
        for name in ("PeerInvited", "TeamConfirmed"):
            found = look_up(connection, story.of(name)[-1], story.world)
            peers = found.get("team") or [found["peer"]]
            assert all(peer.keys() <= {"name", "service", "place"} for peer in peers)


def test_every_duty_and_every_role_has_words() -> None:
    assert set(TO_DO) == set(Owed), "Say in TO_DO of notifications/asks.py what the new duty asks."
    assert set(ROLES) == set(Role) - {Role.SYSTEM}, (
        "Say in ROLES of notifications/wording.py what the new role is called."
    )


def test_a_fact_that_an_event_does_not_give_cannot_be_told(story: Story) -> None:
    with reading(story.engine) as connection, pytest.raises(UndefinedError, match="number"):
        draft(connection, story.of("RequestAccepted")[0], AUTHORITY, "recommendation-answered", story.world, PAGES)


def test_a_message_shows_no_value_that_is_absent(story: Story) -> None:
    with pytest.raises(NothingToSay, match="absent"):
        render("return-accepted", {"engagement": {"ref": None}})


def test_every_template_begins_with_its_subject() -> None:
    for name in TEMPLATES:
        assert "Subject: " in (HERE / "templates" / f"{name}.md").read_text(encoding="utf-8").split("\n\n")[0]
