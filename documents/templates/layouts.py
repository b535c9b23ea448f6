"""What each Word template says, and in which order. The PDF templates beside it say the same."""

from collections.abc import Callable

from documents.kinds import Kind
from documents.templates import parts
from documents.templates.sheet import Sheet
from documents.templates.stage_layouts import OF_STAGES


def quarterly_report(sheet: Sheet) -> None:
    parts.cover(sheet)
    sheet.heading("What the board is asked")
    parts.asks(sheet)
    sheet.heading("At a glance")
    parts.paragraphs(sheet, "summary")
    parts.tallies(sheet)
    sheet.heading("Exceptions")
    parts.exceptions(sheet, "exceptions", 2, "Nothing exceptional this quarter.")
    sheet.tag("if good")
    sheet.heading("What has gone well")
    parts.exceptions(sheet, "good", 2)
    sheet.tag("endif")
    sheet.heading("Transferred to business as usual")
    parts.transferred(sheet)
    parts.concerns_if_any(sheet, 1)
    parts.annexes(sheet)


def closure_report(sheet: Sheet) -> None:
    parts.cover(sheet)
    sheet.heading("What the board is asked")
    parts.asks(sheet)
    sheet.heading("Transferred to business as usual")
    parts.transferred(sheet)
    sheet.heading("Still open with the inspectorate")
    sheet.text("The board closes its plan. A cause of concern closes only when the inspectorate removes it.")
    parts.concerns(sheet, "The inspectorate has no cause of concern on record for this engagement.")
    sheet.heading("Summary")
    parts.paragraphs(sheet, "summary")
    parts.tallies(sheet)
    sheet.heading("Verified as complete")
    verified = (
        ("Action", 1.7, "{{ one.ref }}"),
        ("What was to be done", 7.4, "{{ one.text }}"),
        ("Owner", 4, "{{ one.owner }}"),
        ("Verified", 3.3, "{{ one.settled }}"),
    )
    parts.listed(sheet, "Verified as complete", verified, "verified", "No action was verified as complete.")
    sheet.heading("Recommendations that the authority rejected")
    rejected = (
        ("No.", 1.7, "{{ one.ref }}"),
        ("Recommendation", 8.2, "{{ one.text }}"),
        ("Reason", 6.5, "{{ one.reason }}"),
    )
    parts.listed(sheet, "Rejected recommendations", rejected, "rejected", "The authority rejected no recommendation.")
    sheet.heading("What boards decided")
    decided = (
        ("Board", 5, "{{ one.board }}{% if one.agenda_item %}, item {{ one.agenda_item }}{% endif %}"),
        ("Meeting", 3.2, "{{ one.met_on }}"),
        ("About", 2.2, "{{ one.about }}"),
        ("Decision", 6, "**{{ one.decision }}**{% if one.reason %}. {{ one.reason }}{% endif %}"),
    )
    parts.listed(sheet, "What boards decided", decided, "decisions", "No board has decided anything yet.")
    parts.annexes(sheet)


def decision_paper(sheet: Sheet) -> None:
    parts.cover(sheet)
    sheet.heading("Recommendations")
    parts.asks(sheet)
    sheet.heading("Background")
    parts.written(sheet, "background")
    sheet.heading("Update")
    parts.written(sheet, "update")
    parts.paragraphs(sheet, "summary")
    parts.tallies(sheet)
    sheet.heading("Exceptions", 2)
    parts.exceptions(sheet, "exceptions", 3, "Nothing exceptional this quarter.")
    sheet.heading("Transferred to business as usual", 2)
    parts.transferred(sheet)
    parts.concerns_if_any(sheet, 2)
    sheet.heading("Benefits and risk implications")
    parts.written(sheet, "benefits_and_risk")
    sheet.heading("Financial implications")
    parts.written(sheet, "financial")
    sheet.heading("Equality and diversity implications")
    sheet.text(
        "The table names the nine protected characteristics of the Equality Act 2010, section 4, and whether what is "
        "proposed affects people who share each."
    )
    equality = (
        ("Protected characteristic", 6.4, "{{ one.name }}"),
        ("Affected", 2.6, "{{ one.affected }}"),
        ("How", 7.4, "{{ one.how }}"),
    )
    sheet.table("Equality and diversity implications", equality, "one in equality")
    parts.paragraphs(sheet, "sections.equality")
    sheet.heading("Workforce engagement")
    parts.written(sheet, "workforce")
    sheet.heading("Legal implications")
    parts.written(sheet, "legal")
    parts.annexes(sheet)


