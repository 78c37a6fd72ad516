"""A column to find requests by the employee's name."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

IS_BEHIND = sa.text("search IS NULL OR (blanked_at IS NOT NULL AND search <> '')")


def upgrade() -> None:
    """Add a column and its indexes. The bot fills it, a few rows at a time: here it would keep clicks waiting, and an
    earlier release that still runs adds rows without it."""
    text = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.add_column("bot_request", sa.Column("search", text, nullable=True))
    op.create_index(
        "ix_bot_request_behind", "bot_request", ["number"], sqlite_where=IS_BEHIND, postgresql_where=IS_BEHIND
    )
    for columns in (
        ("employee_id", "number", "search"),
        ("requester", "submitted_at", "number"),
        ("submitted_at", "number"),
    ):
        op.create_index(f"ix_bot_request_{'_'.join(columns)}", "bot_request", list(columns))


def downgrade() -> None:
    """Refused."""
    raise NotImplementedError("There is no way back from here: it would break the audit's chain.")
