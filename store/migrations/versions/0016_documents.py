"""The document of the life event that a requester or an approver saw."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add the columns. Nothing was said about documents in earlier releases, which neither read nor write them."""
    for table in ("bot_request", "bot_decision"):
        op.add_column(table, sa.Column("document", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Refused."""
    raise NotImplementedError("There is no way back from here: it would break the audit's chain.")
