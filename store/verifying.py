"""Verifies the chain over the audit: is every line unchanged, and is the end still there?"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from store.audit import AuditLine
from store.chain import BEGINNING, Chain


class Fault(StrEnum):
    """The ways in which a line can break the chain."""

    CHANGED = "changed"
    """Its value does not match the line and the value before it: one of them was changed, added or removed."""
    UNCHAINED = "unchained"
    """It has no value, although the chain had begun."""


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first broken line; `number` is that of its request, None if there is no such request."""

    seq: int
    number: int | None
    fault: Fault


@dataclass(slots=True)
class Finding:
    """The result of a walk, as numbers of lines: `lines` in all, `older` than the chain, `chained`, `changed` among the
    chained, `unchained` after the chain began. `first` is the first broken line.

    `head` is the last chain value; `has_head` says whether the expected head was found.
    """

    lines: int = 0
    older: int = 0
    chained: int = 0
    changed: int = 0
    unchained: int = 0
    first: BrokenLink | None = None
    head: str = BEGINNING
    has_head: bool = False

    def note(self, line: AuditLine, fault: Fault) -> None:
        """Count a broken line, and keep the first."""
        self.changed += fault is Fault.CHANGED
        self.unchained += fault is Fault.UNCHAINED
        self.first = self.first or BrokenLink(line.seq, line.number, fault)


def walk(chain: Chain, lines: Iterable[AuditLine], head: str | None = None) -> Finding:
    """Compare each line with its chain value. Each check starts from the stored value before the line, so one change
    breaks one line. `head` is the head that was noted earlier."""
    finding = Finding()
    for line in lines:
        finding.lines += 1
        if line.mac is None:
            _without_value(finding, line)
            continue
        expected = chain.value(finding.head, line.request_id, line.at, line.actor, line.kind, line.codes)
        if not hmac.compare_digest(expected.encode(), str(line.mac).encode()):
            finding.note(line, Fault.CHANGED)
        finding.chained += 1
        finding.head = line.mac
        finding.has_head = finding.has_head or line.mac == head
    return finding


def _without_value(finding: Finding, line: AuditLine) -> None:
    if finding.chained:
        finding.note(line, Fault.UNCHAINED)
    else:
        finding.older += 1
