"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
OWNERS = "'config', 'cli', 'api', 'scan'"


def upgrade() -> None:
    record()
    registry()
    alerts()
    operations()


def downgrade() -> None:
    for table in (
        *("audit", "api_token", "memo", "task"),
        *("channel", "outbox", "alert", "told"),
        *("pin", "project", "team"),
        *("change", "fact", "source", "document"),
    ):
        op.drop_table(table)


def record() -> None:
    op.create_table(
        "document",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("source_id", sa.Text, nullable=False, index=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("fetched_at", TIME, nullable=False),
    )
    op.create_table(
        "source",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_polled_at", TIME),
        sa.Column("last_good_at", TIME),
        sa.Column("document_sha256", sa.Text, sa.ForeignKey("document.sha256")),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("read_url", sa.Text),
        sa.Column("held_sha256", sa.Text, sa.ForeignKey("document.sha256")),
        sa.Column("held_since", TIME),
        one_of("state", "'new', 'ok', 'suspect', 'failed', 'skipped'", "health"),
    )
    op.create_table(
        "fact",
        sa.Column("source_id", sa.Text, sa.ForeignKey("source.id"), primary_key=True),
        sa.Column("row_key", sa.Text, primary_key=True),
        sa.Column("authority", sa.Integer, nullable=False),
        sa.Column("document_sha256", sa.Text, sa.ForeignKey("document.sha256"), nullable=False),
        sa.Column("first_seen", TIME, nullable=False),
        sa.Column("last_seen", TIME, nullable=False),
        sa.Column("missed_in", sa.Text),
        sa.Column("missed_since", TIME),
        sa.Column("gone_since", TIME),
        sa.Column("provider", sa.Text, nullable=False, index=True),
        sa.Column("model_id", sa.Text, nullable=False),
        sa.Column("model_key", sa.Text, nullable=False),
        sa.Column("alias_of", sa.Text),
        sa.Column("display_name", sa.Text),
        sa.Column("version", sa.Text),
        sa.Column("deployment", sa.Text),
        sa.Column("regions", sa.JSON, nullable=False),
        sa.Column("released_on", sa.Date),
        sa.Column("legacy_on", sa.Date),
        sa.Column("deprecated_on", sa.Date),
        sa.Column("shutdown_on", sa.Date),
        sa.Column("earliest_shutdown_on", sa.Date),
        sa.Column("extended_access_on", sa.Date),
        sa.Column("stated_status", sa.String(32)),
        sa.Column("replacements", sa.JSON, nullable=False),
        sa.Column("replacement_text", sa.Text),
        sa.Column("redirects_to", sa.Text),
        sa.Column("words", sa.Text),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.CheckConstraint("authority BETWEEN 0 AND 4", name="authority"),
        sa.CheckConstraint("shutdown_on IS NULL OR earliest_shutdown_on IS NULL", name="firm_or_floor"),
        one_of("stated_status", "'active', 'legacy', 'deprecated', 'retired'", "statedstatus"),
    )
    op.create_table(
        "change",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", TIME, nullable=False, index=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("model_id", sa.Text, nullable=False),
        sa.Column("version", sa.Text),
        sa.Column("deployment", sa.Text),
        sa.Column("regions", sa.JSON, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("effective_on", sa.Date),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("source_id", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        one_of(
            "kind",
            "'deprecation_announced', 'shutdown_date_set', 'shutdown_date_moved', 'shutdown_date_withdrawn', "
            "'earliest_date_set', 'earliest_date_moved', 'earliest_date_withdrawn', 'earliest_date_passed', "
            "'replacement_changed', 'retired', 'reinstated', 'listed', 'unlisted', 'alias_repointed', "
            "'redirect_announced', 'row_vanished', 'sources_disagree'",
            "changekind",
        ),
    )


def registry() -> None:
    op.create_table(
        "team",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("slack_channel", sa.Text),
        sa.Column("emails", sa.JSON, nullable=False),
        sa.Column("timezone", sa.Text, nullable=False),
        sa.Column("lead_days", sa.JSON),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("retired_at", TIME),
        one_of("owner", OWNERS, "owner"),
    )
    op.create_table(
        "project",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("team_id", sa.Integer, sa.ForeignKey("team.id"), nullable=False),
        sa.Column("repository", sa.Text),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("retired_at", TIME),
        one_of("owner", OWNERS, "owner"),
    )
    op.create_table(
        "pin",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("project_id", sa.Integer, sa.ForeignKey("project.id"), nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("environment", sa.Text, nullable=False),
        sa.Column("location", sa.Text, nullable=False),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("retired_at", TIME),
        sa.UniqueConstraint("project_id", "reference", "environment", "location"),
        one_of("owner", OWNERS, "owner"),
    )


def alerts() -> None:
    op.create_table(
        "told",
        sa.Column("project_id", sa.Integer, sa.ForeignKey("project.id"), primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("model_key", sa.Text, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("shutdown_on", sa.Date),
        sa.Column("days_left", sa.Integer),
        sa.Column("replacement", sa.Text),
        sa.Column("unlisted", sa.Boolean, nullable=False),
        sa.Column("told_at", TIME, nullable=False),
        one_of("status", "'active', 'legacy', 'deprecated', 'retired', 'unknown'", "status"),
    )
    op.create_table(
        "alert",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("dedup_key", sa.Text, nullable=False, unique=True),
        sa.Column("project_id", sa.Integer, sa.ForeignKey("project.id"), nullable=False, index=True),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("model_id", sa.Text, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("severity", sa.String(32), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        one_of(
            "kind",
            "'baseline', 'announced', 'date_set', 'date_moved', 'date_withdrawn', 'reminder', 'retired', "
            "'reinstated', 'replacement_died', 'unlisted'",
            "alertkind",
        ),
        one_of("severity", "'retired', 'imminent', 'upcoming', 'floor', 'unknown', 'uncovered', 'ok'", "severity"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("dedup_key", sa.Text, nullable=False, unique=True),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("ambiguous", sa.Boolean, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_at", TIME, nullable=False),
        sa.Column("lease_until", TIME),
        sa.Column("lease_token", sa.Text),
        sa.Column("provider_ref", sa.Text),
        sa.Column("last_error", sa.Text),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("sent_at", TIME),
        one_of("state", "'pending', 'leased', 'sent', 'unknown', 'dead'", "delivery"),
    )
    op.create_index(None, "outbox", ["state", "next_at"])
    op.create_table(
        "channel",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("recipient", sa.Text, primary_key=True),
        sa.Column("hold_until", TIME),
        sa.Column("disabled_at", TIME),
        sa.Column("disabled_reason", sa.Text),
    )


def operations() -> None:
    op.create_table(
        "task",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("next_due", TIME, nullable=False),
        sa.Column("lease_until", TIME),
        sa.Column("holder", sa.Text),
        sa.Column("last_run_at", TIME),
        sa.Column("last_error", sa.Text),
    )
    op.create_table(
        "memo",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("hash", sa.Text, nullable=False, unique=True),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("revoked_at", TIME),
        sa.Column("last_used_at", TIME),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )


def one_of(column: str, values: str, name: str) -> sa.CheckConstraint:
    """Enums are kept by value; their CHECK is named after the enum."""
    return sa.CheckConstraint(f"{column} IN ({values})", name=name)
