"""A table of approvers who said that they are away, or who missed a digest because they were."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add a table. The previous release does not look at it."""
    op.create_table(
        "bot_away",
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.Column("missed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("user_id", name="pk_bot_away"),
    )


def downgrade() -> None:
    """Refused."""
    raise NotImplementedError("There is no way back from here: it would break the audit's chain.")
