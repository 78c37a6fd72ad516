"""Columns and tables for conversation, deadlines, privacy and the audit's chain."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TIMES = ("escalated_at", "election_reminded_at", "blanked_at")


def upgrade() -> None:
    """Add two tables, and columns. No table is rebuilt, so the audit keeps its triggers."""
    for name in TIMES:
        op.add_column("bot_request", sa.Column(name, UTCDateTime()))
    op.add_column("bot_event", sa.Column("mac", sa.String()))
    op.create_table(
        "bot_remark",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["bot_request.id"], name="fk_bot_remark_request_id"),
        sa.PrimaryKeyConstraint("request_id", "n", name="pk_bot_remark"),
    )
    op.create_table(
        "bot_digest",
        sa.Column("approver", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sent_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("approver", "day", name="pk_bot_digest"),
    )


def downgrade() -> None:
    """Refused."""
    raise NotImplementedError("There is no way back from here: it would break the audit's chain.")
