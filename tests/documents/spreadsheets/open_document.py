"""Writes OpenDocument spreadsheets (.ods) for the tests."""

import io
from collections.abc import Mapping
from datetime import date
from xml.sax.saxutils import escape
from zipfile import ZipFile

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)
EMPTY_TO_THE_END = (
    '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/>'
    "</table:table-row>"
)
"""How LibreOffice ends a sheet that has formats down to its last row."""


def open_document(sheets: Mapping[str, list[str]], *, more: Mapping[str, str] | None = None) -> bytes:
    """``sheets``: the rows of each, as ``row`` makes them."""
    pages = "".join(
        f'<table:table table:name="{escape(name)}">{"".join(rows)}{EMPTY_TO_THE_END}</table:table>'
        for name, rows in sheets.items()
    )
    content = f"<office:body><office:spreadsheet>{pages}</office:spreadsheet></office:body>"
    out = io.BytesIO()
    with ZipFile(out, "w") as packed:
        packed.writestr("mimetype", MIMETYPE)
        packed.writestr("content.xml", f"<office:document-content {NAMES}>{content}</office:document-content>")
        for name, text in {"META-INF/manifest.xml": "<manifest/>", **(more or {})}.items():
            packed.writestr(name, text)
    return out.getvalue()


def row(*cells: object, attributes: str = "") -> str:
    """A row; a cell that is given as XML stays as it is."""
    return f"<table:table-row {attributes}>{''.join(map(_cell, cells))}</table:table-row>"


def _cell(cell: object) -> str:
    if isinstance(cell, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}"/>'
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    if str(cell).startswith("<table:"):
        return str(cell)
    if cell == "":
        return "<table:table-cell/>"
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(cell))}</text:p></table:table-cell>'


FORMULA = '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>'
MERGED = (
    '<table:table-cell table:number-columns-spanned="2" office:value-type="string">'
    "<text:p>x</text:p></table:table-cell>"
)
COVERED = "<table:covered-table-cell/>"
EVERYWHERE = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
