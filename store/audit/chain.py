"""The chain over the audit: a secret key signs each line together with the value of the line before it.

Without the key, a line cannot be changed, removed or added without breaking the chain at that place.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

from approvals.model.event import THE_BOT, Event

BEGINNING = ""
"""The value before the first line."""

NO_REQUEST = ""
"""The request id of a line about the audit itself, or about the recording of a life event."""


class ChainKind(StrEnum):
    """What a line about the audit itself says. Each has the id of a key as its code `key`."""

    BEGUN = "chain_begun"
    """The chain begins here with a key: `lines_before` and `hash_before` are about all lines before."""
    KEY_CHANGED = "key_changed"
    """The lines after this one have another key. The one before (`key_before`) signs it, unless `vouched` is 0."""
    LINE_MISSING = "line_missing"
    """The line `missing_seq`, which a process had written with the value `missing_mac`, is not there any more."""


class UnknownAuditKey(Exception):
    """The audit was last written with another key than AUDIT_KEY, and AUDIT_KEYS_OLD does not have that one either.

    Put the key that AUDIT_KEY was before into AUDIT_KEYS_OLD and start again. If nobody has it any more, set
    AUDIT_KEYS_OLD=lost for one start: the chain then begins again with the new key, and the audit says so.
    docs/audit.md explains both.
    """

    def __init__(self, key_id: str | None) -> None:
        named = "" if key_id is None else f" (The id of the missing key: {key_id}.)"
        super().__init__(" ".join(str(type(self).__doc__).split()) + named)


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A line about the audit itself."""

    kind: ChainKind
    at: datetime
    codes: Mapping[str, str | int]

    @property
    def columns(self) -> dict[str, object]:
        """Its columns, without its chain value."""
        codes = dict(self.codes)
        return {"request_id": None, "at": self.at, "actor": THE_BOT, "kind": self.kind.value, "codes": codes}


@dataclass(frozen=True, slots=True)
class Chain:
    """Makes chain values and hashes of free text.

    `key` is AUDIT_KEY. `others` are the keys of AUDIT_KEYS_OLD. `is_lost` allows to begin again after a key that is
    none of them.
    """

    key: str = field(repr=False)
    others: tuple[str, ...] = field(default=(), repr=False)
    is_lost: bool = False

    @property
    def id(self) -> str:
        """A short name for the key, which does not give it away: 8 hexadecimal digits."""
        return self._signed("key id")[:8]

    def known(self, key_id: object) -> "Chain | None":
        """The chain with the key of this id: this one, or one of the others."""
        return next((chain for chain in self.all if chain.id == key_id), None)

    @property
    def all(self) -> tuple["Chain", ...]:
        """This chain, and those of the other keys."""
        return (self, *map(Chain, self.others))

    def links(self, previous: str, events: Iterable[Event]) -> Iterator[tuple[Event, str]]:
        """New lines as they are stored, with hashes of their texts; and the chain value of each. A line without a
        request names the key, because the last one of them is asked for it."""
        for event in events:
            key = {"key": self.id} if event.request_id is None else {}
            line = replace(event, codes={**event.codes, **self._hashes(event), **key})
            previous = self.mac(previous, line)
            yield line, previous

    def mac(self, previous: str, line: Event | OwnLine) -> str:
        """The value of a line, given the value of the line before: HMAC-SHA256 in hexadecimal digits."""
        at = line.at.astimezone(UTC).isoformat(timespec="microseconds")
        about = NO_REQUEST if isinstance(line, OwnLine) or line.request_id is None else str(line.request_id)
        actor = THE_BOT if isinstance(line, OwnLine) else line.actor
        return self.value(previous, about, at, actor, line.kind.value, dict(line.codes))

    def value(self, previous: str, *line: object) -> str:
        """The same for a line as read: request id, instant (ISO 8601, UTC, microseconds), actor, kind, codes."""
        return self._signed(previous, *line)

    def _hashes(self, event: Event) -> dict[str, str]:
        """A hash for each free text of a line. It includes the request or the record of a life event, so that equal
        texts do not have equal hashes."""
        about = str(event.request_id or event.codes.get("record"))
        return {f"{name}_hash": self._signed("text", about, name, text) for name, text in event.texts.items()}

    def _signed(self, *parts: object) -> str:
        return hmac.new(self.key.encode(), canonical(*parts), hashlib.sha256).hexdigest()


def canonical(*parts: object) -> bytes:
    """The one way to write values as bytes: a compact JSON array in ASCII, with sorted keys."""
    return json.dumps(parts, sort_keys=True, separators=(",", ":")).encode()
