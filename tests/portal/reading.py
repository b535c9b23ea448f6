"""Reading an answer as a person does."""

import re
from html import unescape

from httpx import Response

BLOCK = r"<(?=/?(?:p|li|h\d|div|d[tdl]|t[dhr]|label|legend|br|button|option)\b)"


def words_of(answer: Response) -> str:
    """What the page says, on one line, without what is only for machines."""
    body = re.sub(r"(?s)<(script|style|head).*?</\1>", " ", answer.text)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", re.sub(BLOCK, " <", body))).split())


def says(answer: Response, *words: str) -> bool:
    """Whether the page says all of it, and is not a fault."""
    text = words_of(answer)
    missing = [part for part in words if part not in text]
    assert answer.status_code < 500, text
    assert not missing, f"{missing} is not in: {text}"
    return True


def conceals(answer: Response, *words: str) -> bool:
    """Whether the page says none of it."""
    text = words_of(answer)
    return not any(part in text for part in words)
