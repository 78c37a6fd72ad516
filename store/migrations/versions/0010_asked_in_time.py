"""The day of a request, the day on which it lapses, and since when it is overdue."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add three columns. Requests of earlier releases have none of these days; each is then told from the others."""
    op.add_column("bot_request", sa.Column("asked_on", sa.Date(), nullable=True))
    op.add_column("bot_request", sa.Column("lapses_on", sa.Date(), nullable=True))
    op.add_column("bot_request", sa.Column("overdue_at", UTCDateTime(), nullable=True))


def downgrade() -> None:
    """Refused."""
    raise NotImplementedError("There is no way back from here: it would break the audit's chain.")
