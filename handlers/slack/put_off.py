"""Calls that Slack puts off: after a 429 it wants none of the method for as long as it says (`Retry-After`)."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from handlers.slack.client import retry_after

log = structlog.get_logger()


def tell_of_limit(method: str, seconds: float, **where: str) -> None:
    """Log that Slack puts off calls of a method."""
    log.warning("slack_put_off", method=method, again_in=seconds, **where)


@dataclass(slots=True, eq=False, repr=False)
class PutOff:
    """How long Slack takes no calls of a method from this process. `seconds` is a clock that never goes back."""

    method: str
    seconds: Callable[[], float] = time.monotonic
    until: float = 0.0

    def left(self) -> float:
        """The seconds until the next call may be made; 0 if it may be made now."""
        return max(0.0, self.until - self.seconds())

    def note(self, error: BaseException, **where: str) -> None:
        """A call has failed: keep the wait that a 429 asks for, and log it."""
        wait = retry_after(error)
        if wait is not None:
            self.until = max(self.until, self.seconds() + wait)
            tell_of_limit(self.method, wait, **where)
