"""What can go wrong in a read of the Vitable Connect API.

BenefitsError
├── InvalidId          text that is no id; nothing was sent
├── NotFound           404
├── Unreachable        no connection, a timeout, a dropped connection, 408, 5xx
├── RateLimited        429
├── Refused            any other 4xx
└── UnreadableAnswer   an answer that does not parse, is about something else, or is a redirect

The docstring of an error is its default message. The reissue call raises only InvalidId: see `benefits.outcome`.
"""

from inspect import cleandoc


class BenefitsError(Exception):
    """The benefits API could not be read."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or cleandoc(type(self).__doc__ or ""))


class InvalidId(BenefitsError):
    """This is not an id of the benefits API."""


class NotFound(BenefitsError):
    """The benefits API knows nothing under this id."""


class Unreachable(BenefitsError):
    """The benefits API cannot be reached at the moment."""


class RateLimited(BenefitsError):
    """The benefits API asks for fewer calls; `retry_after` says in how many seconds, if the API did."""

    def __init__(self, retry_after: float | None = None) -> None:
        wait = "" if retry_after is None else f" Try again in {retry_after:.0f} s."
        super().__init__(f"The benefits API asks for fewer calls.{wait}")
        self.retry_after = retry_after


class Refused(BenefitsError):
    """The benefits API refused the call; `trace_id` is what its support asks for."""

    def __init__(self, message: str | None, status_code: int, trace_id: str | None = None) -> None:
        super().__init__(message or f"The benefits API refused the call ({status_code}).")
        self.status_code = status_code
        self.trace_id = trace_id


class UnreadableAnswer(BenefitsError):
    """The benefits API answered something that cannot be understood."""
