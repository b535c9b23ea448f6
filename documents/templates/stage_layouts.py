"""What each Word template of the stages says, and in which order. The PDF templates beside it say the same."""

from collections.abc import Callable

from documents.kinds import Kind
from documents.templates import stage_parts as parts
from documents.templates.parts import listed, paragraphs
from documents.templates.sheet import Sheet


def scope(sheet: Sheet) -> None:
    parts.head(sheet)
    sheet.heading("Why support was asked for")
    sheet.text("{{ origin }}")
    paragraphs(sheet, "reason", "No reason was given.")
    sheet.heading("What it is")
    sheet.text("{{ about }}")
    sheet.heading("What the peers will look at")
    parts.lines(sheet)
    parts.focus(sheet)
    sheet.heading("When")
    parts.visit(sheet)
    sheet.heading("The team")
    asked = (
        ("Place on the team", 5, "{{ one.team_role }}"),
        ("Who may take it", 8.4, "{{ one.who }}"),
        ("How many", 3, "{{ one.number }}"),
    )
    listed(sheet, "Places on the team", asked, "team", "This product has no team of its own.")
    sheet.heading("What it costs")
    sheet.text("{{ cost }}")
    sheet.heading("What is owed next")
    parts.owed(sheet)


def invitation_letter(sheet: Sheet) -> None:
    parts.letterhead(sheet, "to", "service")
    sheet.text("Dear {{ to or 'colleague' }},")
    sheet.text("You are invited to join a peer team as **{{ team_role }}**. The team visits **{{ cover.authority }}**.")
    sheet.text("{{ about }}")
    sheet.tag("if matched")
    sheet.text(
        "We ask you because of what your service does well: the inspectorate graded it {{ matched | join('; ') }}."
    )
    sheet.tag("endif")
    sheet.unnumbered("When")
    parts.visit(sheet)
    sheet.text("Reading the authority's papers before takes some time as well.")
    sheet.unnumbered("What the team looks at")
    sheet.tag("for one in lines")
    sheet.text("{{ one.title }}", "List Bullet")
    sheet.tag("else")
    sheet.text("The lines of enquiry are still to be agreed.")
    sheet.tag("endfor")
    paragraphs(sheet, "focus")
    sheet.unnumbered("What we ask of you now")
    sheet.text(
        "Please accept or decline{% if answer_by %} by **{{ answer_by }}**{% endif %}, by the link in the message that "
        "brings this letter."
    )
    sheet.text(
        "Nobody reviews a service in which they have an interest. Please tell us instead of accepting if you worked "
        "for this authority, live in a dispute with it, have business or family there, or apply for a post; or if it "
        "has lately reviewed your own service."
    )
    parts.signed(sheet)


def team_brief(sheet: Sheet) -> None:
    parts.head(sheet)
    sheet.heading("The visit")
    sheet.text("{{ about }}")
    parts.visit(sheet)
    parts.coordinator(sheet)
    sheet.heading("The team")
    parts.team(sheet)
    sheet.heading("What you are asked to look at")
    parts.lines(sheet)
    parts.focus(sheet)
    sheet.heading("Whom you visit")
    sheet.text("**Region**\t{{ region }}", "Cover line")
    sheet.text("**Governance**\t{{ governance }}", "Cover line")
    sheet.tag("for one in hosts")
    sheet.text("**{{ one.post }}**\t{{ one.name }}", "Cover line")
    sheet.tag("endfor")
    sheet.tag("if reason")
    sheet.text("**Why it asked for support**")
    sheet.tag("endif")
    paragraphs(sheet, "reason")
    sheet.heading("What the inspectorate found")
    grades = (
        ("Question", 6, "{{ one.question }}"),
        ("Round", 1.8, "{{ one.round }}"),
        ("Grade", 5, "{{ one.grade }}"),
        ("Published", 3.6, "{{ one.published }}"),
    )
    listed(sheet, "Grades", grades, "grades", "No grade on what you look at was published by then.")
    sheet.tag("if concerns")
    sheet.heading("Causes of concern", 2)
    concerns = (
        ("Concern", 1.9, "{{ one.ref }}"),
        ("What the inspectorate found", 9.5, "**{{ one.question }}.** {{ one.text }} Issued on {{ one.issued_on }}."),
        ("How it stands", 5, "{{ one.stands }}"),
    )
    sheet.table("Causes of concern", concerns, "one in concerns")
    sheet.tag("endif")
    sheet.heading("The authority's own assessment")
    paragraphs(sheet, "position", "The authority has not sent its self-assessment yet.")
    sheet.tag("if documents")
    sheet.heading("What the authority was asked to send")
    wanted = (
        ("Document", 7, "{{ one.what }}"),
        ("Line of enquiry", 5, "{{ one.line }}"),
        ("How it stands", 4.4, "{{ one.stands }}"),
    )
    sheet.table("What the authority was asked to send", wanted, "one in documents")
    sheet.tag("endif")
    sheet.heading("What is owed next")
    parts.owed(sheet)


