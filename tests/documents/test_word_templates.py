"""Word templates: what ours are made of, and what is refused in another."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from documents.facts.data import as_data
from documents.facts.specimen import specimen
from documents.kinds import Kind
from documents.needed import NEEDED
from documents.portable import pdf
from documents.template import check, own_template
from documents.template import replace as replace_template
from documents.templates import SHIPPED
from documents.templates.make import made
from documents.word import UnfitTemplate
from tests.documents.essex import MADE_AT, paper
from tests.documents.reading import in_word, lines, opened

each_kind = pytest.mark.parametrize("kind", Kind)
TYPED = 'Fire & Rescue <b>"now"</b> {{ cover.board }} {% if x %} {_{ 7*7 }_} \\u0041 #strong[x] $x$'


def test_the_templates_are_what_their_script_makes() -> None:
    for name, content in made().items():
        assert (SHIPPED / name).read_bytes() == content, f"Run `python -m documents.templates.make`: {name} differs."


@each_kind
def test_ours_pass_the_check_that_others_must_pass(kind: Kind) -> None:
    check(SHIPPED / f"{kind}.docx", kind)


@each_kind
def test_each_is_a4_in_british_english_with_a_title_headings_and_page_numbers(kind: Kind) -> None:
    document = opened((SHIPPED / f"{kind}.docx").read_bytes())
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert {language.get(qn("w:val")) for language in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles.count("Title") == 1
    assert "Heading 1" in styles
    fields = [field.get(qn("w:instr")) for field in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert not document.inline_shapes, "A picture would need an alternative text."


@each_kind
def test_every_table_repeats_its_headings_and_gives_its_widths(kind: Kind) -> None:
    tables = opened((SHIPPED / f"{kind}.docx").read_bytes()).tables
    assert tables or kind is Kind.INVITATION_LETTER
    for table in tables:
        assert list(table._tbl.iter(qn("w:tblHeader"))), "A long table loses its headings on the next page."
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None
        columns = [column.width for column in table.columns]
        for row in table.rows:
            assert [cell.width for cell in row.cells] == columns
        assert sum(width.cm for width in columns) <= 25.8


def test_the_title_and_the_language_are_the_documents_own() -> None:
    properties = opened(in_word(Kind.DECISION_PAPER, paper())).core_properties
    assert properties.title == "Protection Improvement Plan Peer Review and Closure report"
    assert properties.language == "en-GB"


def test_what_people_typed_stays_text() -> None:
    typed = replace(paper(), asks=(TYPED,), summary=("First line\nsecond\tline \x00\x1b end",))
    said = lines(in_word(Kind.DECISION_PAPER, typed))
    assert TYPED in said
    assert "First line\nsecond\tline \N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER} end" in said


def template(tmp_path: Path, *paragraphs: str) -> Path:
    document, file = Document(), tmp_path / "own.docx"
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(file))
    return file


@pytest.mark.parametrize(
    ("says", "refused"),
    [
        ("{{ boards }}", "names a fact that there is not: 'boards' is undefined"),
        ("{{ cover.chairman }}", "'chairman' is not among title, authority, board"),
        ("{% if exceptions %}{{ exceptions[0].whatever }}{% endif %}", "'whatever' is not among what, action"),
        ("{% if not exceptions %}{{ nothing_here }}{% endif %}", "'nothing_here' is undefined"),
        ("{% for one in exceptions %}", "cannot be filled in"),
        ("{{ cover.__class__ }}", "'__class__' is not among"),
        ("{{ ''.__class__.__mro__ }}", "does more than show facts"),
    ],
)
def test_a_template_that_does_not_fit_is_refused_by_what_is_wrong(tmp_path: Path, says: str, refused: str) -> None:
    with pytest.raises(UnfitTemplate, match=r"own\.docx") as refusal:
        check(template(tmp_path, says), Kind.QUARTERLY_REPORT)
    assert refused in str(refusal.value)


def test_what_is_no_word_document_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "own.docx"
    for content in (b"", b"Dear board,", BytesIO().getvalue(), (SHIPPED / "parts.typ").read_bytes()):
        file.write_bytes(content)
        with pytest.raises(UnfitTemplate, match="no Word document"):
            check(file, Kind.CLOSURE_REPORT)
    with pytest.raises(UnfitTemplate, match="cannot be read"):
        check(tmp_path / "nowhere.docx", Kind.CLOSURE_REPORT)


def test_an_authoritys_own_template_comes_before_the_installations_and_ours(tmp_path: Path) -> None:
    kind = Kind.QUARTERLY_REPORT
    assert own_template(kind, "essex", tmp_path) is None
    everybodys, essex = tmp_path / "templates" / f"{kind}.docx", tmp_path / "templates" / "essex" / f"{kind}.docx"
    essex.parent.mkdir(parents=True)
    everybodys.touch()
    assert own_template(kind, "essex", tmp_path) == everybodys
    essex.touch()
    assert own_template(kind, "essex", tmp_path) == essex
    assert own_template(kind, "kent", tmp_path) == everybodys


def test_a_template_broken_by_its_editor_is_refused_and_the_one_before_stays(tmp_path: Path) -> None:
    kind, ours = Kind.SCOPE, SHIPPED / "scope.docx"
    place = replace_template(ours, kind, "essex", tmp_path)
    assert place.read_bytes() == ours.read_bytes()
    broken = template(tmp_path, "{{ cover.chairman }}")
    with pytest.raises(UnfitTemplate, match="'chairman' is not among"):
        replace_template(broken, kind, "essex", tmp_path)
    assert place.read_bytes() == ours.read_bytes()


@each_kind
@pytest.mark.parametrize("full", [True, False])
def test_the_pdf_names_only_facts_that_its_paper_has(kind: Kind, full: bool) -> None:
    facts = specimen(NEEDED[kind].facts, full=full)
    titled = replace(facts, cover=replace(facts.cover, title="A trial"))
    assert pdf(kind, as_data(titled), MADE_AT).startswith(b"%PDF")
