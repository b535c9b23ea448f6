"""The paper of April 2021 as facts, made by hand: for the forms alone. Recommendations and boards are the source's."""

from dataclasses import replace
from datetime import UTC, datetime

from documents.facts.board import (
    Answered,
    BoardPaper,
    Characteristic,
    Concern,
    Cover,
    DateMove,
    Decided,
    Exceptional,
    PaperAction,
    Sections,
    Tally,
    Transferred,
)

MADE_AT = datetime(2021, 4, 19, 9, 0, 0, 123456, tzinfo=UTC)
QUARTER = "January to March 2021"
OUT_OF_HOURS = "Clarify and evidence provision of out-of-hours fire protection cover."
PLATFORM = "Develop an interactive platform to publish enforcement"
NINE = (
    "Race",
    "Religion or belief",
    "Sex",
    "Gender reassignment",
    "Age",
    "Pregnancy and maternity",
    "Disability",
    "Marriage and civil partnership",
    "Sexual orientation",
)

COVER = Cover(
    title="Protection Improvement Plan Peer Review and Closure report",
    authority="Essex County Fire and Rescue Service",
    board="Performance and Resources Board",
    meeting_date="26 April 2021",
    agenda_item="10",
    subject="Protection Improvement Plan Peer Review and Closure report",
    type="Decision",
    report_author="Head of Protection",
    date="19 April 2021",
    engagement="ESSEX-2019-1",
    product="Service-to-service peer review",
    footer="ESSEX-2019-1, decision paper, Performance and Resources Board",
)


def action(number: int) -> PaperAction:
    """An action on track; number 2 is at risk, its date moved once."""
    at_risk = number == 2
    return PaperAction(
        ref=f"B{number}",
        text=OUT_OF_HOURS,
        answers=("recommendation 2",),
        owner="Head of Protection",
        lead="Protection Manager",
        rating="At risk" if at_risk else "On track",
        trend="worse: it was on track" if at_risk else "as before",
        due_first="31 December 2021",
        due_on="31 March 2022" if at_risk else "31 December 2021",
        moved="once" if at_risk else "never",
        settled="",
    )


def paper(actions: int = 9) -> BoardPaper:
    """With one exception, one thing that went well, one action transferred, and one concern open."""
    return BoardPaper(
        cover=COVER,
        when=f"in {QUARTER}",
        asks=(
            "note the progress made against the plan",
            "approve reporting on the peer review quarterly or by exception",
            "close the improvement plan",
        ),
        summary=("One matter is exceptional this quarter.",),
        tallies=(Tally("On track", "7", "8"), Tally("At risk", "1", "0")),
        exceptions=(
            Exceptional(
                "Rated at risk",
                "B2",
                OUT_OF_HOURS,
                "Two inspectors left.",
                "The two posts are advertised.",
                "Head of Protection",
                QUARTER,
                "worse: it was on track",
            ),
        ),
        good=(
            Exceptional(
                "Delivered early",
                "B6",
                "Publish the policy.",
                "",
                "Others have asked for it.",
                "Head of Protection",
                QUARTER,
                "",
            ),
        ),
        transferred=(
            Transferred(
                "A7",
                PLATFORM,
                "Head of Digital",
                "Tied to the wider digital transformation work.",
                "31 March 2021",
                "1 October 2021",
            ),
        ),
        verified=(replace(action(6), settled="31 March 2021"),),
        rejected=(),
        concerns=(
            Concern(
                "C1",
                "Protecting the public through fire regulation",
                "Too few audits.",
                "12 July 2019",
                "Open: the inspectorate has not removed it",
                open=True,
            ),
        ),
        decisions=(Decided("SLT", "13 April 2021", "4h", "closure", "Approved", ""),),
        sections=Sections(
            background=("The inspectorate raised a cause of concern in 2019.", "An 18-month plan answered it."),
            update=("All but one activity has been delivered.",),
            benefits_and_risk=("The risk register holds the risk of another such concern.",),
            financial=("None additional.",),
            equality=("Nobody is affected.",),
            workforce=("The protection teams were consulted.",),
            legal=("The authority enforces the Regulatory Reform (Fire Safety) Order 2005.",),
        ),
        equality=tuple(Characteristic(name, "No", "") for name in NINE),
        actions=tuple(action(number) for number in range(1, actions + 1)),
        moves=(
            DateMove(
                "B2",
                "31 December 2021",
                "31 March 2022",
                "By the authority on 4 March 2021",
                "Two inspectors left.",
                "Granted",
                "the principal adviser",
                "A vacancy is a good reason.",
            ),
        ),
        answers=(Answered("R2", OUT_OF_HOURS, "Accepted", "", ("B2",)),),
    )
