"""Chats, answers, counts and misses."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "chats",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("mode", sa.String(16)),
        sa.Column("cooldown", sa.Integer),
        sa.Column("buttons", sa.Boolean),
        sa.Column("muted", sa.Boolean, nullable=False),
        sa.Column("seen_at", moment),
        sa.Column("left_at", moment),
    )
    op.create_index("chats_left_at", "chats", ["left_at"])
    op.create_table(
        "answers",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("question_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("messages", sa.Text, nullable=False),
        sa.Column("entries", sa.Text, nullable=False),
        sa.Column("asker", sa.BigInteger),
        sa.Column("at", moment, nullable=False),
    )
    op.create_index("answers_asker", "answers", ["asker"])
    op.create_index("answers_at", "answers", ["at"])
    op.create_table(
        "usage",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("surface", sa.String(200), primary_key=True),
        sa.Column("kind", sa.String(200), primary_key=True),
        sa.Column("outcome", sa.String(200), primary_key=True),
        sa.Column("count", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "entries",
        sa.Column("entry_id", sa.String(200), primary_key=True),
        sa.Column("count", sa.BigInteger, nullable=False),
        sa.Column("good", sa.BigInteger, nullable=False),
        sa.Column("bad", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "misses",
        sa.Column("text", sa.String(200), primary_key=True),
        sa.Column("reason", sa.String(200), primary_key=True),
        sa.Column("nearest", sa.String(200), nullable=False),
        sa.Column("count", sa.BigInteger, nullable=False),
        sa.Column("last", moment, nullable=False),
    )
