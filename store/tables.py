"""The tables: a request, its decisions, attempts and cards, the audit, and the employee index."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from approvals.model.attempt import AttemptState
from approvals.model.event import EventKind
from approvals.model.event_record import OPEN_STATES, RecordOutcome, RecordState
from approvals.model.remark import RemarkKind
from approvals.model.request import Verdict
from approvals.model.status import OPEN, RequestStatus
from benefits.contract import Contract
from benefits.outcome import OutcomeKind
from store.columns import Row, counting_column, enum_column, json_column, ordered_text_column

Json = dict[str, Any]

WHERE = "where"
"""In an index's `info`: its condition. As an option of SQLAlchemy it would load both databases' dialects."""

IS_OPEN = sa.text("status IN ({})".format(", ".join(sorted(f"'{status.value}'" for status in OPEN))))
"""The condition of the partial index, as literal SQL because an index takes no parameters."""

IS_BEHIND = sa.text("search IS NULL OR (blanked_at IS NOT NULL AND search <> '')")
"""The condition of another: an earlier release wrote or blanked the request, so that its search text is not right."""

IS_SENDING = sa.text(f"state = '{AttemptState.SENDING.value}'")

IS_UNDELIVERABLE = sa.text(f"kind = '{EventKind.UNDELIVERABLE.value}'")
"""The condition of the index of the few audit lines that overviews look at."""


LATELY = ("status", "requester", "id", "number", "group_id", "escalated_at", "category")
OVERVIEW = (*LATELY, "revision", "deadline", "overdue_at", "changed_at")
"""The columns that an overview reads of requests that changed lately, and of open ones, so that indexes have them."""


IS_OPEN_RECORD = sa.text("state IN ({})".format(", ".join(sorted(f"'{state.value}'" for state in OPEN_STATES))))


class RequestRow(Row, table=True):
    """A request. `next_at` is for the sweep; `save` does not write it. Without a life event `qle` and `qle_id` are
    empty. `search` is the employee's name as `store.search_text` makes it, empty once names were removed; NULL in rows
    of earlier releases, until the bot has filled it."""

    __tablename__ = "bot_request"
    __table_args__: ClassVar[Any] = (
        sa.Index("uq_bot_request_open_enrollment_id", "enrollment_id", unique=True, info={WHERE: IS_OPEN}),
        sa.Index("ix_bot_request_behind", "number", info={WHERE: IS_BEHIND}),
        sa.Index("ix_bot_request_open", *OVERVIEW, info={WHERE: IS_OPEN}),
        sa.Index("ix_bot_request_changed", "changed_at", *LATELY),
        sa.Index(None, "employee_id", "number", "search"),
        sa.Index(None, "requester", "submitted_at", "number"),
        sa.Index(None, "submitted_at", "number"),
    )

    id: UUID = Field(primary_key=True)
    number: int = Field(unique=True)
    submission_key: str = Field(unique=True)
    status: RequestStatus = Field(sa_type=enum_column(RequestStatus), index=True)
    version: int
    revision: int
    requester: str
    employee_id: str
    employee: Json = Field(sa_type=json_column())
    enrollment_id: str
    enrollment: Json = Field(sa_type=json_column())
    qle_id: str
    qle: Json = Field(sa_type=json_column())
    reason: str
    warnings: list[str] = Field(sa_type=json_column())
    approvals_required: int
    submitted_at: datetime
    changed_at: datetime
    asked_on: date | None
    deadline: date | None
    lapses_on: date | None
    problem: Json | None = Field(sa_type=json_column())
    summary: Json | None = Field(sa_type=json_column())
    contract: Contract = Field(sa_type=enum_column(Contract))
    new_enrollment_id: str | None = Field(index=True)
    search: str | None = Field(sa_type=ordered_text_column())
    product: str
    confirmed_by: str | None
    on_hold: bool
    escalated_at: datetime | None
    overdue_at: datetime | None
    election_reminded_at: datetime | None
    blanked_at: datetime | None
    requester_left: str | None
    category: str | None
    next_at: datetime | None = Field(index=True)
    group_id: UUID | None = Field(index=True)
    document: Json | None = Field(sa_type=json_column())


class DecisionRow(Row, table=True):
    """One approver's decision on one revision; a later one replaces it."""

    __tablename__ = "bot_decision"
    __table_args__: ClassVar[Any] = (
        sa.UniqueConstraint("request_id", "revision", "approver"),
        sa.Index("ix_bot_decision_approver", "approver", "request_id", "revision", "verdict"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=counting_column())
    request_id: UUID = Field(foreign_key="bot_request.id")
    approver: str
    verdict: Verdict = Field(sa_type=enum_column(Verdict))
    revision: int
    ground: str
    reason: str | None
    void: str | None
    at: datetime
    document: Json | None = Field(sa_type=json_column())


class AttemptRow(Row, table=True):
    """One POST, written down before it is sent."""

    __tablename__ = "bot_attempt"
    __table_args__: ClassVar[Any] = (sa.Index("ix_bot_attempt_sending", "state", info={WHERE: IS_SENDING}),)

    request_id: UUID = Field(primary_key=True, foreign_key="bot_request.id")
    n: int = Field(primary_key=True)
    token: str
    state: AttemptState = Field(sa_type=enum_column(AttemptState))
    started_at: datetime
    baseline: Json = Field(sa_type=json_column())
    outcome: OutcomeKind | None = Field(sa_type=enum_column(OutcomeKind))
    status_code: int | None
    message: str | None
    trace_id: str | None
    result: Json | None = Field(sa_type=json_column())
    settled_at: datetime | None
    retry_at: datetime | None
    read_back_at: datetime | None


class CardRow(Row, table=True):
    """One copy of a request in Slack. Without `ts` it is an intent to post."""

    __tablename__ = "bot_card"

    request_id: UUID = Field(primary_key=True, foreign_key="bot_request.id")
    kind: str = Field(primary_key=True)
    channel: str
    touched_at: datetime
    ts: str | None
    drawn_version: int
    unconfirmed: int
    named: bool
    shown_group: str


class EventRow(Row, table=True):
    """One line of the audit. Triggers allow only new lines (`store.audit.append_only`).

    A line about the audit itself has no request, and a `store.audit.chain.ChainKind`; one about the recording of a life
    event has none either. `seq` is AUTOINCREMENT on SQLite (0001), so that no number is given twice.
    """

    __tablename__ = "bot_event"
    __table_args__: ClassVar[Any] = (
        sa.Index("ix_bot_event_undeliverable", "request_id", info={WHERE: IS_UNDELIVERABLE}),
    )

    seq: int | None = Field(default=None, primary_key=True, sa_type=counting_column())
    request_id: UUID | None = Field(foreign_key="bot_request.id", index=True)
    at: datetime
    actor: str
    kind: EventKind = Field(sa_type=enum_column(EventKind))
    codes: dict[str, str | int] = Field(sa_type=json_column())
    mac: str | None


class EventRecordRow(Row, table=True):
    """A life event to be recorded in Vitable. `next_at` is for the sweep, and no field of the value. Of one member,
    kind and date one row at a time is open."""

    __tablename__ = "bot_event_record"
    __table_args__: ClassVar[Any] = (
        sa.Index(
            "uq_bot_event_record_open",
            "member_id",
            "event_type",
            "event_date",
            unique=True,
            info={WHERE: IS_OPEN_RECORD},
        ),
    )

    id: UUID = Field(primary_key=True)
    submission_key: str = Field(unique=True)
    requester: str
    employee_id: str = Field(index=True)
    employee_name: str
    member_id: str
    event_type: str
    event_date: date
    notes: str
    seen: list[str] = Field(sa_type=json_column())
    had_nameless: bool
    state: RecordState = Field(sa_type=enum_column(RecordState))
    version: int
    asked_at: datetime
    started_at: datetime | None
    settled_at: datetime | None
    outcome: RecordOutcome | None = Field(sa_type=enum_column(RecordOutcome))
    status_code: int | None
    message: str | None
    trace_id: str | None
    event_id: str | None
    told_at: datetime | None
    next_at: datetime | None = Field(index=True)


class RemarkRow(Row, table=True):
    """A text that a person wrote about a request after it was submitted."""

    __tablename__ = "bot_remark"

    request_id: UUID = Field(primary_key=True, foreign_key="bot_request.id")
    n: int = Field(primary_key=True)
    kind: RemarkKind = Field(sa_type=enum_column(RemarkKind))
    author: str
    text: str
    at: datetime


class DigestRow(Row, table=True):
    """Notes that an approver was sent the digest of a day (by their own calendar)."""

    __tablename__ = "bot_digest"

    approver: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    sent_at: datetime


class AwayRow(Row, table=True):
    """An approver who said in Home that they are away (`until` is their last day), or who missed a digest then."""

    __tablename__ = "bot_away"

    user_id: str = Field(primary_key=True)
    until: date | None
    changed_at: datetime
    missed_on: date | None


class HomeRow(Row, table=True):
    """The Home tab of a person who has opened it.

    `shown` is a hash of the tab, and `seq` the last audit line in it. The tab is drawn again when there are later
    lines, but not before `quiet_until`; from `look_at` on it is drawn in any case; never before `rest_until`. `claims`
    counts the claims, so that each can be told from the next.
    """

    __tablename__ = "bot_home"

    user_id: str = Field(primary_key=True)
    opened_at: datetime
    pages: dict[str, int] = Field(sa_type=json_column())
    seq: int = Field(sa_type=sa.BigInteger)
    shown: str
    look_at: datetime
    quiet_until: datetime
    rest_until: datetime
    claims: int


class EmployeeRow(Row, table=True):
    """One employee in the index. `search` is the text that `store.search_text` makes from name and e-mail.

    `missed` counts the refreshes in a row in which the API did not list the employee.
    """

    __tablename__ = "bot_employee"
    __table_args__: ClassVar[Any] = (
        sa.Index("ix_bot_employee_found", "active", "search", "id", "employer_id"),
        sa.Index("ix_bot_employee_found_of", "employer_id", "active", "search", "id"),
    )

    id: str = Field(primary_key=True)
    member_id: str = Field(index=True)
    name: str
    email: str | None
    employer_id: str
    employer_name: str
    active: bool
    left_on: date | None
    search: str = Field(sa_type=ordered_text_column())
    missed: int


class LeaseRow(Row, table=True):
    """A duty of one replica at a time: of `holder`, until `until`.

    `due` is when to do it next, `report` the last result. There is no row before the first time.
    """

    __tablename__ = "bot_lease"

    name: str = Field(primary_key=True)
    holder: str
    until: datetime
    due: datetime
    report: Json = Field(sa_type=json_column())
