"""Numbers in addresses: what every database takes as the number of a row. Another one names no page."""

from typing import Annotated

from fastapi import Path

LARGEST = 2**62

Number = Annotated[int, Path(ge=1, le=LARGEST)]
