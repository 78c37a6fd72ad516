"""Lines about the audit itself, which belong to no request."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from store.audit.append_only import append_only

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Let a line have no request. SQLite copies the table for that and drops its triggers, so they are made again."""
    options = {"sqlite_autoincrement": True}
    with op.batch_alter_table("bot_event", table_kwargs=options) as table:
        table.alter_column("request_id", existing_type=sa.Uuid(), nullable=True)
    for statement in append_only(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Refused."""
    raise NotImplementedError("There is no way back from here: it would break the audit's chain.")
