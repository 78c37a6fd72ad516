"""The contract of the benefits API that a request was made in, and the enrollment that its reissue opened."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add two columns. Every earlier request was made in the documented contract."""
    op.add_column("bot_request", sa.Column("contract", sa.String(20), nullable=False, server_default="documented"))
    op.add_column("bot_request", sa.Column("new_enrollment_id", sa.String(), nullable=True))
    op.create_index("ix_bot_request_new_enrollment_id", "bot_request", ["new_enrollment_id"])


def downgrade() -> None:
    """Refused."""
    raise NotImplementedError("There is no way back from here: it would break the audit's chain.")
