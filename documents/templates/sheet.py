"""A Word template being made: what it is built of, and how it looks."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from documents.packing import repacked

INK = RGBColor(0x1D, 0x3D, 0x5C)
FONT = "Arial"
LINES = ("top", "bottom", "insideH")
BEFORE = {"Table text": 2, "Table heading": 2, "Dated": 14, "Closing": 14, "Framed": 7, "Recommendation title": 9}
"""Points before a paragraph of a style."""

OUTLINE = 90
"""The number of our list of headings among a document's lists."""


class Sheet:
    """A Word template being made, from top to bottom."""

    def __init__(self) -> None:
        self.document = Document()
        self._styles()
        self._page(self.document.sections[0])
        self._footer()

    # What a template is made of

    def title(self, text: str) -> None:
        self.document.add_paragraph(text, style="Title")

    def heading(self, text: str, level: int = 1) -> None:
        self.document.add_paragraph(text, style=f"Heading {level}")

    def unnumbered(self, text: str) -> None:
        """A heading of the first level without a number: an annex has a letter, and a letter no sections."""
        heading = self.document.add_paragraph(text, style="Heading 1")
        heading._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 0

    def text(self, text: str, style: str = "Normal") -> None:
        """A paragraph; what stands between ** and ** is bold, between __ and __ in italics."""
        paragraph = self.document.add_paragraph(style=style)
        _runs(paragraph, text)

    def tag(self, tag: str) -> None:
        """A paragraph that holds a tag alone, and is not there in the paper: ``for one in exceptions``."""
        self.document.add_paragraph("{%p " + tag + " %}")

    def as_letter(self) -> None:
        """A letter's subject and headings are smaller than a paper's, so that it keeps to one page where it can."""
        for name, size, before, after in (("Title", 14, 8, 8), ("Heading 1", 12, 10, 3), ("Normal", 11, 0, 5)):
            _set(self.document.styles[name], size, before, after, INK if name != "Normal" else None)
        title = self.document.styles["Title"]
        title.font.bold = True
        title.element.pPr.remove(title.element.pPr.find(qn("w:pBdr")))

    def table(
        self, caption: str, columns: Sequence[tuple[str, float, str]], over: str, *, whole_rows: bool = False
    ) -> None:
        """A table with a row for each of ``over``. A column: its heading, its width in cm, what its cells say.

        ``whole_rows``: no row goes over to the next page.
        """
        table = self.document.add_table(rows=4, cols=len(columns), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
        _look(table, caption)
        for number, (heading, width, says) in enumerate(columns):
            table.columns[number].width = Cm(width)
            for row in table.rows:
                row.cells[number].width = Cm(width)
            _fill(table.rows[0].cells[number], f"**{heading}**", "Table heading")
            _fill(table.rows[2].cells[number], says, "Table text")
        _fill(table.rows[1].cells[0], "{%tr for " + over + " %}", "Table text")
        _fill(table.rows[3].cells[0], "{%tr endfor %}", "Table text")
        table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
        for number in (0, 2) if whole_rows else (0,):
            table.rows[number]._tr.get_or_add_trPr().insert(0, parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        self.document.add_paragraph(style="After table")

    def landscape(self) -> None:
        """From here on, pages lie on their side: the annexes hold wide tables."""
        section = self.document.add_section()
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
        for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
            setattr(section, side, Cm(2))

    def content(self) -> bytes:
        file = BytesIO()
        self.document.save(file)
        return repacked(file.getvalue())

    # How it looks

    def _page(self, section: Any) -> None:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.3)
        section.top_margin = section.bottom_margin = Cm(2.2)

    def _footer(self) -> None:
        footer = self.document.sections[0].footer.paragraphs[0]
        footer.style = self.document.styles["Footer"]
        footer.add_run("{{ cover.footer }}. Page ")
        _field(footer, "PAGE")
        footer.add_run(" of ")
        _field(footer, "NUMPAGES")

    def _styles(self) -> None:
        styles = self.document.styles
        defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
        defaults.find(qn("w:lang")).set(qn("w:val"), "en-GB")
        for name, size, before, after in (
            ("Normal", 11.5, 0, 7),
            ("Title", 22, 0, 10),
            ("Heading 1", 15, 18, 6),
            ("Heading 2", 12.5, 12, 4),
            ("Heading 3", 11.5, 10, 3),
            ("List Number", 11.5, 0, 4),
            ("List Bullet", 11.5, 0, 4),
            ("Footer", 9.5, 0, 0),
        ):
            _set(styles[name], size, before, after, INK if name[0] in "TH" else None)
        for name, size, after in (
            ("Cover line", 11.5, 3),
            ("Address", 11.5, 0),
            ("Dated", 11.5, 14),
            ("Closing", 11.5, 28),
            ("Signed", 11.5, 0),
            ("Recommendation title", 11.5, 3),
            ("Framed", 11.5, 7),
            ("Recommendation", 11.5, 3),
            ("Numbered", 11.5, 7),
            ("Table text", 10, 2),
            ("Table heading", 10, 2),
            ("After table", 6, 6),
        ):
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
            _set(styles[name], size, BEFORE.get(name, 0), after, None)
        _hang(styles["Cover line"], Cm(4.2))
        _hang(styles["Numbered"], Cm(1))
        styles["Recommendation"].paragraph_format.left_indent = Cm(0.5)
        styles["Recommendation"].paragraph_format.keep_together = True
        _border(styles["Recommendation"], "left")
        _border(styles["Framed"], "top", "left", "bottom", "right")
        for name in ("Closing", "Signed", "Recommendation title"):
            styles[name].paragraph_format.keep_with_next = True
        _numbered_headings(self.document)


def _set(style: Any, size: float, before: float, after: float, colour: RGBColor | None) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.rPr.rFonts
    for attribute in list(fonts.attrib):
        if attribute.endswith("Theme"):
            del fonts.attrib[attribute]
    for script in ("w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    if colour is not None:
        style.font.color.rgb = colour
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _hang(style: Any, width: Cm) -> None:
    """What stands before the tab hangs out on the left."""
    layout = style.paragraph_format
    layout.left_indent, layout.first_line_indent = width, Cm(-width.cm)
    layout.tab_stops.add_tab_stop(width)


def _border(style: Any, *sides: str) -> None:
    """A line beside the paragraphs of a style, or around them."""
    lines = "".join(f'<w:{side} w:val="single" w:sz="12" w:space="6" w:color="{INK}"/>' for side in sides)
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{lines}</w:pBdr>")
    style.element.get_or_add_pPr().insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _numbered_headings(document: Any) -> None:
    """1 for headings of the first level, 1.1 for the second, 1.1.1 for the third, by Word's own numbering."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:pStyle w:val="Heading{level + 1}"/><w:suff w:val="space"/>'
        f'<w:lvlText w:val="{".".join(f"%{n + 1}" for n in range(level + 1))}"/><w:lvlJc w:val="left"/></w:lvl>'
        for level in range(3)
    )
    numbering = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{OUTLINE}"><w:multiLevelType w:val="multilevel"/>{levels}'
        "</w:abstractNum>"
    )
    numbering.insert(0, abstract)
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{OUTLINE}"><w:abstractNumId w:val="{OUTLINE}"/></w:num>')
    )
    for level in range(3):
        numbered = document.styles[f"Heading {level + 1}"].element.get_or_add_pPr().get_or_add_numPr()
        numbered.get_or_add_ilvl().val, numbered.get_or_add_numId().val = level, OUTLINE


def _look(table: Any, caption: str) -> None:
    """The first row is a header, lines stand between rows only, and a screen reader is told what the table is."""
    properties, word = table._tbl.tblPr, nsdecls("w")
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="8A97A3"/>'
        if side in LINES
        else f'<w:{side} w:val="nil"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    properties.find(qn("w:tblLayout")).addprevious(parse_xml(f"<w:tblBorders {word}>{lines}</w:tblBorders>"))
    properties.remove(properties.find(qn("w:tblLook")))
    properties.append(parse_xml(f'<w:tblLook {word} w:val="0620" w:firstRow="1" w:noHBand="1" w:noVBand="1"/>'))
    properties.append(parse_xml(f'<w:tblCaption {word} w:val="{caption}"/>'))


def _fill(cell: Any, says: str, style: str) -> None:
    """A cell's paragraphs, one for each line."""
    for number, line in enumerate(says.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.style = style
        _runs(paragraph, line)


def _runs(paragraph: Any, text: str) -> None:
    for number, part in enumerate(text.split("**")):
        for slanted, piece in enumerate(part.split("__")):
            if piece:
                run = paragraph.add_run(piece)
                run.bold, run.italic = number % 2 == 1 or None, slanted % 2 == 1 or None


def _field(paragraph: Any, code: str) -> None:
    paragraph._p.append(
        parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    )
