"""The repository for overviews: the requests that concern a reader, sorted into sections by the database."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.model.card import STAND_IN
from approvals.model.event import EventKind
from approvals.model.newer import NewerRequest
from approvals.model.request import ReissueRequest, Verdict
from approvals.model.status import ENDED, OPEN, RequestStatus
from approvals.model.viewer import Section, Viewer
from store import mapping
from store.repositories.decisions import SqlDecisions
from store.routing import belongs_to
from store.tables import CardRow, DecisionRow, EventRow, RequestRow

Condition = sa.ColumnElement[bool]

STATUS = col(RequestRow.status)
FAILING = (RequestStatus.FAILED, RequestStatus.UNKNOWN)

GROUP = sa.func.coalesce(col(RequestRow.group_id), col(RequestRow.id))
"""What the requests of one submission share."""

NUMBER, LEAD = col(RequestRow.number), sa.func.min(col(RequestRow.number)).over(partition_by=GROUP)
DEADLINE = sa.func.min(col(RequestRow.deadline)).over(partition_by=GROUP)
OVERDUE = sa.func.min(col(RequestRow.overdue_at)).over(partition_by=GROUP)
CHANGED = sa.func.max(col(RequestRow.changed_at)).over(partition_by=GROUP)

ORDERS: Mapping[Section, tuple[Any, ...]] = {
    Section.WAITING: (DEADLINE.is_(None), DEADLINE, LEAD, NUMBER),
    Section.ATTENTION: (LEAD, NUMBER),
    Section.MINE: (OVERDUE.is_(None), LEAD, NUMBER),
    Section.RECENT: (CHANGED.desc(), LEAD.desc(), NUMBER),
}
"""Requests that were submitted together stand together: where the most urgent of them would."""


class SqlOverviews:
    """`approvals.ports.storage.Overviews` over a session."""

    def __init__(self, session: AsyncSession, connection: AsyncConnection) -> None:
        self._session = session
        self._decisions = SqlDecisions(connection)

    async def count(self, reader: Viewer, since: datetime) -> Mapping[Section, int]:
        """The number of requests in each section; empty sections are left out."""
        section = _section(reader, since).label("section")
        sorted_in = sa.select(section).where(_may_concern(since)).subquery()
        counted = sa.select(sorted_in.c.section, sa.func.count()).group_by(sorted_in.c.section)
        rows = (await self._session.exec(counted)).all()  # type: ignore[call-overload]
        return {Section(name): count for name, count in rows if name is not None}

    async def page(
        self, reader: Viewer, section: Section, since: datetime, *, limit: int, offset: int
    ) -> Sequence[ReissueRequest | NewerRequest]:
        """Some requests of a section: waiting ones by deadline, own ones with the overdue first,
        recent ones by when they changed, others by number."""
        in_section = sa.and_(_may_concern(since), _section(reader, since) == section.value)
        ids = select(RequestRow.id).where(in_section).order_by(*ORDERS[section]).limit(limit).offset(offset)
        wanted = (await self._session.exec(ids)).all()
        is_wanted = col(RequestRow.id).in_(wanted)
        rows = {row.id: row for row in await self._session.exec(select(RequestRow).where(is_wanted))}
        decisions = await self._decisions.rows_of(is_wanted)
        return [mapping.request_or_newer(rows[each], decisions.get(each, ())) for each in wanted]

    async def numbered(self, reader: Viewer, number: int) -> ReissueRequest | NewerRequest | None:
        """The request with this number, if the reader made it or may read it: the database leaves it out otherwise."""
        is_own = col(RequestRow.requester) == reader.user_id
        concerns = sa.and_(col(RequestRow.number) == number, sa.or_(is_own, decides(reader)))
        row = (await self._session.exec(select(RequestRow).where(concerns))).first()
        decisions = await self._decisions.rows_of(concerns)
        return None if row is None else mapping.request_or_newer(row, decisions.get(row.id, ()))

    async def undeliverable(self, request_ids: Collection[UUID]) -> Collection[UUID]:
        """The requests with a message that Slack refused and has not accepted since."""
        among = col(RequestRow.id).in_(request_ids)
        return set((await self._session.exec(select(RequestRow.id).where(among, _is_undeliverable()))).all())


def _may_concern(since: datetime) -> Condition:
    """Selects the requests that can be in a section at all. All others, most of them after some years, are not read."""
    is_open, is_late = sa.select(col(RequestRow.id)), sa.select(col(RequestRow.id))
    either = sa.union(is_open.where(STATUS.in_(OPEN)), is_late.where(col(RequestRow.changed_at) >= since))
    return col(RequestRow.id).in_(either)  # not an OR: SQLite would read every request for it


def _section(reader: Viewer, since: datetime) -> sa.Case[Any]:
    """The first section that fits; NULL if the request does not concern the reader.

    Whether a status of a later release is an open one is not known: such requests are among the recent ones.
    """
    is_own, is_decider = col(RequestRow.requester) == reader.user_id, decides(reader)
    is_pending, is_open = STATUS == RequestStatus.PENDING, STATUS.in_(OPEN)
    may_decide = sa.and_(is_pending, ~is_own, is_decider, ~_has_decided(reader, this_revision=True))
    owes_answer = sa.and_(STATUS == RequestStatus.NEEDS_INFO, is_own)
    is_amiss = sa.or_(STATUS.in_(FAILING), _is_undeliverable())
    is_closed_lately = sa.and_(STATUS.in_(ENDED), col(RequestRow.changed_at) >= since)
    fits = {
        Section.WAITING: sa.or_(may_decide, owes_answer),
        Section.ATTENTION: sa.and_(sa.or_(is_own, is_decider), is_amiss),
        Section.MINE: sa.and_(is_own, is_open),
        Section.RECENT: sa.or_(
            sa.and_(is_decider, is_open),
            sa.and_(is_closed_lately, sa.or_(is_own, _has_decided(reader, this_revision=False))),
            sa.and_(STATUS.not_in(list(RequestStatus)), sa.or_(is_own, is_decider)),
        ),
    }
    return sa.case(*((condition, section.value) for section, condition in fits.items()))


def decides(reader: Viewer) -> Condition:
    """Whether the reader is among those who decide on a request."""
    late = sa.and_(col(RequestRow.escalated_at).is_not(None), belongs_to(reader.routes, reader.decides_late))
    return sa.or_(belongs_to(reader.routes, reader.decides), late)


def _has_decided(reader: Viewer, *, this_revision: bool) -> Condition:
    """Whether the reader has decided on a request; with `this_revision`, whether they approved its current revision."""
    decisions = sa.select(col(DecisionRow.id)).where(
        col(DecisionRow.request_id) == col(RequestRow.id), col(DecisionRow.approver) == reader.user_id
    )
    if this_revision:
        decisions = decisions.where(
            col(DecisionRow.revision) == col(RequestRow.revision), col(DecisionRow.verdict) == Verdict.APPROVE
        )
    return decisions.exists()


def _is_undeliverable() -> Condition:
    """Whether Slack refused a message and has not accepted it since. Stand-ins do not count: they are sent only if
    the card itself is refused."""
    message = col(EventRow.codes)["message"].as_string()
    taken_since = sa.select(col(CardRow.kind)).where(
        col(CardRow.request_id) == col(EventRow.request_id),
        col(CardRow.kind) == message,
        col(CardRow.ts).is_not(None),
        col(CardRow.touched_at) >= col(EventRow.at),
    )
    refused = sa.select(col(EventRow.seq)).where(
        col(EventRow.request_id) == col(RequestRow.id),
        col(EventRow.kind) == EventKind.UNDELIVERABLE,
        ~message.startswith(f"{STAND_IN}:"),
        ~taken_since.exists(),
    )
    return refused.exists()
