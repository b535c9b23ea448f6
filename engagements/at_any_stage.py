"""Rows of the process that belong to no one stage: holds, notes, relief, the inspectorate. See ``process``."""

from config.vocabulary import OF_THE_AUTHORITY, Role, Stage, Status
from engagements.stages import handing_over, inspectorate, relief, throughout
from engagements.state.engagement import CauseOfConcern
from engagements.state.people import Contact
from engagements.state.plan import Action, Finding, QuarterlyReturn
from engagements.state.team import Invitation
from engagements.step import Step

LGA = (Role.COORDINATOR, Role.PRINCIPAL_ADVISER)
AUTHORITY = (Role.AUTHORITY,)
COORDINATOR = (Role.COORDINATOR,)
OPEN = tuple(stage for stage in Stage if stage is not Stage.CLOSED)
ALWAYS = tuple(Stage)
REPORTED = (Stage.RECOMMENDATIONS, Stage.FOLLOW_UP_PLAN, Stage.QUARTERLY_REPORTING)
RUNNING_OR_HELD = (Status.ACTIVE, Status.ON_HOLD)
DATED = (Invitation, Action, QuarterlyReturn)

AT_ANY_STAGE: tuple[Step, ...] = (
    Step(throughout.PutOnHold, OPEN, LGA, throughout.put_on_hold),
    Step(throughout.Resume, OPEN, LGA, throughout.resume, DATED, status=(Status.ON_HOLD,)),
    Step(
        throughout.ReassignCoordinator,
        OPEN,
        LGA,
        throughout.reassign_coordinator,
        (Contact,),
        status=RUNNING_OR_HELD,
    ),
    Step(throughout.AddNote, ALWAYS, (*LGA, *AUTHORITY), throughout.add_note, status=tuple(Status)),
    Step(throughout.MigrateToVersion, OPEN, LGA, throughout.migrate_to_version, DATED),
    Step(relief.WaiveObligation, OPEN, LGA, relief.waive_obligation, (QuarterlyReturn,)),
    Step(relief.ExtendObligation, OPEN, LGA, relief.extend_obligation, DATED),
    Step(
        handing_over.HandOver,
        OPEN,
        (*(role for role in Role if role in OF_THE_AUTHORITY - {Role.SCRUTINY_MEMBER}), *LGA),
        handing_over.hand_over,
        (Contact,),
        status=RUNNING_OR_HELD,
    ),
    Step(
        throughout.RecordLapse,
        ALWAYS,
        (Role.SYSTEM,),
        throughout.record_lapse,
        (Invitation,),
        status=(Status.ACTIVE, Status.CLOSED),
    ),
    Step(
        inspectorate.RecordFindings,
        REPORTED,
        (*COORDINATOR, *AUTHORITY),
        inspectorate.record_findings,
        (Finding,),
    ),
    *(
        Step(command, ALWAYS, LGA, decide, (CauseOfConcern,), status=tuple(Status))
        for command, decide in (
            (inspectorate.RecordCauseOfConcern, inspectorate.record_cause_of_concern),
            (inspectorate.RecordRevisit, inspectorate.record_revisit),
            (inspectorate.RecordConcernRemoved, inspectorate.record_concern_removed),
        )
    ),
)
