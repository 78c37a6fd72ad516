"""A column that remembers which copies of requests in Slack may show names."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add a column. Nothing tells how the existing copies were drawn, so they count as showing names."""
    op.add_column("bot_card", sa.Column("named", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    """Refused."""
    raise NotImplementedError("There is no way back from here: it would break the audit's chain.")
