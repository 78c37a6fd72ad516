"""What can go wrong with the Vitable Connect API: before it is asked, and in a read.

UnusableAddress        the base URL is not an address

BenefitsError
├── InvalidId          text that is not an id; nothing was sent
├── OtherContract      a record of the other contract; nothing was sent
├── Unreachable        no connection, a timeout, a dropped connection: the API did not answer
│   └── Untrusted      this machine does not trust the server's certificate
├── UnreadableAnswer   an answer that does not parse, is about something else, or is a redirect
└── Declined           the API answered, and said no
    ├── NotFound       404
    │   └── NotTheirs  another employee's
    ├── RateLimited    429
    ├── ServerError    408, 5xx
    ├── WrongKey       401
    ├── NoAccess       403
    │   └── WrongOrganization  a code about the organization
    └── Refused        any other 4xx

The docstring of an error is its default message. The reissue call raises only InvalidId: see `benefits.outcome`.
"""

from inspect import cleandoc


class UnusableAddress(Exception):
    """VITABLE_CONNECT_BASE_URL is not an address: set it to https://… and the server's name."""

    def __init__(self) -> None:
        super().__init__(cleandoc(type(self).__doc__ or ""))


class BenefitsError(Exception):
    """The benefits API could not be read."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or cleandoc(type(self).__doc__ or ""))


class InvalidId(BenefitsError):
    """This is not an id of the benefits API."""


class OtherContract(BenefitsError):
    """This was made when the bot spoke another contract of the benefits API (VITABLE_CONNECT_CONTRACT)."""


class Unreachable(BenefitsError):
    """The benefits API cannot be reached at the moment."""


class Untrusted(Unreachable):
    """The certificate of the benefits API's server is not trusted by this machine."""


class UnreadableAnswer(BenefitsError):
    """The benefits API answered something that cannot be understood."""

    def __init__(self, message: str | None = None, fields: tuple[str, ...] = ()) -> None:
        """`fields` are the names of the unreadable fields."""
        super().__init__(message)
        self.fields = fields


class Declined(BenefitsError):
    """The benefits API said no; `trace_id` is what its support asks for."""

    def __init__(
        self, message: str | None = None, status_code: int = 0, trace_id: str | None = None, code: str | None = None
    ) -> None:
        """`code` is the API's own code for what is wrong."""
        super().__init__(message)
        self.status_code = status_code
        self.trace_id = trace_id
        self.code = code


class NotFound(Declined):
    """The benefits API has nothing under this id."""


class NotTheirs(NotFound):
    """The benefits API has this, but for another employee."""


class RateLimited(Declined):
    """The benefits API asks for fewer calls; `retry_after` is the wait in seconds, None if the API did not say."""

    def __init__(self, retry_after: float | None = None, trace_id: str | None = None) -> None:
        wait = "" if retry_after is None else f" Try again in {retry_after:.0f} s."
        super().__init__(f"The benefits API asks for fewer calls.{wait}", 429, trace_id)
        self.retry_after = retry_after


class ServerError(Declined):
    """The benefits API answered that it has a problem of its own."""


class WrongKey(Declined):
    """The benefits API does not accept the API key."""


class NoAccess(Declined):
    """The API key has no access to this: it may belong to another organization."""


class WrongOrganization(NoAccess):
    """The API key is good, but not for the organization asked for, or it reaches several and none was named."""


class Refused(Declined):
    """The benefits API refused the call."""
