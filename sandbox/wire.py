"""The raw request and answer pairs between Slack, the bot and the benefits API: what the page's inspector shows."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from itertools import count
from time import time
from typing import Any, Literal

from sandbox.masking import masked, masked_header

Protocol = Literal["delivery", "web_api", "benefits"]
Outcome = Literal["under_way", "answered", "dropped", "unreachable", "caller_left"]

KEPT_PAIRS = 300
KEPT_CHARACTERS = 4_000_000
BODY_CHARACTERS = 100_000


@dataclass(frozen=True)
class Part:
    """One half of a pair: headers and body, with a placeholder for every secret in them."""

    headers: list[tuple[str, str]]
    body: str


@dataclass
class Pair:
    """A request and its answer. `at` is in unix seconds, `seconds` how long the answer took.

    `effect` says whether something changed; `fault` is the switch that struck; `version` grows with each change.
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
        """The characters of its bodies."""
        return len(self.request.body) + (len(self.answer.body) if self.answer else 0)

    def shown(self) -> dict[str, Any]:
        """The pair as JSON."""
        parts = {
            name: vars(part) if part else None for name, part in (("request", self.request), ("answer", self.answer))
        }
        return {each.name: getattr(self, each.name) for each in fields(self)} | parts


def part(headers: Iterable[tuple[str, str]], body: bytes) -> Part:
    """Headers and body as they may be shown; a body beyond `BODY_CHARACTERS` is cut, and says so."""
    text = masked(body.decode("utf-8", "replace"))
    if len(text) > BODY_CHARACTERS:
        text = f"{text[:BODY_CHARACTERS]}… (cut: {len(text)} characters in all)"
    return Part([(name, masked_header(name, value)) for name, value in headers], text)


@dataclass
class Wire:
    """The last pairs, oldest first; never more than `KEPT_PAIRS`, nor `KEPT_CHARACTERS` in their bodies."""

    changed: Callable[[], None] = lambda: None
    version: int = 0
    _pairs: deque[Pair] = field(default_factory=deque)
    _characters: int = 0
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def begin(self, protocol: Protocol, call: str, method: str, url: str, request: Part) -> Pair:
        """Write a request down; it is under way until `change` says otherwise."""
        pair = Pair(next(self._numbers), time(), protocol, call, method, masked(url), request)
        self._pairs.append(pair)
        self._characters += pair.size
        self.change(pair)
        return pair

    def change(self, pair: Pair, **facts: Any) -> None:  # noqa: ANN401 - any field of a pair
        """Write down what has become known about a pair, and let go of the oldest ones."""
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
        """Write down how a pair ended, and after how long."""
        self.change(pair, outcome=outcome, seconds=time() - pair.at, **facts)

    def clear(self) -> None:
        """Forget every pair."""
        self._pairs.clear()
        self._characters = 0
        self.version += 1
        self.changed()

    def numbers(self) -> list[int]:
        """The numbers of the pairs that are kept, oldest first."""
        return [pair.n for pair in self._pairs]

    def after(self, version: int) -> list[Pair]:
        """The pairs that are new or have changed since a version."""
        return [pair for pair in self._pairs if pair.version > version]

    def _keeps(self, pair: Pair) -> bool:
        return bool(self._pairs) and pair.n >= self._pairs[0].n

    def _let_go(self) -> None:
        while len(self._pairs) > KEPT_PAIRS or (self._characters > KEPT_CHARACTERS and len(self._pairs) > 1):
            self._characters -= self._pairs.popleft().size