def national_report(sheet: Sheet) -> None:
    parts.cover(sheet, "Committee")
    sheet.heading("What the committee is asked")
    parts.asks(sheet, "committee")
    sheet.heading("At a glance")
    parts.paragraphs(sheet, "summary")
    sheet.heading("No update received")
    silent = (
        ("Authority", 5.2, "{{ one.authority }}"),
        ("Engagement", 3.2, "{{ one.engagement }}"),
        ("Quarter", 3.6, "{{ one.period }}"),
        ("Due", 2.6, "{{ one.due_on }}"),
        ("Late by", 1.8, "{{ one.late }}"),
    )
    parts.listed(sheet, "No update received", silent, "silent", "Every authority has sent its return.")
    sheet.heading("Exceptions that repeat")
    repeating = (
        ("What is exceptional", 4.2, "{{ one.what }}"),
        ("Authorities", 6, "{{ one.authorities | join('; ') }}"),
        ("Times", 1.6, "{{ one.times }}"),
        ("Quarters", 4.6, "{{ one.quarters }}"),
    )
    parts.listed(sheet, "Exceptions that repeat", repeating, "repeating", "No exception repeats.")
    sheet.heading("Engagements by stage and region")
    regions = (
        ("Region", 3, "{{ one.region }}"),
        ("Request", 1.45, "{{ one.request }}"),
        ("Scoping", 1.45, "{{ one.scoping }}"),
        ("Team", 1.2, "{{ one.team_assignment }}"),
        ("Visit", 1.2, "{{ one.challenge_visit }}"),
        ("Report", 1.35, "{{ one.recommendations }}"),
        ("Plan", 1.2, "{{ one.follow_up_plan }}"),
        ("Returns", 1.45, "{{ one.quarterly_reporting }}"),
        ("Closed", 1.4, "{{ one.closed }}"),
        ("Ended", 1.35, "{{ one.ended }}"),
        ("All", 1, "{{ one.total }}"),
    )
    parts.listed(sheet, "Engagements by stage and region", regions, "regions", "There are no engagements yet.")
    sheet.heading("Time in each stage")
    sheet.text("In calendar days, from entering a stage to leaving it. Time on hold counts.")
    times = (
        ("Stage", 4.8, "{{ one.stage }}"),
        ("Times passed", 2.9, "{{ one.passed }}"),
        ("Median days", 2.9, "{{ one.median }}"),
        ("Longest", 2.9, "{{ one.longest }}"),
        ("There now", 2.9, "{{ one.there_now }}"),
    )
    parts.listed(sheet, "Time in each stage", times, "times", "No engagement has passed a stage yet.")
    sheet.heading("Take-up by product")
    products = (
        ("Product", 6.4, "{{ one.product }}"),
        ("This quarter", 2.5, "{{ one.quarter }}"),
        ("In all", 2.5, "{{ one.all }}"),
        ("Running", 2.5, "{{ one.running }}"),
        ("Authorities", 2.5, "{{ one.authorities }}"),
    )
    parts.listed(sheet, "Take-up by product", products, "products", "Nobody has asked for support yet.")


LAYOUTS: dict[Kind, Callable[[Sheet], None]] = {
    **OF_STAGES,
    Kind.QUARTERLY_REPORT: quarterly_report,
    Kind.CLOSURE_REPORT: closure_report,
    Kind.DECISION_PAPER: decision_paper,
    Kind.NATIONAL_REPORT: national_report,
}
