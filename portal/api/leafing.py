"""Leafing through many: each page ends with a link to the next, and new rows neither repeat nor hide any.

A cursor names the last row that was told, by its key; the next page begins after it.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Query, Request
from pydantic import BaseModel
from sqlalchemy import Column, ColumnElement, Select, tuple_

from portal.api.problems import Trouble
from portal.numbers import LARGEST

Item = TypeVar("Item")
Found = TypeVar("Found")

MOST, USUAL = 200, 50
LONGEST_CURSOR = 400


class Page(BaseModel, Generic[Item]):
    """``next``: where the page after this one is; absent on the last."""

    items: list[Item]
    next: str | None = None


class Leafing:
    """Which page is asked for."""

    def __init__(
        self,
        request: Request,
        limit: Annotated[int, Query(ge=1, le=MOST, description="How many to tell at most.")] = USUAL,
        cursor: Annotated[
            str | None, Query(max_length=LONGEST_CURSOR, description="From the link to the next page.")
        ] = None,
    ) -> None:
        self._request, self.limit = request, limit
        self.after = _read(cursor) if cursor is not None else None

    def narrowed(self, query: Select[Any], *key: Column[Any]) -> Select[Any]:
        """The query for this page, by the key's columns; one row more than the page holds says that there is a next."""
        if self.after is not None:
            query = query.where(self._later(key, self.after))
        return query.order_by(*key).limit(self.limit + 1)

    def page(self, found: Sequence[Found], key: Callable[[Found], Sequence[Any]]) -> tuple[Sequence[Found], str | None]:
        """What the page holds, and the address of the next one."""
        held = found[: self.limit]
        if len(found) <= self.limit:
            return held, None
        cursor = base64.urlsafe_b64encode(json.dumps(list(key(held[-1]))).encode()).decode().rstrip("=")
        url = self._request.url.include_query_params(cursor=cursor)
        return held, f"{url.path}?{url.query}"

    def _later(self, key: Sequence[Column[Any]], after: Sequence[Any]) -> ColumnElement[bool]:
        if [isinstance(value, int) for value in after] != [column.type.python_type is int for column in key]:
            raise _NO_CURSOR
        return tuple_(*key) > tuple_(*after)


Leaf = Annotated[Leafing, Depends()]

_NO_CURSOR = Trouble(HTTPStatus.UNPROCESSABLE_ENTITY, "This is not a cursor of ours: follow the link of a page.")


def _read(cursor: str) -> list[Any]:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        read = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        raise _NO_CURSOR from None
    values = read if isinstance(read, list) else []
    whole = [isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST for value in values]
    plain = [isinstance(value, str) and value.isprintable() for value in values]
    if not values or not all(number or text for number, text in zip(whole, plain, strict=True)):
        raise _NO_CURSOR
    return values
