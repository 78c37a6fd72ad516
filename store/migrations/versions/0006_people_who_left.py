"""Why the requester of a request left, and why an approval no longer counts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add two columns."""
    op.add_column("bot_request", sa.Column("requester_left", sa.String(), nullable=True))
    op.add_column("bot_decision", sa.Column("void", sa.String(), nullable=True))


def downgrade() -> None:
    """Refused."""
    raise NotImplementedError("There is no way back from here: it would break the audit's chain.")
