"""The templates of our papers: Typst for PDF; for Word made by ``make.py``, and replaceable by an authority's own."""

from pathlib import Path

SHIPPED = Path(__file__).parent
