"""The first step: every table, and a journal that the database itself keeps from changes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

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


def words(name: str, *vocabulary: str) -> sa.Enum:
    """A text column that holds one of these words, and no other."""
    return sa.Enum(*vocabulary, name=name, native_enum=False, create_constraint=True, length=32)


ANSWER = words("answer", "accepted", "partly_accepted", "rejected")
BLOCKSOURCE = words("blocksource", "typed", "calendar")
CORRECTIONOUTCOME = words("correctionoutcome", "reworded", "taken_out", "declined")
DECISION = words("decision", "noted", "approved", "deferred", "referred_back")
FINDINGKIND = words("findingkind", "strength", "area_to_consider", "good_practice")
INTERESTKIND = words(
    "interestkind",
    "own_service",
    "neighbour",
    "former_employer",
    "family",
    "commercial",
    "live_dispute",
    "reviewed_lately",
    "other",
)
KIND = words(
    "kind",
    "scope",
    "invitation-letter",
    "team-brief",
    "timetable",
    "feedback-note",
    "draft-report",
    "final-report",
    "letter-to-chair",
    "quarterly-report",
    "closure-report",
    "decision-paper",
    "national-report",
)
MEANT_FOR = words(
    "meant_for",
    "coordinator",
    "principal_adviser",
    "authority",
    "chief_fire_officer",
    "chair",
    "clerk",
    "governance_body",
    "payer",
    "peer",
    "lead_peer",
    "scrutiny_member",
    "system",
)
NOTIFICATIONSTATUS = words(
    "notificationstatus", "pending", "sending", "sent", "failed", "uncertain", "unaddressed", "superseded", "erased"
)
ORIGIN = words("origin", "before_inspection", "after_inspection", "cause_of_concern", "independent")
PAPERKIND = words("paperkind", "quarterly", "closure", "decision")
PEERKIND = words("peerkind", "officer_peer", "member_peer", "operational_peer")
ROLE = words(
    "role",
    "coordinator",
    "principal_adviser",
    "authority",
    "chief_fire_officer",
    "chair",
    "clerk",
    "governance_body",
    "payer",
    "peer",
    "lead_peer",
    "scrutiny_member",
    "system",
)
SESSIONKIND = words(
    "sessionkind", "interview", "focus_group", "station_visit", "document_reading", "team_time", "feedback"
)
STAGE = words(
    "stage",
    "request",
    "scoping",
    "team_assignment",
    "challenge_visit",
    "recommendations",
    "follow_up_plan",
    "quarterly_reporting",
    "closed",
)
STANDING = words("standing", "pending", "sending", "delivered", "failed")
STATUS = words("status", "active", "on_hold", "declined", "withdrawn", "closed")
TEAMROLE = words(
    "teamrole", "lead_peer", "member_peer", "officer_peer", "operational_peer", "challenge_manager", "observer"
)
TONE = words("tone", "reminder", "due_today", "overdue", "escalation", "no_update")
VERDICT = words("verdict", "failed", "delayed", "autoreply", "no_bounce", "unknown", "unreadable")


def upgrade() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("begins_with", sa.String(), nullable=False),
        sa.Column("hashed", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("hats", sa.JSON(), nullable=False),
        sa.Column("authority", sa.String(), nullable=True),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hashed"),
        sqlite_with_rowid=True,
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("role", ROLE, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=True),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("holds_to", sa.Date(), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("absent_from", sa.Date(), nullable=True),
        sa.Column("absent_to", sa.Date(), nullable=True),
        sa.Column("deputy", sa.String(), nullable=True),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_contact_authority"), "contact", ["authority"], unique=False)
    op.create_table(
        "engagement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("product_version", sa.Integer(), nullable=False),
        sa.Column("stage", STAGE, nullable=False),
        sa.Column("stage_since", sa.Date(), nullable=True),
        sa.Column("status", STATUS, nullable=False),
        sa.Column("origin", ORIGIN, nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("coordinator", sa.String(), nullable=True),
        sa.Column("requested_on", sa.Date(), nullable=True),
        sa.Column("window_from", sa.Date(), nullable=True),
        sa.Column("window_to", sa.Date(), nullable=True),
        sa.Column("visit_from", sa.Date(), nullable=True),
        sa.Column("visit_to", sa.Date(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("reports_from", sa.Date(), nullable=True),
        sa.Column("reopened_by", sa.Integer(), nullable=False),
        sa.Column("open_ratings", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ref"),
        sqlite_with_rowid=True,
    )
    op.create_index("engagement_by_authority", "engagement", ["authority"], unique=False)
    op.create_index("engagement_by_coordinator", "engagement", ["coordinator"], unique=False)
    op.create_index("engagement_by_status", "engagement", ["status", "stage", "authority", "coordinator"], unique=False)
    op.create_table(
        "evidence_file",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "free_text",
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("ref"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_free_text_engagement_id"), "free_text", ["engagement_id"], unique=False)
    op.create_table(
        "governance_body",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("decides", sa.Boolean(), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=True),
        sa.Column("holds_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("authority", "slug"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "heartbeat",
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("worker"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "link_request",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("address_digest", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_link_request_address_digest"), "link_request", ["address_digest"], unique=False)
    op.create_index(op.f("ix_link_request_at"), "link_request", ["at"], unique=False)
    op.create_table(
        "link_revocation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("notification", sa.Integer(), nullable=True),
        sa.Column("before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_link_revocation_notification"), "link_revocation", ["notification"], unique=False)
    op.create_index(op.f("ix_link_revocation_person"), "link_revocation", ["person"], unique=False)
    op.create_table(
        "meeting",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("papers_by", sa.Date(), nullable=True),
        sa.Column("agenda_item", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("authority", "body", "met_on"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "peer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", PEERKIND, nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("rank", sa.String(), nullable=True),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("most_visits", sa.Integer(), nullable=True),
        sa.Column("would_observe", sa.Boolean(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_peer_service"), "peer", ["service"], unique=False)
    op.create_table(
        "political_group",
        sa.Column("peer", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("peer"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "political_group_reading",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("peer", sa.String(), nullable=False),
        sa.Column("read_by", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_political_group_reading_peer"), "political_group_reading", ["peer"], unique=False)
    op.create_index(op.f("ix_political_group_reading_ref"), "political_group_reading", ["ref"], unique=False)
    op.create_table(
        "portal_session",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("doors", sa.JSON(), nullable=False),
        sa.Column("hats", sa.JSON(), nullable=False),
        sa.Column("errands", sa.JSON(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("begun_by"),
        sa.UniqueConstraint("secret"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_portal_session_ends_at"), "portal_session", ["ends_at"], unique=False)
    op.create_table(
        "unreachable",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("person"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "action",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("plan", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("lead", sa.String(), nullable=True),
        sa.Column("success_measure", sa.String(), nullable=True),
        sa.Column("evidence_expected", sa.String(), nullable=True),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("due_first", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("rating", sa.String(), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("bau_owner", sa.String(), nullable=True),
        sa.Column("bau_reason", sa.String(), nullable=True),
        sa.Column("check_back_on", sa.Date(), nullable=True),
        sa.Column("checked_back_on", sa.Date(), nullable=True),
        sa.Column("still_running", sa.Boolean(), nullable=True),
        sa.Column("check_back_outcome", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "ref"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "action_open_by_rating",
        "action",
        ["rating", "rated_on"],
        unique=False,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index(
        "action_opened",
        "action",
        ["opened_on"],
        unique=False,
        sqlite_where=sa.text("opened_on IS NOT NULL"),
        postgresql_where=sa.text("opened_on IS NOT NULL"),
    )
    op.create_index(
        "action_settled",
        "action",
        ["settled_on"],
        unique=False,
        sqlite_where=sa.text("settled_on IS NOT NULL"),
        postgresql_where=sa.text("settled_on IS NOT NULL"),
    )
    op.create_table(
        "action_update",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("rating", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("due_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "sequence", "action"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "block",
        sa.Column("peer", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("source", BLOCKSOURCE, nullable=False),
        sa.ForeignKeyConstraint(["peer"], ["peer.id"]),
        sa.PrimaryKeyConstraint("peer", "first"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "board_decision",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("board", sa.String(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("agenda_item", sa.String(), nullable=True),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("decision", DECISION, nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("paper", sa.Integer(), nullable=True),
        sa.Column("decides_closure", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "sequence"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "board_decision_refused",
        "board_decision",
        ["met_on"],
        unique=False,
        sqlite_where=sa.text("decision IN ('deferred', 'referred_back')"),
        postgresql_where=sa.text("decision IN ('deferred', 'referred_back')"),
    )
    op.create_table(
        "cause_of_concern",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("revisited_on", sa.Date(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "date_move",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("counts_from", sa.Date(), nullable=False),
        sa.Column("due_from", sa.Date(), nullable=False),
        sa.Column("due_to", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "action", "sequence"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "document_request",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(), nullable=True),
        sa.Column("wanted", sa.String(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("provided_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_because", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "earlier_visit",
        sa.Column("peer", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("team_role", TEAMROLE, nullable=False),
        sa.ForeignKeyConstraint(["peer"], ["peer.id"]),
        sa.PrimaryKeyConstraint("peer", "service", "ended_on"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_earlier_visit_service"), "earlier_visit", ["service"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("verdict_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "sequence", "action", "number"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "evidence_rejected",
        "evidence",
        ["verdict_on"],
        unique=False,
        sqlite_where=sa.text("verdict = 'rejected'"),
        postgresql_where=sa.text("verdict = 'rejected'"),
    )
    op.create_table(
        "exception",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("action", sa.String(), nullable=True),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("response", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "sequence"),
        sqlite_with_rowid=False,
    )
    op.create_index("exception_raised", "exception", ["raised_on"], unique=False)
    op.create_table(
        "expertise",
        sa.Column("peer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["peer"], ["peer.id"]),
        sa.PrimaryKeyConstraint("peer", "subject"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "extension_request",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_from", sa.Date(), nullable=False),
        sa.Column("due_to", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("known_to", sa.String(), nullable=True),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("requested_by", sa.String(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "action", "number"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "extension_decided",
        "extension_request",
        ["decided_on"],
        unique=False,
        sqlite_where=sa.text("decided_on IS NOT NULL"),
        postgresql_where=sa.text("decided_on IS NOT NULL"),
    )
    op.create_table(
        "finding",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "ref"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "interest_declaration",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("peer", sa.String(), nullable=False),
        sa.Column("kind", INTERESTKIND, nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "peer", "kind"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_interest_declaration_peer"), "interest_declaration", ["peer"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("peer", sa.String(), nullable=False),
        sa.Column("team_role", TEAMROLE, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "peer"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "invitation_unanswered",
        "invitation",
        ["answer_by"],
        unique=False,
        sqlite_where=sa.text("status = 'invited'"),
        postgresql_where=sa.text("status = 'invited'"),
    )
    op.create_table(
        "journal",
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("command_id", sa.LargeBinary(), nullable=False),
        sa.Column("command_digest", sa.LargeBinary(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("command_id", "sequence"),
        sa.UniqueConstraint("engagement_id", "sequence"),
        sqlite_with_rowid=True,
    )
    op.create_table(
        "note",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "sequence"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "obligation",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("owed_by", ROLE, nullable=False),
        sa.Column("handed_to", sa.String(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("counted_from", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("days_left", sa.Integer(), nullable=True),
        sa.Column("rung", sa.String(), nullable=True),
        sa.Column("nudge_on", sa.Date(), nullable=True),
        sa.Column("listed_on", sa.Date(), nullable=True),
        sa.Column("lapsed_on", sa.Date(), nullable=True),
        sa.Column("ended", sa.String(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "opened_by", "kind", "subject"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "obligation_open",
        "obligation",
        ["due_on", "ended", "listed_on"],
        unique=False,
        sqlite_where=sa.text("ended IS NULL"),
        postgresql_where=sa.text("ended IS NULL"),
    )
    op.create_index(
        "obligation_to_lapse",
        "obligation",
        ["due_on"],
        unique=False,
        sqlite_where=sa.text("ended IS NULL AND lapsed_on IS NULL"),
        postgresql_where=sa.text("ended IS NULL AND lapsed_on IS NULL"),
    )
    op.create_index(
        "obligation_to_nudge",
        "obligation",
        ["nudge_on"],
        unique=False,
        sqlite_where=sa.text("ended IS NULL AND nudge_on IS NOT NULL"),
        postgresql_where=sa.text("ended IS NULL AND nudge_on IS NOT NULL"),
    )
    op.create_table(
        "paper",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", PAPERKIND, nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=True),
        sa.Column("asks", sa.JSON(), nullable=False),
        sa.Column("background", sa.String(), nullable=True),
        sa.Column("update", sa.String(), nullable=True),
        sa.Column("benefits_and_risks", sa.String(), nullable=True),
        sa.Column("financial_implications", sa.String(), nullable=True),
        sa.Column("workforce_engagement", sa.String(), nullable=True),
        sa.Column("legal_implications", sa.String(), nullable=True),
        sa.Column("equality_summary", sa.String(), nullable=True),
        sa.Column("equality", sa.JSON(), nullable=False),
        sa.Column("drafted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "paper_for_board",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("board", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("agenda_item", sa.String(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("decision", DECISION, nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "paper", "body", "met_on"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "plan",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "provided_document",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("request", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("where", sa.String(), nullable=True),
        sa.Column("provided_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "request", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "quarterly_return",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("nil", sa.Boolean(), nullable=False),
        sa.Column("ratings", sa.String(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_filed_on", sa.Date(), nullable=True),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("filings", sa.Integer(), nullable=False),
        sa.Column("queries", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "period"),
        sqlite_with_rowid=False,
    )
    op.create_index("quarterly_return_by_ratings", "quarterly_return", ["period", "authority", "ratings"], unique=False)
    op.create_table(
        "recommendation",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("drafted", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("line_of_enquiry", sa.String(), nullable=True),
        sa.Column("question", sa.String(), nullable=True),
        sa.Column("answer", ANSWER, nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "report",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("paragraphs", sa.JSON(), nullable=False),
        sa.Column("recommendations", sa.JSON(), nullable=False),
        sa.Column("drafted_on", sa.Date(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("finalised_on", sa.Date(), nullable=True),
        sa.Column("final_summary", sa.String(), nullable=True),
        sa.Column("final_paragraphs", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "report_correction",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("outcome", CORRECTIONOUTCOME, nullable=True),
        sa.Column("wording", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "saved_form",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "page", "subject", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "scope",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("lines_of_enquiry", sa.JSON(), nullable=False),
        sa.Column("focuses", sa.JSON(), nullable=False),
        sa.Column("focus", sa.String(), nullable=True),
        sa.Column("visit_from", sa.Date(), nullable=False),
        sa.Column("visit_to", sa.Date(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("charge_agreed_on", sa.Date(), nullable=True),
        sa.Column("amended_on", sa.Date(), nullable=True),
        sa.Column("dropped", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stage_passed",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("stage", STAGE, nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "sequence"),
        sqlite_with_rowid=False,
    )
    op.create_index("stage_passed_by_days", "stage_passed", ["stage", "days"], unique=False)
    op.create_table(
        "standing_interest",
        sa.Column("peer", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("kind", INTERESTKIND, nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("declared_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["peer"], ["peer.id"]),
        sa.PrimaryKeyConstraint("peer", "service", "kind"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_standing_interest_service"), "standing_interest", ["service"], unique=False)
    op.create_table(
        "training",
        sa.Column("peer", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("lapses_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["peer"], ["peer.id"]),
        sa.PrimaryKeyConstraint("peer", "what"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "visit",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("self_assessment", sa.String(), nullable=True),
        sa.Column("self_assessment_by_line", sa.JSON(), nullable=False),
        sa.Column("self_assessment_on", sa.Date(), nullable=True),
        sa.Column("timetable_note", sa.String(), nullable=True),
        sa.Column("timetable_on", sa.Date(), nullable=True),
        sa.Column("feedback", sa.String(), nullable=True),
        sa.Column("feedback_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "visit_finding",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=True),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("kind", FINDINGKIND, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("session", sa.Integer(), nullable=True),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("in_feedback", sa.Integer(), nullable=True),
        sa.Column("share", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "number"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "visit_finding_to_share",
        "visit_finding",
        ["engagement_id"],
        unique=False,
        sqlite_where=sa.text("share"),
        postgresql_where=sa.text("share"),
    )
    op.create_table(
        "visit_phase",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("replaced_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "visit_session",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("kind", SESSIONKIND, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("with_whom", sa.String(), nullable=True),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("peers", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "number"),
        sqlite_with_rowid=False,
    )
    op.create_index("visit_session_by_time", "visit_session", ["starts_at"], unique=False)
    op.create_table(
        "webhook_subscription",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("events", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=True),
        sa.Column("engagement_id", sa.Integer(), nullable=True),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("previous_secret", sa.String(), nullable=True),
        sa.Column("previous_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_because", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=True,
    )
    op.create_table(
        "calendar_entry",
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("session", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("cause", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", SESSIONKIND, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("with_whom", sa.String(), nullable=True),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["cause"], ["journal.position"]),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("engagement_id", "person", "session", "sequence"),
        sqlite_with_rowid=False,
    )
    op.create_index("calendar_entry_of_cause", "calendar_entry", ["cause"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cause", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("engagement_id", sa.Integer(), nullable=True),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("board", sa.String(), nullable=False),
        sa.Column("peer", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("docx", sa.String(), nullable=False),
        sa.Column("docx_size", sa.Integer(), nullable=False),
        sa.Column("pdf", sa.String(), nullable=False),
        sa.Column("pdf_size", sa.Integer(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cause"], ["journal.position"]),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("cause", "kind", "board", "peer", "edition"),
        sqlite_with_rowid=True,
    )
    op.create_index("document_of_engagement", "document", ["engagement_id"], unique=False)
    op.create_index(
        "document_of_period",
        "document",
        ["kind", "period"],
        unique=True,
        sqlite_where=sa.text("cause IS NULL"),
        postgresql_where=sa.text("cause IS NULL"),
    )
    op.create_table(
        "notification",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cause", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("list_of", sa.String(), nullable=False),
        sa.Column("about", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("engagement_id", sa.Integer(), nullable=True),
        sa.Column("audience", ROLE, nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("status", NOTIFICATIONSTATUS, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resent_by", sa.String(), nullable=True),
        sa.Column("resent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["about"], ["notification.id"]),
        sa.ForeignKeyConstraint(["cause"], ["journal.position"]),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("about", "recipient"),
        sa.UniqueConstraint("cause", "audience", "recipient", "template"),
        sa.UniqueConstraint("recipient", "day", "list_of"),
        sqlite_with_rowid=True,
    )
    op.create_index(
        "notification_for_attention",
        "notification",
        ["id"],
        unique=False,
        sqlite_where=sa.text("status IN ('failed', 'uncertain', 'unaddressed')"),
        postgresql_where=sa.text("status IN ('failed', 'uncertain', 'unaddressed')"),
    )
    op.create_index(
        "notification_in_flight",
        "notification",
        ["claimed_until"],
        unique=False,
        sqlite_where=sa.text("status IN ('sending')"),
        postgresql_where=sa.text("status IN ('sending')"),
    )
    op.create_index("notification_of_engagement", "notification", ["engagement_id"], unique=False)
    op.create_index(
        "notification_to_send",
        "notification",
        ["not_before", "id"],
        unique=False,
        sqlite_where=sa.text("status IN ('pending')"),
        postgresql_where=sa.text("status IN ('pending')"),
    )
    op.create_table(
        "outbox",
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["position"], ["journal.position"]),
        sa.PrimaryKeyConstraint("position"),
        sqlite_with_rowid=True,
    )
    op.create_index("outbox_by_engagement", "outbox", ["engagement_id", "position"], unique=False)
    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subscription", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("status", STANDING, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resent_by", sa.String(), nullable=True),
        sa.Column("resent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.ForeignKeyConstraint(["position"], ["journal.position"]),
        sa.ForeignKeyConstraint(["subscription"], ["webhook_subscription.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("subscription", "position"),
        sqlite_with_rowid=True,
    )
    op.create_index(
        "webhook_failed",
        "webhook_delivery",
        ["id"],
        unique=False,
        sqlite_where=sa.text("status = 'failed'"),
        postgresql_where=sa.text("status = 'failed'"),
    )
    op.create_index(
        "webhook_to_send",
        "webhook_delivery",
        ["subscription", "engagement_id", "position"],
        unique=False,
        sqlite_where=sa.text("status IN ('pending', 'sending')"),
        postgresql_where=sa.text("status IN ('pending', 'sending')"),
    )
    op.create_table(
        "reminder",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("role", ROLE, nullable=False),
        sa.Column("meant_for", MEANT_FOR, nullable=False),
        sa.Column("copied", sa.Boolean(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("rung", sa.String(), nullable=False),
        sa.Column("template", TONE, nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("cause", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        sa.Column("passed_from", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["cause"], ["journal.position"]),
        sa.ForeignKeyConstraint(["digest"], ["notification.id"]),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("engagement_id", "opened_by", "kind", "subject", "due_on", "rung", "recipient"),
        sqlite_with_rowid=True,
    )
    op.create_index(
        "reminder_of_digest",
        "reminder",
        ["digest"],
        unique=False,
        sqlite_where=sa.text("digest IS NOT NULL"),
        postgresql_where=sa.text("digest IS NOT NULL"),
    )
    op.create_index(
        "reminder_said_to",
        "reminder",
        ["recipient"],
        unique=False,
        sqlite_where=sa.text("digest IS NOT NULL"),
        postgresql_where=sa.text("digest IS NOT NULL"),
    )
    op.create_index(
        "reminder_waiting",
        "reminder",
        ["recipient"],
        unique=False,
        sqlite_where=sa.text("digest IS NULL AND dropped_on IS NULL"),
        postgresql_where=sa.text("digest IS NULL AND dropped_on IS NULL"),
    )
    op.create_table(
        "returned_mail",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", VERDICT, nullable=False),
        sa.Column("notification", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("remark", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["notification"], ["notification.id"]),
        sa.PrimaryKeyConstraint("sha256"),
        sqlite_with_rowid=False,
    )
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)
