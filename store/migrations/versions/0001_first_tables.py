"""The first tables: requests with their decisions, attempts and cards, the audit, the employee index.

Checked by hand: Alembic does not see the partial index's predicate or the triggers.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

from store.audit.append_only import append_only

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OPEN = sa.text("status IN ('applying', 'checking', 'failed', 'needs_info', 'pending', 'unknown')")
SENDING = sa.text("state = 'sending'")


def upgrade() -> None:
    """Create everything."""
    _requests()
    _decisions()
    _attempts()
    _cards()
    _events()
    _employees()


def downgrade() -> None:
    """Refused."""
    raise NotImplementedError("There is no way back from the first step: it would delete the audit.")


def _requests() -> None:
    op.create_table(
        "bot_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("submission_key", sa.String(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("requester", sa.String(), nullable=False),
        sa.Column("employee_id", sa.String(), nullable=False),
        sa.Column("employee", sa.JSON(), nullable=False),
        sa.Column("enrollment_id", sa.String(), nullable=False),
        sa.Column("enrollment", sa.JSON(), nullable=False),
        sa.Column("qle_id", sa.String(), nullable=False),
        sa.Column("qle", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("approvals_required", sa.Integer(), nullable=False),
        sa.Column("submitted_at", UTCDateTime(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.Column("deadline", sa.Date()),
        sa.Column("problem", sa.JSON()),
        sa.Column("summary", sa.JSON()),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("confirmed_by", sa.String()),
        sa.Column("next_at", UTCDateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_bot_request"),
        sa.UniqueConstraint("number", name="uq_bot_request_number"),
        sa.UniqueConstraint("submission_key", name="uq_bot_request_submission_key"),
    )
    op.create_index("ix_bot_request_next_at", "bot_request", ["next_at"])
    op.create_index("ix_bot_request_status", "bot_request", ["status"])
    name, columns = "uq_bot_request_open_enrollment_id", ["enrollment_id"]
    op.create_index(name, "bot_request", columns, unique=True, sqlite_where=OPEN, postgresql_where=OPEN)


def _decisions() -> None:
    key = ("request_id", "revision", "approver")
    op.create_table(
        "bot_decision",
        sa.Column("id", _counting(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("approver", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("reason", sa.String()),
        sa.Column("at", UTCDateTime(), nullable=False),
        _of_request("bot_decision"),
        sa.PrimaryKeyConstraint("id", name="pk_bot_decision"),
        sa.UniqueConstraint(*key, name="uq_bot_decision_request_id_revision_approver"),
    )


def _attempts() -> None:
    op.create_table(
        "bot_attempt",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("started_at", UTCDateTime(), nullable=False),
        sa.Column("baseline", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(20)),
        sa.Column("status_code", sa.Integer()),
        sa.Column("message", sa.String()),
        sa.Column("trace_id", sa.String()),
        sa.Column("result", sa.JSON()),
        sa.Column("settled_at", UTCDateTime()),
        sa.Column("retry_at", UTCDateTime()),
        sa.Column("read_back_at", UTCDateTime()),
        _of_request("bot_attempt"),
        sa.PrimaryKeyConstraint("request_id", "n", name="pk_bot_attempt"),
    )
    op.create_index("ix_bot_attempt_sending", "bot_attempt", ["state"], sqlite_where=SENDING, postgresql_where=SENDING)


def _cards() -> None:
    op.create_table(
        "bot_card",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("touched_at", UTCDateTime(), nullable=False),
        sa.Column("ts", sa.String()),
        sa.Column("drawn_version", sa.Integer(), nullable=False),
        _of_request("bot_card"),
        sa.PrimaryKeyConstraint("request_id", "kind", name="pk_bot_card"),
    )


def _events() -> None:
    op.create_table(
        "bot_event",
        sa.Column("seq", _counting(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        _of_request("bot_event"),
        sa.PrimaryKeyConstraint("seq", name="pk_bot_event"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_bot_event_request_id", "bot_event", ["request_id"])
    for statement in append_only(op.get_bind().dialect.name):
        op.execute(statement)


def _employees() -> None:
    op.create_table(
        "bot_employee",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String()),
        sa.Column("employer_id", sa.String(), nullable=False),
        sa.Column("employer_name", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("search", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bot_employee"),
    )
    for column in ("member_id", "employer_id", "search"):
        op.create_index(f"ix_bot_employee_{column}", "bot_employee", [column])


def _counting() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _of_request(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["request_id"], ["bot_request.id"], name=f"fk_{table}_request_id")
