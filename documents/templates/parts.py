"""The parts that Word templates share, as ``parts.typ`` has them for PDF."""

from documents.templates.sheet import Sheet

NOBODY_VERIFIED = "Nobody has verified that these actions were done. Each has an owner, who answers for it from now on."
STAYS_OPEN = "A cause of concern closes when the inspectorate removes it, whatever a board decides."


def cover(sheet: Sheet, whom: str = "Board") -> None:
    sheet.text("**{{ cover.authority }}**")
    sheet.title("{{ cover.title }}")
    for label, fact in (
        (whom, "cover.board"),
        ("Meeting date", "cover.meeting_date"),
        ("Agenda item", "cover.agenda_item"),
        ("Subject", "cover.subject"),
        ("Type of paper", "cover.type"),
        ("Report author", "cover.report_author"),
        ("Date of paper", "cover.date"),
    ):
        sheet.tag(f"if {fact}")
        sheet.text(f"**{label}**\t{{{{ {fact} }}}}", "Cover line")
        sheet.tag("endif")
    sheet.tag("if cover.engagement")
    sheet.text("**Engagement**\t{{ cover.engagement }}, {{ cover.product }}", "Cover line")
    sheet.tag("endif")


def asks(sheet: Sheet, whom: str = "board") -> None:
    sheet.tag("if asks")
    sheet.text(f"The {whom} is asked to:")
    sheet.tag("for ask in asks")
    sheet.text("{{ ask }}", "List Number")
    sheet.tag("endfor")
    sheet.tag("else")
    sheet.text(f"The {whom} is asked to note this paper.")
    sheet.tag("endif")


def paragraphs(sheet: Sheet, fact: str, nothing: str = "") -> None:
    sheet.tag(f"for paragraph in {fact}")
    sheet.text("{{ paragraph }}")
    if nothing:
        sheet.tag("else")
        sheet.text(f"__{nothing}__")
    sheet.tag("endfor")


def written(sheet: Sheet, section: str) -> None:
    paragraphs(sheet, f"sections.{section}", "Still to be written.")


def listed(sheet: Sheet, caption: str, columns: tuple[tuple[str, float, str], ...], fact: str, nothing: str) -> None:
    """A table, or a sentence where it would have no rows."""
    sheet.tag(f"if {fact}")
    sheet.table(caption, columns, f"one in {fact}")
    sheet.tag("else")
    sheet.text(nothing)
    sheet.tag("endif")


def tallies(sheet: Sheet) -> None:
    sheet.tag("if tallies")
    sheet.table(
        "How many actions have each status",
        (
            ("Status", 9.4, "{{ one.rating }}"),
            ("Now", 3.5, "{{ one.now }}"),
            ("Quarter before", 3.5, "{{ one.before }}"),
        ),
        "one in tallies",
    )
    sheet.tag("endif")


def exceptions(sheet: Sheet, fact: str, level: int, nothing: str = "") -> None:
    sheet.tag(f"for one in {fact}")
    sheet.heading("{% if one.action %}{{ one.action }}: {% endif %}{{ one.what }}", level)
    for field, says in (
        ("text", "__{{ one.text }}__"),
        ("cause", "**Cause.** {{ one.cause }}"),
        ("response", "**What is being done.** {{ one.response }}"),
    ):
        sheet.tag(f"if one.{field}")
        sheet.text(says)
        sheet.tag("endif")
    sheet.text(
        "{% if one.owner %}**Owner:** {{ one.owner }}. {% endif %}**First seen:** {{ one.since }}."
        "{% if one.trend %} **Trend:** {{ one.trend }}.{% endif %}"
    )
    if nothing:
        sheet.tag("else")
        sheet.text(nothing)
    sheet.tag("endfor")


def transferred(sheet: Sheet) -> None:
    sheet.tag("if transferred")
    sheet.text(NOBODY_VERIFIED)
    sheet.tag("endif")
    columns = (
        ("Action", 1.6, "{{ one.action }}"),
        ("What was to be done", 5.2, "{{ one.text }}"),
        ("Owner now", 3, "{{ one.owner }}"),
        ("Reason", 4, "{{ one.reason }}"),
        ("Check back", 2.6, "{{ one.check_back }}"),
    )
    caption = "Actions transferred to business as usual"
    listed(sheet, caption, columns, "transferred", "No action has been transferred to business as usual.")


def concerns(sheet: Sheet, nothing: str) -> None:
    columns = (
        ("Concern", 1.9, "{{ one.ref }}"),
        ("What the inspectorate found", 9.5, "**{{ one.question }}.** {{ one.text }} Issued on {{ one.issued_on }}."),
        ("How it stands", 5, "{{ one.stands }}"),
    )
    listed(sheet, "The inspectorate's causes of concern", columns, "concerns", nothing)


def concerns_if_any(sheet: Sheet, level: int) -> None:
    sheet.tag("if concerns")
    sheet.heading("The inspectorate's causes of concern", level)
    sheet.text(STAYS_OPEN)
    concerns(sheet, "None.")
    sheet.tag("endif")


def annexes(sheet: Sheet) -> None:
    sheet.landscape()
    sheet.unnumbered("Annex A: Every action of the plan")
    answers = "{% if one.answers %}Answers {{ one.answers | join(', ') }}.{% endif %}"
    moved = "{% if one.moved == 'never' %}Never moved{% else %}First due {{ one.due_first }}, moved {{ one.moved }}"
    actions = (
        ("Action", 1.7, "{{ one.ref }}"),
        ("What is to be done, and what it answers", 10.2, "{{ one.text }}\n" + answers),
        ("Owner and lead", 4.2, "{{ one.owner }}{% if one.lead %}. Lead: {{ one.lead }}{% endif %}"),
        ("Status and trend", 4.2, "**{{ one.rating }}**\n{{ one.trend }} {{ one.settled }}"),
        ("Due, and how often moved", 5.4, "{{ one.due_on }}\n" + moved + "{% endif %}"),
    )
    listed(sheet, "Every action of the plan", actions, "actions", "The plan has no actions.")
    sheet.unnumbered("Annex B: Dates that somebody asked to move")
    moves = (
        ("Action", 1.7, "{{ one.action }}"),
        ("From and to", 5.6, "From {{ one.due_from }} to {{ one.due_to }}"),
        ("Asked, and why", 9.2, "{{ one.asked }}. {{ one.reason }}"),
        (
            "Decided, and why",
            9.2,
            "**{{ one.decision }}**{% if one.decided_by %} by {{ one.decided_by }}{% endif %}. "
            "{{ one.decision_reason }}",
        ),
    )
    listed(sheet, "Dates that somebody asked to move", moves, "moves", "Nobody has asked to move a date.")
    sheet.unnumbered("Annex C: Recommendations and findings, and how each was answered")
    answered = (
        ("No.", 1.7, "{{ one.ref }}"),
        ("Recommendation or finding", 12.5, "{{ one.text }}"),
        ("Answer", 8, "**{{ one.answer }}**{% if one.reason %}. {{ one.reason }}{% endif %}"),
        ("Actions", 3.5, "{{ one.actions | join(', ') or 'none' }}"),
    )
    listed(sheet, "Recommendations and findings", answered, "answers", "There is no recommendation on record.")
