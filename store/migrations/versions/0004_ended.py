"""Find what ended long ago; keep a time zone that was chosen alone."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index; what has not begun hasn't ended either."""
    over = sa.text("ended_at IS NOT NULL")
    op.create_index("reminders_ended_at", "reminders", ["ended_at"], postgresql_where=over, sqlite_where=over)
    op.execute("UPDATE reminders SET ended_at = NULL WHERE ended = 'not begun'")
