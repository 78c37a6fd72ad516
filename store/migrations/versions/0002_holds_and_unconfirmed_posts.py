"""Columns that remember a request on hold and a post without an answer."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add two columns; neither database rebuilds a table for it."""
    op.add_column("bot_request", sa.Column("on_hold", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("bot_card", sa.Column("unconfirmed", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Remove them."""
    op.drop_column("bot_card", "unconfirmed")
    op.drop_column("bot_request", "on_hold")
