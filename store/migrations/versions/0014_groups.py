"""Requests that were submitted together, and what each copy showed of them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add the columns. Requests of earlier releases were all submitted alone."""
    op.add_column("bot_request", sa.Column("group_id", sa.Uuid(), nullable=True))
    op.create_index("ix_bot_request_group_id", "bot_request", ["group_id"])
    op.add_column("bot_card", sa.Column("shown_group", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """Refused."""
    raise NotImplementedError("There is no way back from here: it would break the audit's chain.")
