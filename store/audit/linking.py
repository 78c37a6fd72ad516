"""Links new lines to the audit's chain, and writes the lines about the audit itself before them."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa

from approvals.model.event import Event
from store.audit.chain import Chain, ChainKind, OwnLine, UnknownAuditKey
from store.audit.digest import Digest
from store.audit.reading import Audit
from store.audit.standing import Standing, Written, chain_before, newest, standing
from store.columns import table_of
from store.dialects import lock_until_the_end
from store.mapping import Columns, event_columns
from store.tables import EventRow

CHAINING = 7_166_004
"""The PostgreSQL advisory lock for adding to the chain, so that `seq` and the chain have the same order."""

Codes = dict[str, str | int]

Signed = tuple[Chain, OwnLine]
"""A line about the audit itself, and the chain whose key signs it."""


_ADD = sa.insert(table_of(EventRow)).returning(table_of(EventRow).c.seq)


class Linking:
    """Links the lines of one process. Its methods are called in a transaction that can write.

    `last` is the last line that is known to be committed: if it goes missing, the audit says so. `has_lost` says
    whether that has happened since the process started.
    """

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.last: Written | None = None
        self.has_lost = False

    def open(self, connection: sa.Connection, at: datetime) -> Written | None:
        """Begin the chain if it has not begun, and note a change of its key. Returns the last line of the chain.

        Raises UnknownAuditKey.
        """
        now = self._standing(connection)
        before = chain_before(connection, now, self.chain)
        if before is None and not self.chain.is_lost:
            raise UnknownAuditKey(now.key)
        own = self._own_lines(connection, now, before, at) if before else [_begun(connection, self.chain, at)]
        return self._insert(connection, now.head, list(own), ()) or newest(connection)

    def write(self, connection: sa.Connection, events: Sequence[Event]) -> Written | None:
        """Write new lines. Nobody else can write any until this transaction ends. Returns the last one."""
        now = self._standing(connection)
        own: list[Signed] = []
        if now.key != self.chain.id or not now.is_complete:
            before = chain_before(connection, now, self.chain)
            own += self._own_lines(connection, now, before, events[0].at)
        return self._insert(connection, now.head, own, events)

    def committed(self, written: Written | None) -> None:
        """Remember a line whose transaction was committed."""
        if written is not None and (self.last is None or self.has_lost or written.seq > self.last.seq):
            self.last = written

    def _standing(self, connection: sa.Connection) -> Standing:
        if connection.dialect.name == "postgresql":
            connection.execute(lock_until_the_end(CHAINING))
        return standing(connection, self.last)

    def _own_lines(
        self, connection: sa.Connection, now: Standing, before: Chain | None, at: datetime
    ) -> Iterator[Signed]:
        """What has to be said about the audit before new lines. A change of key is signed with the key before."""
        if now.key is None:
            yield _begun(connection, before or self.chain, at)
        key_before = now.key if before is None else before.id
        if key_before not in (None, self.chain.id):
            changed: Codes = {"key_before": str(key_before), "vouched": int(before is not None)}
            yield before or self.chain, self._own(ChainKind.KEY_CHANGED, at, **changed)
        if self.last is not None and not now.is_complete:
            self.has_lost = True
            missing: Codes = {"missing_seq": self.last.seq, "missing_mac": self.last.mac}
            yield self.chain, self._own(ChainKind.LINE_MISSING, at, **missing)

    def _own(self, kind: ChainKind, at: datetime, **codes: str | int) -> OwnLine:
        return OwnLine(kind, at, {"key": self.chain.id, **codes})

    def _insert(
        self, connection: sa.Connection, head: str, own: Sequence[Signed], events: Sequence[Event]
    ) -> Written | None:
        written = None
        for line in self._linked(head, own, events):
            added = connection.execute(_ADD, line)
            written = Written(added.scalar_one() or 0, line["mac"])
        return written

    def _linked(self, head: str, own: Sequence[Signed], events: Sequence[Event]) -> Iterator[Columns]:
        for chain, line in own:
            head = chain.mac(head, line)
            yield {**line.columns, "mac": head}
        for event, mac in self.chain.links(head, events):
            yield {**event_columns(event), "mac": mac}


def _begun(connection: sa.Connection, chain: Chain, at: datetime) -> Signed:
    """A beginning, which vouches for all lines before it. To read a million of them takes 20 seconds."""
    before = Digest()
    for line in Audit(connection).lines():
        before.add(line)
    return chain, OwnLine(ChainKind.BEGUN, at, {"key": chain.id, **before.codes})
