"""The parts that the stages' Word templates share, as ``stages.typ`` has them for PDF."""

from documents.templates.parts import listed, paragraphs
from documents.templates.sheet import Sheet


def head(sheet: Sheet) -> None:
    sheet.text("**{{ cover.authority }}**")
    sheet.title("{{ cover.title }}")
    sheet.text("**Engagement**\t{{ cover.engagement }}, {{ cover.product }}", "Cover line")
    for label, fact in (("How it stands", "cover.standing"), ("Date", "cover.date")):
        sheet.tag(f"if {fact}")
        sheet.text(f"**{label}**\t{{{{ {fact} }}}}", "Cover line")
        sheet.tag("endif")


def letterhead(sheet: Sheet, *to: str) -> None:
    """Who writes, to whom, when, and about what."""
    sheet.as_letter()
    sheet.text("**Local Government Association**")
    sheet.text("Peer support team")
    for line in to:
        sheet.tag(f"if {line}")
        sheet.text(f"{{{{ {line} }}}}", "Address")
        sheet.tag("endif")
    sheet.text("{{ cover.date }}", "Dated")
    sheet.title("{{ cover.title }}")


def signed(sheet: Sheet) -> None:
    sheet.text("Yours sincerely,", "Closing")
    sheet.tag("if coordinator")
    sheet.text("**{{ coordinator }}**", "Signed")
    sheet.text("Coordinator, peer support team")
    sheet.tag("else")
    sheet.text("Peer support team")
    sheet.tag("endif")


def visit(sheet: Sheet) -> None:
    sheet.tag("for one in visit")
    about = "{% if one.about %}: {{ one.about }}{% endif %}"
    sheet.text("**{{ one.called }}**\t{{ one.days }} ({{ one.working_days }})" + about, "Cover line")
    sheet.tag("else")
    sheet.text("The days are still to be agreed.")
    sheet.tag("endfor")


def lines(sheet: Sheet) -> None:
    columns = (
        ("Line of enquiry", 7, "**{{ one.title }}**"),
        (
            "The inspectorate's questions that it bears on",
            9.4,
            "{{ one.questions | join('; ') or 'None' }}",
        ),
    )
    listed(sheet, "What the peers look at", columns, "lines", "The lines of enquiry are still to be agreed.")


def focus(sheet: Sheet) -> None:
    sheet.tag("if focus")
    sheet.text("**In particular**")
    sheet.tag("endif")
    paragraphs(sheet, "focus")


def team(sheet: Sheet) -> None:
    looks_at = "{% if one.lines %}. Looks at {{ one.lines | join(', ') }}.{% endif %}"
    columns = (
        ("Peer", 5.8, "**{{ one.name }}**" + looks_at),
        ("Place on the team", 4, "{{ one.team_role }}"),
        ("From", 6.6, "{{ one.service }}"),
    )
    listed(sheet, "The team", columns, "team", "The team is still to be confirmed.")


def owed(sheet: Sheet) -> None:
    columns = (
        ("What is to be done", 8, "{{ one.what }}"),
        ("Who", 4.4, "{{ one.who }}"),
        ("By", 4, "{{ one.by }}"),
    )
    listed(sheet, "What is owed next", columns, "next", "Nothing is owed at the moment.")


def coordinator(sheet: Sheet) -> None:
    sheet.tag("if coordinator")
    sheet.text(
        "For any question, turn to **{{ coordinator }}**, who coordinates this engagement for the Local Government "
        "Association."
    )
    sheet.tag("endif")


def found(sheet: Sheet) -> None:
    """What the peers found, line by line."""
    sheet.tag("if found")
    sheet.heading("What the peers found")
    sheet.tag("endif")
    sheet.tag("for one in found")
    sheet.heading("{{ one.line }}", 2)
    for label, fact in (
        ("Strengths", "strengths"),
        ("Areas to consider", "to_consider"),
        ("Good practice, from which other services can learn", "good_practice"),
    ):
        sheet.tag(f"if one.{fact}")
        sheet.text(f"**{label}**")
        sheet.tag("endif")
        sheet.tag(f"for text in one.{fact}")
        sheet.text("{{ text }}", "List Bullet")
        sheet.tag("endfor")
    sheet.tag("endfor")


def sections(sheet: Sheet) -> None:
    """A report's paragraphs, by the numbers that corrections name, under their lines of enquiry."""
    sheet.tag("if sections")
    sheet.heading("What the peers found")
    sheet.tag("endif")
    sheet.tag("for one in sections")
    sheet.tag("if one.title")
    sheet.heading("{{ one.title }}", 2)
    sheet.tag("endif")
    sheet.tag("for paragraph in one.paragraphs")
    sheet.text("**{{ paragraph.number }}**\t{{ paragraph.text }}", "Numbered")
    sheet.tag("endfor")
    sheet.tag("endfor")


def recommendations(sheet: Sheet, nothing: str) -> None:
    sheet.tag("for one in recommendations")
    sheet.text("**{{ one.ref }}**{% if one.line %}, on {{ one.line }}{% endif %}", "Recommendation title")
    sheet.text("{{ one.text }}", "Recommendation")
    sheet.tag("if one.question")
    sheet.text("__The inspectorate's question: {{ one.question }}.__", "Recommendation")
    sheet.tag("endif")
    sheet.tag("else")
    sheet.text(nothing)
    sheet.tag("endfor")
