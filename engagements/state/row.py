"""How a row is declared once and used twice: as the plain value that rules see, and as the table that keeps it."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self, TypeVar

from sqlalchemy import Table, text
from sqlmodel import Field, SQLModel
from sqlmodel.main import SQLModelMetaclass


class Row(SQLModel):
    """A plain value. ``IDENTITY`` names the fields that tell it from its engagement's other rows of the kind."""

    IDENTITY: ClassVar[tuple[str, ...]] = ()
    table: ClassVar[Table]
    mapped: ClassVar[type[SQLModel]]

    @classmethod
    def recall(cls, values: Mapping[str, Any]) -> Self:
        """A row as it was kept, with all its fields: it was checked when it was made, and is not checked again."""
        row: Self = cls.__new__(cls)
        row.__dict__.update(values)
        return row

    @property
    def identity(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.IDENTITY)

    def amended(self, values: dict[str, Any]) -> Self:
        """A copy with other values; the row itself stays as it was."""
        return self.recall(self.__dict__ | values)


class OfEngagement(Row):
    """A row that belongs to one engagement."""

    engagement_id: int = Field(primary_key=True, foreign_key="engagement.id")


class OfAuthority(Row):
    """A row of a register that an authority keeps, whatever engagements it has. ``authority``: its service's slug."""

    authority: str = Field(primary_key=True)


R = TypeVar("R", bound=Row)

DERIVED: list[type[Row]] = []
"""Every kind of row that follows from the journal and can be rebuilt from it, in the order of creation."""


def kept_in(name: str, *, derived: bool = True, rowid: bool = False) -> Callable[[type[R]], type[R]]:
    """Give a plain row its table: ``kind.table`` for statements, ``kind.mapped`` for those who want a SQLModel session.

    ``derived``: whether the journal can rebuild it. ``rowid``: False clusters an SQLite table by its primary key.
    """

    def keep(kind: type[R]) -> type[R]:
        members: dict[str, Any] = {"__module__": kind.__module__, "__tablename__": name}
        own = getattr(kind, "__table_args__", ())
        members["__table_args__"] = (*own, {"sqlite_with_rowid": rowid})
        mapped: Any = SQLModelMetaclass(f"{kind.__name__}Table", (kind,), members, table=True)
        kind.mapped, kind.table = mapped, mapped.__table__
        if derived:
            DERIVED.append(kind)
        return kind

    return keep


def only(condition: str) -> dict[str, Any]:
    """For an index of the rows that a condition in SQL fits, in both dialects."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}
