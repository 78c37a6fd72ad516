"""Walking the chain over the audit: is every line as it was written, and is the end still there?"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from store.audit import AuditLine
from store.chain import BEGINNING, Chain


class Fault(StrEnum):
    """What is wrong with a line."""

    CHANGED = "changed"
    """Its value is not the one that line and predecessor give: one of them was changed, added or removed."""
    UNCHAINED = "unchained"
    """It has no value although the chain had begun."""


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first line with which something is wrong; `number` is its request's, None without one."""

    seq: int
    number: int | None
    fault: Fault


@dataclass(slots=True)
class Finding:
    """What a walk found: `lines` in all, `older` ones from before the chain began, `chained` ones, `changed` ones among
    them, `unchained` ones after the chain began, and the `first` with which something is wrong.

    `head` is the last chain value, `has_head` whether the value looked for was met.
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
        """Count a broken link, and keep the first."""
        self.changed += fault is Fault.CHANGED
        self.unchained += fault is Fault.UNCHAINED
        self.first = self.first or BrokenLink(line.seq, line.number, fault)


def walk(chain: Chain, lines: Iterable[AuditLine], head: str | None = None) -> Finding:
    """Compare each line with its chain value. A line is judged by the stored value before it, so that one change is one
    broken link. `head` is a value noted earlier."""
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
