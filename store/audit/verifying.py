"""Verifies the chain over the audit: is every line unchanged, and is the end still there?"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from store.audit.chain import BEGINNING, NO_REQUEST, Chain, ChainKind
from store.audit.digest import Digest, is_signed
from store.audit.reading import AuditLine

HASHES_OF_TEXTS = frozenset(
    {"reason_hash", "note_hash", "question_hash", "answer_hash", "facts_hash", "members_hash", "notes_hash"}
)
"""Codes that only a bot with AUDIT_KEY writes."""


class Fault(StrEnum):
    """The ways in which a line can break the chain."""

    CHANGED = "changed"
    """Its value does not match the line and the value before it: one of them was changed, added or removed."""
    UNCHAINED = "unchained"
    """It has no value, although the chain had begun."""
    STRIPPED = "stripped"
    """It has no value, although it says something that is written with a value only."""
    OLDER = "older"
    """It begins a chain, and the lines before it are not those that were there when it was written."""
    FOREIGN = "foreign"
    """It goes on with another key than the newest, and the key before does not vouch for that."""
    MISSING = "missing"
    """It says that a line went missing while the bot ran."""


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first broken line; `number` is that of its request, None if there is no such request."""

    seq: int
    number: int | None
    fault: Fault


@dataclass(slots=True)
class Finding:
    """The result of a walk.

    Numbers of lines: `lines` in all, `older` than the chain, `chained`, and among these `unknown_key`, which no known
    key can check; `missing_keys` has the ids of such keys, with their first line. `faults` counts the broken lines,
    `first` is the first of them. `is_begun` says whether a line vouches for the lines before it. `unvouched` are lines
    that changed the key without the word of the key before.

    `head` is the last chain value. `has_head` says whether the expected head was found, `has_head_since_beginning`
    whether the chain had begun there.
    """

    lines: int = 0
    older: int = 0
    chained: int = 0
    unknown_key: int = 0
    missing_keys: dict[str, int] = field(default_factory=dict)
    faults: dict[Fault, int] = field(default_factory=dict)
    first: BrokenLink | None = None
    is_begun: bool = False
    unvouched: list[int] = field(default_factory=list)
    head: str = BEGINNING
    has_head: bool = False
    has_head_since_beginning: bool = False

    @property
    def broken(self) -> int:
        """The number of broken lines."""
        return sum(self.faults.values())

    def note(self, line: AuditLine, fault: Fault) -> None:
        """Count a broken line, and keep the first."""
        self.faults[fault] = self.faults.get(fault, 0) + 1
        self.first = self.first or BrokenLink(line.seq, line.number, fault)


def walk(chain: Chain, lines: Iterable[AuditLine], head: str | None = None) -> Finding:
    """Compare each line with its chain value. Each check starts from the stored value before the line, so one change
    breaks one line. `head` is the head that was noted earlier."""
    walker = _Walker(chain)
    for line in lines:
        walker.pass_by(line)
        if line.mac is not None and line.mac == head:
            walker.finding.has_head = True
            walker.finding.has_head_since_beginning = walker.finding.is_begun
    return walker.finding


class _Walker:
    """Goes from line to line. `key` is the id of the key that lines have now; None while nothing has shown it."""

    def __init__(self, chain: Chain) -> None:
        self.finding = Finding()
        self.newest_key = chain.id
        self.known = {one.id: one for one in chain.all}
        self.before = Digest()
        self.key: str | None = None

    def pass_by(self, line: AuditLine) -> None:
        self.finding.lines += 1
        if line.mac is None:
            self._without_value(line)
        else:
            self._with_value(line)
            self.finding.chained += 1
            self.finding.head = line.mac
        self.before.add(line)

    def _without_value(self, line: AuditLine) -> None:
        if self.finding.chained:
            self.finding.note(line, Fault.UNCHAINED)
        elif (line.request_id == NO_REQUEST and line.kind in set(ChainKind)) or HASHES_OF_TEXTS & _codes(line).keys():
            self.finding.note(line, Fault.STRIPPED)
        else:
            self.finding.older += 1

    def _with_value(self, line: AuditLine) -> None:
        match line.kind if line.request_id == NO_REQUEST else None:
            case ChainKind.BEGUN:
                self._begins(line)
            case ChainKind.KEY_CHANGED:
                self._changes_key(line)
            case kind:
                if self._is_signed(line, self.key) and kind == ChainKind.LINE_MISSING:
                    self.finding.note(line, Fault.MISSING)

    def _begins(self, line: AuditLine) -> None:
        """A beginning is signed with the key that it names."""
        key = str(_codes(line).get("key"))
        if self.key is None and self.finding.chained:
            self._forgive()
        if self._may_take_over(line, key) and self._is_signed(line, key):
            self.finding.is_begun = True
            if not self.before.matches(_codes(line)):
                self.finding.note(line, Fault.OLDER)
        self.key = key

    def _changes_key(self, line: AuditLine) -> None:
        """A change of key is signed with the key before, or says that nobody vouches for it."""
        key = str(_codes(line).get("key"))
        if _codes(line).get("vouched") == 1:
            self._is_signed(line, self.key)
        elif self._may_take_over(line, key):
            self._is_signed(line, key)
        self.key = key

    def _may_take_over(self, line: AuditLine, key: str) -> bool:
        """Whether a key may follow another one that does not vouch for it.

        It may if it is the newest, or if the one before is not known. Else whoever has an old key could go on with it.
        """
        if self.key == key or not self.finding.chained:
            return True
        if self.key in self.known and key != self.newest_key:
            self.finding.note(line, Fault.FOREIGN)
            return False
        self.finding.unvouched.append(line.seq)
        return True

    def _forgive(self) -> None:
        """No known key fits the lines up to here, and none names its key: they may all have one that is not known."""
        self.finding.unknown_key += self.finding.faults.pop(Fault.CHANGED, 0)
        if self.finding.first is not None and self.finding.first.fault is Fault.CHANGED:
            self.finding.first = None

    def _is_signed(self, line: AuditLine, key: str | None) -> bool:
        """Whether a line has the value that it must have. With a key that is not known, there is no telling."""
        if key is not None and key not in self.known:
            self.finding.unknown_key += 1
            self.finding.missing_keys.setdefault(key, line.seq)
            return False
        for signer in self.known.values() if key is None else (self.known[key],):
            if is_signed(signer, self.finding.head, line):
                self.key = signer.id
                return True
        self.finding.note(line, Fault.CHANGED)
        return False


def _codes(line: AuditLine) -> dict[str, object]:
    """The codes of a line, none if they cannot be read."""
    return line.codes if isinstance(line.codes, dict) else {}
