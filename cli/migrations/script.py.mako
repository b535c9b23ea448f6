"""${message}."""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
% if down_revision is None:

APPEND_ONLY = {
    "sqlite": (
        """CREATE TRIGGER journal_is_not_updated BEFORE UPDATE ON journal
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
        """CREATE TRIGGER journal_is_not_deleted BEFORE DELETE ON journal
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    ),
    "postgresql": (
        """CREATE FUNCTION refuse_change_to_journal() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$""",
        """CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_to_journal()""",
    ),
}
% endif
% if imports:


def words(name: str, *vocabulary: str) -> sa.Enum:
    """A text column that holds one of these words, and no other."""
    return sa.Enum(*vocabulary, name=name, native_enum=False, create_constraint=True, length=32)


${imports}
% endif


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
% if down_revision is None:
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)
% endif
