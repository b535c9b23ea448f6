"""Makes the Word templates beside this file: ``python -m documents.templates.make``.

A template is a Word document with docxtpl's tags: {{ fact }}, {%p ... %} for paragraphs, {%tr ... %} for table rows. An
authority replaces one by its own in the data directory: see docs/papers.md.
"""

from documents.templates import SHIPPED
from documents.templates.layouts import LAYOUTS
from documents.templates.sheet import Sheet


def made() -> dict[str, bytes]:
    """Every template, by the name of its file."""
    contents = {}
    for kind, layout in LAYOUTS.items():
        sheet = Sheet()
        layout(sheet)
        contents[f"{kind}.docx"] = sheet.content()
    return contents


if __name__ == "__main__":
    for name, content in made().items():
        (SHIPPED / name).write_bytes(content)
