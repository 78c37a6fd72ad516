"""Lines as they were read: counts and hashes those before the beginning of a chain, and checks the value of one."""

import hashlib
import hmac
from collections.abc import Mapping

from store.audit.chain import Chain, canonical
from store.audit.reading import AuditLine


class Digest:
    """The number of lines that were added so far, and a SHA-256 hash over all of them, in order."""

    def __init__(self) -> None:
        self.lines = 0
        self._hash = hashlib.sha256()

    def add(self, line: AuditLine) -> None:
        """Count and hash the next line, with its place and its value."""
        self.lines += 1
        whole = (line.seq, line.request_id, line.at, line.actor, line.kind, line.codes, line.mac)
        self._hash.update(canonical(*whole) + b"\n")

    @property
    def codes(self) -> dict[str, str | int]:
        """What the beginning of a chain says about the lines before it."""
        return {"lines_before": self.lines, "hash_before": self._hash.hexdigest()}

    def matches(self, codes: Mapping[str, object]) -> bool:
        """Whether a beginning was written after exactly these lines."""
        return all(codes.get(name) == value for name, value in self.codes.items())


def is_signed(chain: Chain, previous: str, line: AuditLine) -> bool:
    """Whether the value of a line was made with this key, after the value `previous`."""
    expected = chain.value(previous, line.request_id, line.at, line.actor, line.kind, line.codes)
    return hmac.compare_digest(expected.encode(), str(line.mac).encode())
