"""The sector's own words, as the code, the tables, the templates and the pages use them."""

from enum import StrEnum


class Stage(StrEnum):
    """Where an engagement stands. The order of the members is the order of the process."""

    REQUEST = "request"
    SCOPING = "scoping"
    TEAM_ASSIGNMENT = "team_assignment"
    CHALLENGE_VISIT = "challenge_visit"
    RECOMMENDATIONS = "recommendations"
    FOLLOW_UP_PLAN = "follow_up_plan"
    QUARTERLY_REPORTING = "quarterly_reporting"
    CLOSED = "closed"


class Status(StrEnum):
    """Beside the stage: whether the clocks run."""

    ACTIVE = "active"
    ON_HOLD = "on_hold"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class Role(StrEnum):
    """In what capacity a person gives a command, owes something, or is told something."""

    COORDINATOR = "coordinator"
    PRINCIPAL_ADVISER = "principal_adviser"
    AUTHORITY = "authority"  # the authority's contact for the engagement: the plan owner
    CHIEF_FIRE_OFFICER = "chief_fire_officer"
    CHAIR = "chair"
    CLERK = "clerk"
    GOVERNANCE_BODY = "governance_body"
    PAYER = "payer"  # who pays for a chargeable product
    PEER = "peer"
    LEAD_PEER = "lead_peer"
    SCRUTINY_MEMBER = "scrutiny_member"  # of the authority's committee that asks questions; owes nothing
    SYSTEM = "system"  # the sweeps


OF_THE_AUTHORITY = frozenset(
    {
        Role.AUTHORITY,
        Role.CHIEF_FIRE_OFFICER,
        Role.CHAIR,
        Role.CLERK,
        Role.GOVERNANCE_BODY,
        Role.PAYER,
        Role.SCRUTINY_MEMBER,
    }
)
PEERS = frozenset({Role.PEER, Role.LEAD_PEER})
LEADERS = frozenset({Role.CHIEF_FIRE_OFFICER, Role.CHAIR})
"""Whom ladders turn to when others of their authority are silent."""


class PeerKind(StrEnum):
    """What a peer is at home."""

    OFFICER = "officer_peer"
    MEMBER = "member_peer"
    OPERATIONAL = "operational_peer"


class TeamRole(StrEnum):
    """What a peer is on a team."""

    LEAD_PEER = "lead_peer"
    MEMBER_PEER = "member_peer"
    OFFICER_PEER = "officer_peer"
    OPERATIONAL_PEER = "operational_peer"
    CHALLENGE_MANAGER = "challenge_manager"
    OBSERVER = "observer"


class InterestKind(StrEnum):
    """What keeps a peer from reviewing a service."""

    OWN_SERVICE = "own_service"
    NEIGHBOUR = "neighbour"
    FORMER_EMPLOYER = "former_employer"
    FAMILY = "family"
    COMMERCIAL = "commercial"
    LIVE_DISPUTE = "live_dispute"
    REVIEWED_LATELY = "reviewed_lately"  # its people reviewed the peer's own service
    OTHER = "other"


class BlockSource(StrEnum):
    """How days on which a peer is not free came to be known."""

    TYPED = "typed"
    CALENDAR = "calendar"


class SessionKind(StrEnum):
    """What a team does in a session of its visit."""

    INTERVIEW = "interview"
    FOCUS_GROUP = "focus_group"
    STATION_VISIT = "station_visit"
    DOCUMENT_READING = "document_reading"
    TEAM_TIME = "team_time"
    FEEDBACK = "feedback"

    @property
    def enquires(self) -> bool:
        """Whether the team learns something of the service by it, so that it can cover a line of enquiry."""
        return self not in (SessionKind.TEAM_TIME, SessionKind.FEEDBACK)


class FindingKind(StrEnum):
    """What a peer makes of something that they saw on a visit."""

    STRENGTH = "strength"
    AREA_TO_CONSIDER = "area_to_consider"
    GOOD_PRACTICE = "good_practice"  # a strength that other services could learn from


class Origin(StrEnum):
    """Why support was asked for."""

    BEFORE_INSPECTION = "before_inspection"
    AFTER_INSPECTION = "after_inspection"
    CAUSE_OF_CONCERN = "cause_of_concern"
    INDEPENDENT = "independent"


class Grade(StrEnum):
    """HMICFRS grades. ADEQUATE exists from Round 3, which is not comparable with earlier rounds."""

    OUTSTANDING = "outstanding"
    GOOD = "good"
    ADEQUATE = "adequate"
    REQUIRES_IMPROVEMENT = "requires_improvement"
    INADEQUATE = "inadequate"


class ExceptionKind(StrEnum):
    """What a board reads of, the worst first; the last two are good news."""

    NO_UPDATE = "no_update"
    OVERDUE = "overdue"
    OFF_TRACK = "off_track"
    CLOSURE_REFUSED = "closure_refused"
    EXTENSION_REFUSED = "extension_refused"
    EVIDENCE_REJECTED = "evidence_rejected"
    DATE_MOVED = "date_moved"
    RAISED = "raised"
    DELIVERED_EARLY = "delivered_early"
    GOOD_PRACTICE = "good_practice"

    @property
    def positive(self) -> bool:
        return self in (ExceptionKind.DELIVERED_EARLY, ExceptionKind.GOOD_PRACTICE)


class Trend(StrEnum):
    """How an action stands against the quarter before."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    NEW = "new"
    SETTLED = "settled"


class Answer(StrEnum):
    """How an authority responds to a recommendation."""

    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    REJECTED = "rejected"


class CorrectionOutcome(StrEnum):
    """What became of a factual error that an authority found in the draft of a report."""

    REWORDED = "reworded"
    TAKEN_OUT = "taken_out"
    DECLINED = "declined"


class Decision(StrEnum):
    """What a board did with what it was asked."""

    NOTED = "noted"
    APPROVED = "approved"
    DEFERRED = "deferred"
    REFERRED_BACK = "referred_back"


class PaperKind(StrEnum):
    """What a paper puts before a board."""

    QUARTERLY = "quarterly"  # a quarter's report by exception
    CLOSURE = "closure"
    DECISION = "decision"  # anything else that a board is asked to decide


class Characteristic(StrEnum):
    """The nine protected characteristics (Equality Act 2010, section 4), in the order of a board paper's table."""

    RACE = "race"
    RELIGION_OR_BELIEF = "religion_or_belief"
    SEX = "sex"
    GENDER_REASSIGNMENT = "gender_reassignment"
    AGE = "age"
    PREGNANCY_AND_MATERNITY = "pregnancy_and_maternity"
    DISABILITY = "disability"
    MARRIAGE_AND_CIVIL_PARTNERSHIP = "marriage_and_civil_partnership"
    SEXUAL_ORIENTATION = "sexual_orientation"


class Impact(StrEnum):
    """What a decision means for people who share a protected characteristic."""

    NO = "no"
    POSITIVE = "positive"
    NEGATIVE = "negative"


class Pillar(StrEnum):
    """What an HMICFRS inspection looks at."""

    EFFECTIVENESS = "effectiveness"
    EFFICIENCY = "efficiency"
    PEOPLE = "people"


class GovernanceType(StrEnum):
    """Who the fire and rescue authority is."""

    COMBINED = "combined"  # several councils together
    COUNTY = "county"
    UNITARY = "unitary"
    METROPOLITAN = "metropolitan"
    MAYOR = "mayor"
    PFCC = "pfcc"  # a police, fire and crime commissioner
