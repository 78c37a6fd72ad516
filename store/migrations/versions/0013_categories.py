"""The kind of benefit of a request, by which routes may tell whose it is."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add a column. Requests of earlier releases have no category: they belong to the route of their employer.

    The employer needs none: it is in the JSON of the employee, which each release writes.
    """
    op.add_column("bot_request", sa.Column("category", sa.String(), nullable=True))


def downgrade() -> None:
    """Refused."""
    raise NotImplementedError("There is no way back from here: it would break the audit's chain.")
