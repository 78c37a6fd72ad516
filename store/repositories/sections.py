"""The sections of an overview in SQL: which one each request is in for a reader, and in what order they stand there.

Two indexes have every column that is read here, so that the requests themselves, with all their JSON, are read only for
the pages that are shown: `ix_bot_request_open` has the open requests, `ix_bot_request_changed` those changed lately.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from approvals.model.card import STAND_IN
from approvals.model.request import Verdict
from approvals.model.status import ENDED, OPEN, RequestStatus
from approvals.model.viewer import Section, Viewer
from store.routing import belongs_to
from store.tables import IS_OPEN, IS_UNDELIVERABLE, CardRow, DecisionRow, EventRow, RequestRow

Condition = sa.ColumnElement[bool]

Column = Any
"""A column of `RequestRow`; what SQLAlchemy says of its type does not fit into conditions."""

STATUS: Column = RequestRow.status
REQUESTER: Column = RequestRow.requester
CHANGED: Column = RequestRow.changed_at
DEADLINE: Column = RequestRow.deadline
OVERDUE: Column = RequestRow.overdue_at

FAILING = (RequestStatus.FAILED, RequestStatus.UNKNOWN)


def shown(reader: Viewer, since: datetime, pages: Mapping[Section, int], limit: int) -> sa.Select[Any]:
    """The ids on one page of each section, in order, each with its section, the size of that and the page's number.

    The last page is shown in place of one that is gone. Sections without requests are left out.
    """
    found = _found(reader, since).cte("found")
    together = _together(found).cte("together")
    per_section = sa.select(found.c.section, sa.func.count().label("total")).group_by(found.c.section).subquery()
    last = (per_section.c.total - 1) // limit
    wanted = sa.case(*((per_section.c.section == name.value, pages.get(name, 0)) for name in Section), else_=0)
    page = sa.case((wanted < last, wanted), else_=last).label("page")
    sections = sa.select(per_section, page).cte("sections")
    on_page = sa.union_all(*(_page(name, found, together, sections, limit) for name in Section)).subquery()
    return (
        sa.select(on_page.c.id, on_page.c.section, sections.c.total, sections.c.page)
        .join(sections, sections.c.section == on_page.c.section)
        .order_by(on_page.c.section, on_page.c.place)
    )


def decides(reader: Viewer) -> Condition:
    """Whether the reader is among those who decide on a request."""
    late = sa.and_(col(RequestRow.escalated_at).is_not(None), belongs_to(reader.routes, reader.decides_late))
    return sa.or_(belongs_to(reader.routes, reader.decides), late)


def is_undeliverable() -> Condition:
    """Whether Slack refused a message and has not accepted it since. Stand-ins do not count: they are sent only if
    the card itself is refused."""
    message = col(EventRow.codes)["message"].as_string()
    taken_since = sa.select(col(CardRow.kind)).where(
        col(CardRow.request_id) == col(EventRow.request_id),
        col(CardRow.kind) == message,
        col(CardRow.ts).is_not(None),
        col(CardRow.touched_at) >= col(EventRow.at),
    )
    refused = sa.select(col(EventRow.request_id)).where(
        IS_UNDELIVERABLE,
        col(EventRow.request_id).is_not(None),
        ~message.startswith(f"{STAND_IN}:"),
        ~taken_since.exists(),
    )
    return col(RequestRow.id).in_(refused)


def _found(reader: Viewer, since: datetime) -> sa.Select[Any]:
    """Every request that concerns the reader, with its section and what orders it there."""
    each = sa.union_all(_open(reader), _changed_lately(reader, since)).subquery()
    return sa.select(each).where(each.c.section.is_not(None))


def _together(found: sa.CTE) -> sa.Select[Any]:
    """What orders requests that were submitted together: they stand where the most urgent of them would."""
    return (
        sa.select(
            found.c.section,
            found.c.group_id,
            sa.func.min(found.c.number).label("number"),
            sa.func.min(found.c.deadline).label("deadline"),
            sa.func.min(found.c.overdue_at).label("overdue_at"),
            sa.func.max(found.c.changed_at).label("changed_at"),
        )
        .where(found.c.group_id.is_not(None))
        .group_by(found.c.section, found.c.group_id)
    )


def _page(section: Section, found: sa.CTE, together: sa.CTE, sections: sa.CTE, limit: int) -> sa.Select[Any]:
    """One page of a section: ids, each with its place."""

    def of_group(name: str) -> sa.ColumnElement[Any]:
        return sa.func.coalesce(together.c[name], found.c[name])

    deadline, lead, number = of_group("deadline"), of_group("number"), found.c.number
    keys: Sequence[sa.ColumnElement[Any]] = {
        Section.WAITING: (deadline.is_(None), deadline, lead, number),
        Section.ATTENTION: (lead, number),
        Section.MINE: (of_group("overdue_at").is_(None), lead, number),
        Section.RECENT: (of_group("changed_at"), -lead, number),
    }[section]
    named = [key.label(f"key_{n}") for n, key in enumerate(keys)]
    is_same = sa.and_(together.c.section == found.c.section, together.c.group_id == found.c.group_id)
    first = sa.select(sections.c.page * limit).where(sections.c.section == section.value).scalar_subquery()
    listed = (
        sa.select(found.c.id, found.c.section, *named)
        .select_from(found)
        .join(together, is_same, isouter=True)
        .where(found.c.section == section.value)
        .order_by(*_in_order(section, named))
        .limit(limit)
        .offset(sa.func.coalesce(first, 0))
        .subquery()
    )
    again = _in_order(section, [listed.c[key.name] for key in named])
    return sa.select(listed.c.id, listed.c.section, sa.func.row_number().over(order_by=again).label("place"))


def _in_order(section: Section, keys: Sequence[Column]) -> Sequence[Column]:
    """What changed last comes first; otherwise the smallest key does."""
    return (keys[0].desc(), *keys[1:]) if section is Section.RECENT else keys


def _open(reader: Viewer) -> sa.Select[Any]:
    """The open requests; the section of those that do not concern the reader is NULL."""
    is_own, is_decider = reader.user_id == REQUESTER, decides(reader)
    is_pending, is_owed = STATUS == RequestStatus.PENDING, STATUS == RequestStatus.NEEDS_INFO
    may_decide = sa.and_(is_pending, ~is_own, is_decider, ~_has_decided(reader, this_revision=True))
    is_amiss = sa.or_(STATUS.in_(FAILING), is_undeliverable())
    fits = {
        Section.WAITING: sa.or_(may_decide, sa.and_(is_owed, is_own)),
        Section.ATTENTION: sa.and_(is_amiss, sa.or_(is_own, is_decider)),
        Section.MINE: is_own,
        Section.RECENT: is_decider,
    }
    return _sorted(fits, DEADLINE, OVERDUE).where(IS_OPEN)


def _changed_lately(reader: Viewer, since: datetime) -> sa.Select[Any]:
    """The other requests that changed since then.

    Whether a status of a later release is an open one is not known: such requests are among the recent ones.
    """
    is_own = reader.user_id == REQUESTER
    concerns = sa.or_(is_own, decides(reader))
    has_ended = sa.and_(STATUS.in_(ENDED), sa.or_(is_own, _has_decided(reader, this_revision=False)))
    fits = {
        Section.ATTENTION: sa.and_(is_undeliverable(), concerns),
        Section.RECENT: sa.or_(has_ended, sa.and_(STATUS.not_in(list(RequestStatus)), concerns)),
    }
    neither = (sa.cast(sa.null(), column.type) for column in (DEADLINE, OVERDUE))  # only open ones are sorted by them
    return _sorted(fits, *neither).where(since <= CHANGED, STATUS.not_in(OPEN))


def _sorted(fits: Mapping[Section, Condition], deadline: Column, overdue_at: Column) -> sa.Select[Any]:
    """What is needed of each request: the first section that fits, and what orders it there."""
    section = sa.case(*((condition, section.value) for section, condition in fits.items()))
    return sa.select(
        col(RequestRow.id),
        col(RequestRow.number),
        col(RequestRow.group_id).label("group_id"),
        deadline.label("deadline"),
        overdue_at.label("overdue_at"),
        CHANGED.label("changed_at"),
        section.label("section"),
    )


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
