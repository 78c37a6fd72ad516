"""The lines of posts for channels to which Slack allows no more at the moment.

Slack takes about one message a second in a channel and refuses more (429). After such a refusal this process sends its
posts to that channel one after another: cards in the order of the requests' numbers. The line ends when no post waits.

A line has only the places of the posts. The requests themselves wait in the database: their rows say when to try again,
and so nothing is lost with the process.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

PACE = 1.0
"""Seconds between two posts in a channel (https://docs.slack.dev/apis/web-api/rate-limits)."""

LATE = 10.0
"""Seconds after which a post that did not come in its turn loses its place: another process may have sent it."""

IN_FLIGHT = 5.0
"""The longest time in seconds that one post takes; then its call has timed out."""

Place = tuple[bool, int]
"""What decides the order: whether the post can wait for others, and the number of its request."""


@dataclass(slots=True)
class _Line:
    """No post is sent before `free_at`; one is being sent now, until `busy_until` at the latest. `expected` are the
    places, and until when each is kept."""

    free_at: float = 0.0
    busy_until: float = 0.0
    expected: dict[Place, float] = field(default_factory=dict)


@dataclass(slots=True, eq=False, repr=False)
class Lines:
    """The lines of this process, by channel; most channels have none. `seconds` is a clock that never goes back."""

    pace: float = PACE
    seconds: Callable[[], float] = time.monotonic
    _lines: dict[str, _Line] = field(default_factory=dict)

    def wait(self, channel: str, place: Place) -> float:
        """The seconds until it may be this post's turn, 0 if it is; it has a place in the line from now on."""
        line = self._lines.get(channel)
        return 0.0 if line is None else self._wait(channel, line, place, self.seconds())

    def take(self, channel: str, place: Place) -> float:
        """The same; if it is this post's turn, the caller sends it, and then calls `done`."""
        wait, line = self.wait(channel, place), self._lines.get(channel)
        if line is not None and not wait:
            line.expected.pop(place, None)
            line.busy_until = self.seconds() + IN_FLIGHT
        return wait

    def done(self, channel: str) -> None:
        """A post was sent, or could not be."""
        if (line := self._lines.get(channel)) is not None:
            line.busy_until = 0.0
            line.free_at = max(line.free_at, self.seconds() + self.pace)

    def refused(self, channel: str, place: Place, seconds: float) -> float:
        """Slack takes no posts there for so many seconds; returns the seconds until this post's turn."""
        line, now = self._lines.setdefault(channel, _Line()), self.seconds()
        line.free_at = max(line.free_at, now + seconds)
        return self._wait(channel, line, place, now)

    def _wait(self, channel: str, line: _Line, place: Place, now: float) -> float:
        line.expected = {each: until for each, until in line.expected.items() if until > now}
        free_in = max(line.free_at - now, self.pace if now < line.busy_until else 0.0)
        if not line.expected and not free_in:
            del self._lines[channel]
            return 0.0
        wait = free_in + self.pace * sum(each < place for each in line.expected)
        line.expected[place] = now + wait + LATE
        return wait
