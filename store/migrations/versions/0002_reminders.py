"""Reminders, what they have shown, and how fast they go out."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and the limiter's one row."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "reminders",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("thread_id", sa.BigInteger),
        sa.Column("at", sa.Time, nullable=False),
        sa.Column("days", sa.String(7), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("topics", sa.Text, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("due_at", moment),
        sa.Column("day", sa.Date),
        sa.Column("lease", sa.String(32)),
        sa.Column("sending", sa.Date),
        sa.Column("sending_entry", sa.String(200)),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("refused", sa.Integer, nullable=False),
        sa.Column("served", sa.Integer, nullable=False),
        sa.Column("doubted", sa.Integer, nullable=False),
        sa.Column("served_at", moment),
        sa.Column("ended", sa.String(16)),
        sa.Column("ended_at", moment),
    )
    awaited = sa.text("due_at IS NOT NULL")
    op.create_index("reminders_due_at", "reminders", ["due_at"], postgresql_where=awaited, sqlite_where=awaited)
    op.create_table(
        "reminded",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("entry_id", sa.String(200), primary_key=True),
        sa.Column("at", moment, nullable=False),
    )
    limiter = op.create_table(
        "limiter",
        sa.Column("name", sa.String(16), primary_key=True),
        sa.Column("free_at", moment, nullable=False),
        sa.Column("at", moment, nullable=False),
    )
    long_ago = datetime(2000, 1, 1, tzinfo=UTC)
    op.bulk_insert(limiter, [{"name": "telegram", "free_at": long_ago, "at": long_ago}])
