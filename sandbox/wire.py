"""The raw request and answer pairs between Slack, the bot and the benefits API. The page's inspector shows them."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from itertools import count
from time import time
from typing import Any, Literal

from sandbox.masking import masked, masked_header

Protocol = Literal["delivery", "web_api", "benefits", "webhook"]
Outcome = Literal["under_way", "answered", "dropped", "unreachable", "caller_left"]

KEPT_PAIRS = 300
KEPT_CHARACTERS = 4_000_000
BODY_CHARACTERS = 100_000


@dataclass(frozen=True)
class Part:
    """One half of a pair: headers and body. Placeholders replace all secrets."""

    headers: list[tuple[str, str]]
    body: str


@dataclass
class Pair:
    """A request and its answer. `at` is the start in unix seconds, `seconds` is how long the answer took.

    `effect` says whether the call changed anything. `fault` is the kind of fault that hit it. `version` grows with
    each change to the pair. `trouble` is the error text if there was no answer.
    """

    n: int
    at: float
    protocol: Protocol
    call: str
    method: str
    url: str
    request: Part
    version: int = 0
    outcome: Outcome = "under_way"
    status: int | None = None
    answer: Part | None = None
    seconds: float | None = None
    effect: bool = False
    fault: str | None = None
    trouble: str | None = None

    @property
    def size(self) -> int:
        """The length of both bodies, in characters."""
        return len(self.request.body) + (len(self.answer.body) if self.answer else 0)

    def shown(self) -> dict[str, Any]:
        """The pair as JSON."""
        parts = {
            name: vars(part) if part else None for name, part in (("request", self.request), ("answer", self.answer))
        }
        return {each.name: getattr(self, each.name) for each in fields(self)} | parts


def part(headers: Iterable[tuple[str, str]], body: bytes) -> Part:
    """Headers and body without secrets. A body longer than `BODY_CHARACTERS` is cut and says so."""
    text = masked(body.decode("utf-8", "replace"))
    if len(text) > BODY_CHARACTERS:
        text = f"{text[:BODY_CHARACTERS]}… (cut: {len(text)} characters in all)"
    return Part([(name, masked_header(name, value)) for name, value in headers], text)


@dataclass
class Wire:
    """The latest pairs, oldest first: at most `KEPT_PAIRS`, with at most `KEPT_CHARACTERS` in their bodies."""

    changed: Callable[[], None] = lambda: None
    version: int = 0
    _pairs: deque[Pair] = field(default_factory=deque)
    _characters: int = 0
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def begin(self, protocol: Protocol, call: str, method: str, url: str, request: Part) -> Pair:
        """Record a request. It is under way until `change` or `end` sets another outcome."""
        pair = Pair(next(self._numbers), time(), protocol, call, method, masked(url), request)
        self._pairs.append(pair)
        self._characters += pair.size
        self.change(pair)
        return pair

    def change(self, pair: Pair, **facts: Any) -> None:  # noqa: ANN401 - any field of a pair
        """Record new facts about a pair, and drop the oldest pairs if there are too many."""
        before = pair.size
        for name, value in facts.items():
            setattr(pair, name, value)
        if self._keeps(pair):
            self._characters += pair.size - before
        self.version += 1
        pair.version = self.version
        self._let_go()
        self.changed()

    def end(self, pair: Pair, outcome: Outcome, **facts: Any) -> None:  # noqa: ANN401 - likewise
        """Record how a pair ended, and after how many seconds."""
        self.change(pair, outcome=outcome, seconds=time() - pair.at, **facts)

    def clear(self) -> None:
        """Delete every pair."""
        self._pairs.clear()
        self._characters = 0
        self.version += 1
        self.changed()

    def numbers(self) -> list[int]:
        """The numbers of the kept pairs, oldest first."""
        return [pair.n for pair in self._pairs]

    def after(self, version: int) -> list[Pair]:
        """The pairs that were added or changed after this version."""
        return [pair for pair in self._pairs if pair.version > version]

    def _keeps(self, pair: Pair) -> bool:
        return bool(self._pairs) and pair.n >= self._pairs[0].n

    def _let_go(self) -> None:
        while len(self._pairs) > KEPT_PAIRS or (self._characters > KEPT_CHARACTERS and len(self._pairs) > 1):
            self._characters -= self._pairs.popleft().size
