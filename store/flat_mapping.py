"""Cards, events and employees: rows to the core's frozen values and back, field by field."""

from uuid import UUID

from approvals.model.card import Card
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.event import Event
from approvals.model.remark import Remark
from benefits.ids import EmployeeId, EmployerId, MemberId
from store.mapping import Columns
from store.search_text import searchable
from store.tables import CardRow, EmployeeRow, EventRow, RemarkRow


def card_columns(card: Card) -> Columns:
    """The columns of a card."""
    return {
        "request_id": card.request_id,
        "kind": card.kind,
        "channel": card.channel,
        "touched_at": card.touched_at,
        "ts": card.ts,
        "drawn_version": card.drawn_version,
        "unconfirmed": card.unconfirmed,
    }


def card_value(row: CardRow) -> Card:
    """The card that a row stands for."""
    return Card(
        request_id=row.request_id,
        kind=row.kind,
        channel=row.channel,
        touched_at=row.touched_at,
        ts=row.ts,
        drawn_version=row.drawn_version,
        unconfirmed=row.unconfirmed,
    )


def event_columns(event: Event) -> Columns:
    """The columns of an event that is new: the database counts `seq`."""
    return {
        "request_id": event.request_id,
        "at": event.at,
        "actor": event.actor,
        "kind": event.kind,
        "codes": dict(event.codes),
    }


def event_value(row: EventRow) -> Event:
    """The event that a row stands for."""
    return Event(
        request_id=row.request_id, at=row.at, actor=row.actor, kind=row.kind, codes=row.codes, seq=row.seq or 0
    )


def remark_columns(request_id: UUID, n: int, remark: Remark) -> Columns:
    """The columns of the n-th remark on a request."""
    return {
        "request_id": request_id,
        "n": n,
        "kind": remark.kind,
        "author": remark.author,
        "text": remark.text,
        "at": remark.at,
    }


def remark_value(row: RemarkRow) -> Remark:
    """The remark that a row stands for."""
    return Remark(kind=row.kind, author=row.author, text=row.text, at=row.at)


def employee_columns(entry: EmployeeEntry) -> Columns:
    """The columns of a line of the employee index."""
    return {
        "id": entry.id,
        "member_id": entry.member_id,
        "name": entry.name,
        "email": entry.email,
        "employer_id": entry.employer_id,
        "employer_name": entry.employer_name,
        "active": entry.active,
        "search": searchable(entry.name, entry.email),
        "missed": entry.missed,
    }


def employee_value(row: EmployeeRow) -> EmployeeEntry:
    """The line of the employee index that a row stands for."""
    return EmployeeEntry(
        id=EmployeeId(row.id),
        member_id=MemberId(row.member_id),
        name=row.name,
        email=row.email,
        employer_id=EmployerId(row.employer_id),
        employer_name=row.employer_name,
        active=row.active,
        missed=row.missed,
    )
