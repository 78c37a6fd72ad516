"""Indexes with every column that an overview reads, and one of employees in the order in which they are found."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

LATELY = ["status", "requester", "id", "number", "group_id", "escalated_at", "category"]
OPEN = sa.text("status IN ('applying', 'checking', 'failed', 'needs_info', 'pending', 'unknown')")
UNDELIVERABLE = sa.text("kind = 'undeliverable'")


def upgrade() -> None:
    """Add indexes. No column is added, so an earlier release may go on writing."""
    op.create_index(
        "ix_bot_request_open",
        "bot_request",
        [*LATELY, "revision", "deadline", "overdue_at", "changed_at"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_bot_request_changed", "bot_request", ["changed_at", *LATELY])
    op.drop_index("ix_bot_request_changed_at", "bot_request")
    op.create_index(
        "ix_bot_event_undeliverable",
        "bot_event",
        ["request_id"],
        sqlite_where=UNDELIVERABLE,
        postgresql_where=UNDELIVERABLE,
    )
    op.create_index("ix_bot_decision_approver", "bot_decision", ["approver", "request_id", "revision", "verdict"])
    op.create_index("ix_bot_employee_found", "bot_employee", ["active", "search", "id", "employer_id"])
    op.create_index("ix_bot_employee_found_of", "bot_employee", ["employer_id", "active", "search", "id"])
    op.drop_index("ix_bot_employee_search", "bot_employee")
    op.drop_index("ix_bot_employee_employer_id", "bot_employee")


def downgrade() -> None:
    """Refused."""
    raise NotImplementedError("There is no way back from here: it would break the audit's chain.")