def timetable(sheet: Sheet) -> None:
    parts.head(sheet)
    parts.visit(sheet)
    parts.coordinator(sheet)
    paragraphs(sheet, "note")
    sheet.heading("Sessions")
    sheet.tag("if days")
    sheet.text("Times are those of clocks in the United Kingdom.")
    sheet.tag("endif")
    sheet.tag("for day in days")
    sheet.heading("{{ day.day }}{% if day.phase %}, {{ day.phase[:1] | lower }}{{ day.phase[1:] }}{% endif %}", 2)
    sessions = (
        ("Time", 2.2, "{{ one.time }}"),
        ("What", 6, "**{{ one.title }}**\n{{ one.kind }}{% if one.lines %} on {{ one.lines | join(', ') }}{% endif %}"),
        ("Where and with whom", 4.1, "{{ one.place }}\n{{ one.with_whom }}"),
        ("Peers", 4.1, "{{ one.peers | join(', ') or 'Nobody yet' }}"),
    )
    sheet.table("Sessions of the day", sessions, "one in day.sessions", whole_rows=True)
    sheet.tag("else")
    sheet.text("No session is planned yet.")
    sheet.tag("endfor")
    sheet.heading("The team")
    parts.team(sheet)
    sheet.heading("What the peers look at")
    parts.lines(sheet)


def feedback_note(sheet: Sheet) -> None:
    parts.head(sheet)
    parts.visit(sheet)
    sheet.heading("What the peers said")
    paragraphs(sheet, "said", "No feedback is on record yet.")
    parts.found(sheet)
    sheet.heading("What the peers looked at")
    parts.lines(sheet)
    sheet.heading("The team")
    parts.team(sheet)
    sheet.heading("What happens next")
    parts.owed(sheet)
    parts.coordinator(sheet)


def draft_report(sheet: Sheet) -> None:
    parts.head(sheet)
    sheet.text(
        "**For the accuracy check.** Please tell us of factual errors only{% if check_by %}, by {{ check_by }}"
        "{% endif %}. This draft is for the authority's own people, and is not to be published.",
        "Framed",
    )
    _report(sheet)


def final_report(sheet: Sheet) -> None:
    parts.head(sheet)
    _report(sheet)


def _report(sheet: Sheet) -> None:
    sheet.heading("What this is about")
    sheet.text("{{ about }}")
    paragraphs(sheet, "reason")
    parts.visit(sheet)
    sheet.heading("What the peers looked at")
    parts.lines(sheet)
    parts.focus(sheet)
    sheet.heading("The team")
    parts.team(sheet)
    sheet.heading("Summary")
    paragraphs(sheet, "summary", "The summary is still to be written.")
    parts.sections(sheet)
    sheet.heading("Recommendations")
    parts.recommendations(sheet, "There is no recommendation yet.")
    sheet.heading("What happens next")
    parts.owed(sheet)


def letter_to_chair(sheet: Sheet) -> None:
    parts.letterhead(sheet, "to", "'Chair'", "cover.authority")
    sheet.text("Dear {{ to or 'Chair' }},")
    sheet.text(
        "The report of the peers who visited your authority is final. Thank you, your members and your officers for "
        "the openness with which they were received."
    )
    parts.visit(sheet)
    sheet.unnumbered("In short")
    paragraphs(sheet, "summary", "The summary is in the report.")
    sheet.unnumbered("What the peers recommend")
    sheet.tag("for one in recommendations")
    sheet.text("{{ one.text }}", "List Number")
    sheet.tag("else")
    sheet.text("The peers made no recommendation.")
    sheet.tag("endfor")
    sheet.unnumbered("What is asked of the authority now")
    sheet.tag("if publish_by")
    sheet.text("Please publish the report by **{{ publish_by }}**.")
    sheet.tag("endif")
    parts.owed(sheet)
    sheet.unnumbered("The team")
    sheet.text(
        "The peers were {% for one in team %}{{ one.name }}{% if one.service %} ({{ one.service }}){% endif %}"
        "{% if not loop.last %}, {% endif %}{% else %}not named{% endfor %}."
    )
    parts.signed(sheet)
    sheet.tag("if copied")
    sheet.text("Copied to {{ copied | join('; ') }}.")
    sheet.tag("endif")


OF_STAGES: dict[Kind, Callable[[Sheet], None]] = {
    Kind.SCOPE: scope,
    Kind.INVITATION_LETTER: invitation_letter,
    Kind.TEAM_BRIEF: team_brief,
    Kind.TIMETABLE: timetable,
    Kind.FEEDBACK_NOTE: feedback_note,
    Kind.DRAFT_REPORT: draft_report,
    Kind.FINAL_REPORT: final_report,
    Kind.LETTER_TO_CHAIR: letter_to_chair,
}
