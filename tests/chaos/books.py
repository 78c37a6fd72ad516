"""The three books: what the API did, what the bot's database holds, what stands in Slack."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from approvals.model.event import EventKind
from approvals.model.status import RequestStatus
from sandbox.app import Sandbox
from sandbox.benefits.switchboard import UNKNOWN
from sandbox.calls import Call
from store.engine import READING, create_sync_engine
from store.tables import AttemptRow, CardRow, EventRow, RequestRow

UNTOUCHED = frozenset({"ratelimited", "error_before", "drop_before", "hang_before", "refuse", "html_error"})
"""Faults of the API that keep a reissue from being worked on at all; any other POST is one more processing."""

MOVING = timedelta(minutes=2)
"""Whoever is to be looked at again later than this stands still: a lease ends after a minute, days at midnight."""

NEVER = frozenset({"member", UNKNOWN})
"""Calls that must not be in the log: the private record of a member, and whatever the contract does not have."""

LONGEST_POST = timedelta(seconds=7)
"""After which a post to Slack, of at most five seconds, is nobody's any more."""


OfRequest = TypeVar("OfRequest", AttemptRow, EventRow, CardRow)


@dataclass
class ApiBook:
    """What the benefits API was asked and what it did, by the number of a member of the crowd."""

    sandbox: Sandbox
    _posts: dict[int, list[Call]] = field(default_factory=lambda: defaultdict(list))
    _read: int = 0
    _latest: int | None = None

    def posts(self, number: int) -> Sequence[Call]:
        """The POSTs for an enrollment, in order."""
        self._read_on()
        return self._posts[number]

    def count(self) -> int:
        """How many POSTs have arrived, those that hang included."""
        self._read_on()
        return sum(map(len, self._posts.values()))

    def processings(self, number: int) -> int:
        """How many POSTs for an enrollment the API worked on.

        The sandbox refuses to reissue twice what is closed already; the real API is not known to.
        """
        return sum(call.detail.get("fault") not in UNTOUCHED for call in self.posts(number))

    def took_effect(self, number: int) -> bool:
        """Whether the wanted enrollment was reissued."""
        return self.opened(number) is not None

    def opened(self, number: int) -> str | None:
        """The enrollment that the reissue of the wanted one opened; None if there was none."""
        made = self.sandbox.benefits.world.reissues
        return next((str(one["new_enrollment_id"]) for one in made if one["enrollment_id"] == wanted(number)), None)

    def effects(self) -> int:
        """How many reissues took effect that the bot was asked for, and not a colleague."""
        return sum(
            str(made["enrollment_id"]).startswith(wanted(number_of(made["enrollment_id"])))
            for made in self.sandbox.benefits.world.reissues
        )

    @property
    def latest(self) -> int | None:
        """Whom the latest POST was for."""
        self._read_on()
        return self._latest

    def forbidden(self) -> list[str]:
        """Calls that no bot may make, and those to paths that only the other contract has."""
        violated = [f"{each['rule']}: {each['detail']}" for each in self.sandbox.benefits.world.connect6.violations]
        calls = self.sandbox.calls.since("benefits")
        return violated + [f"{call.method} {call.path}" for call in calls if call.call in NEVER]

    def _read_on(self) -> None:
        new = self.sandbox.calls.since(None, self._read)
        self._read += len(new)
        for call in new:
            if call.call == "reissue":
                self._latest = number_of(call.path.split("/")[-2])
                self._posts[self._latest].append(call)


@dataclass(frozen=True)
class Kept:
    """What the database holds of one request."""

    request: RequestRow
    attempts: Sequence[AttemptRow]
    events: Sequence[EventRow]
    cards: Sequence[CardRow]

    @property
    def label(self) -> str:
        """The number as people write it."""
        return f"R-{self.request.number}"

    @property
    def number(self) -> int:
        """The number of the member of the crowd."""
        return number_of(self.request.enrollment_id)

    def clicked(self, key: str) -> bool:
        """Whether a click, or the submission of a modal, was carried out."""
        return any(event.codes.get("click") == key for event in self.events)

    def refused(self, person: str, kind: str) -> bool:
        """Whether somebody was refused this, and it was written down."""
        refusals = (event for event in self.events if event.kind is EventKind.REFUSED)
        return any(event.actor == person and event.codes.get("wanted") == kind for event in refusals)


def wanted(number: int) -> str:
    """The enrollment that is asked for."""
    return f"enrl_crowd_{number}_medical"


def number_of(enrollment_id: str) -> int:
    """The number in `enrl_crowd_12_medical`."""
    return int(enrollment_id.split("_")[2])


def kept(database_url: str) -> Mapping[str, Kept]:
    """Everything, by label."""
    with Session(_engine(database_url)) as session:
        requests = session.exec(select(RequestRow).order_by(col(RequestRow.number))).all()
        attempts = session.exec(select(AttemptRow).order_by(col(AttemptRow.n))).all()
        events = session.exec(
            select(EventRow).where(col(EventRow.request_id).is_not(None)).order_by(col(EventRow.seq))
        ).all()
        cards = session.exec(select(CardRow)).all()
    tried, told, drawn = _by_request(attempts), _by_request(events), _by_request(cards)
    books = [Kept(request, tried[request.id], told[request.id], drawn[request.id]) for request in requests]
    return {book.label: book for book in books}


def _by_request(rows: Iterable[OfRequest]) -> Mapping[UUID | None, Sequence[OfRequest]]:
    found: dict[UUID | None, list[OfRequest]] = defaultdict(list)
    for row in rows:
        found[row.request_id].append(row)
    return found


def current_card(database_url: str, label: str) -> str | None:
    """The timestamp of the card that the bot knows of."""
    statement = select(CardRow.ts).join(RequestRow, col(RequestRow.id) == col(CardRow.request_id))
    statement = statement.where(col(RequestRow.number) == int(label.removeprefix("R-")), CardRow.kind == "card")
    with Session(_engine(database_url)) as session:
        return session.exec(statement).first()


def restless(database_url: str) -> list[str]:
    """The requests that somebody still has to look at soon."""
    soon = col(RequestRow.next_at) < datetime.now(UTC) + MOVING
    working = sa.or_(soon, col(RequestRow.status).in_([RequestStatus.APPLYING, RequestStatus.CHECKING]))
    with Session(_engine(database_url)) as session:
        return [f"R-{number}" for number in session.exec(select(RequestRow.number).where(working))]


def end_leases(database_url: str) -> None:
    """Let every lease end now, and every claim to post that nobody alive can still hold: they are anybody's."""
    now = datetime.now(UTC)
    dead = sa.and_(col(CardRow.ts).is_(None), col(CardRow.touched_at) < now - LONGEST_POST)
    with _engine(database_url).execution_options(**{READING: False}).begin() as connection:
        soon = sa.and_(col(RequestRow.next_at) > now, col(RequestRow.next_at) < now + MOVING)
        connection.execute(sa.update(CardRow).where(dead).values(touched_at=now - MOVING))
        connection.execute(sa.update(RequestRow).where(soon).values(next_at=now))


@lru_cache
def _engine(database_url: str) -> sa.Engine:
    return create_sync_engine(database_url).execution_options(**{READING: True})
