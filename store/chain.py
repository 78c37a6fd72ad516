"""The chain over the audit: a secret key signs each line together with the value of the line before it.

Without the key, a line cannot be changed, removed or added without breaking the chain at that place.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC

from approvals.model.event import Event

BEGINNING = ""
"""The value before the first line."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Makes chain values and hashes of free text; `key` is AUDIT_KEY."""

    key: str = field(repr=False)

    def links(self, previous: str, events: Iterable[Event]) -> Iterator[tuple[Event, str]]:
        """New lines as they are stored, with hashes of their texts; and the chain value of each."""
        for event in events:
            line = replace(event, codes={**event.codes, **self._hashes(event)})
            previous = self.mac(previous, line)
            yield line, previous

    def mac(self, previous: str, event: Event) -> str:
        """The value of a line, given the value of the line before: HMAC-SHA256 in hexadecimal digits."""
        at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
        return self.value(previous, str(event.request_id), at, event.actor, event.kind.value, dict(event.codes))

    def value(self, previous: str, *line: object) -> str:
        """The same for a line as read: request id, instant (ISO 8601, UTC, microseconds), actor, kind, codes."""
        return self._signed(previous, *line)

    def _hashes(self, event: Event) -> dict[str, str]:
        """A hash for each free text of a line. It includes the request, so equal texts do not have equal hashes."""
        return {
            f"{name}_hash": self._signed("text", str(event.request_id), name, text)
            for name, text in event.texts.items()
        }

    def _signed(self, *parts: object) -> str:
        canonical = json.dumps(parts, sort_keys=True, separators=(",", ":"))
        return hmac.new(self.key.encode(), canonical.encode(), hashlib.sha256).hexdigest()
