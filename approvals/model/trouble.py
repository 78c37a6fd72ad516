"""Why the bot could not read something in the background: one word for metrics and the database.

`bot/` has the sentences.
"""

from enum import StrEnum

from benefits import errors


class Trouble(StrEnum):
    """What went wrong. The value is a label in metrics, so there are few, and none is foreign text."""

    WRONG_KEY = "wrong_key"  #: 401
    WRONG_ORGANIZATION = "wrong_organization"  #: the key reaches several organizations, or another one
    WRONG_CONTRACT = "wrong_contract"  #: the server speaks another contract of the API
    NO_ACCESS = "no_access"  #: 403
    NOT_FOUND = "not_found"  #: 404
    RATE_LIMITED = "rate_limited"  #: 429, again and again
    SERVER_ERROR = "server_error"  #: 408, 5xx
    REFUSED = "refused"  #: any other 4xx
    UNTRUSTED = "untrusted"  #: the server's certificate
    NO_ANSWER = "no_answer"  #: no connection, a timeout
    UNREADABLE = "unreadable"  #: an answer that cannot be understood
    EMPTY = "empty"  #: a list without entries, where there were some
    UNFORESEEN = "unforeseen"  #: an error that the code does not expect; the log has it

    @classmethod
    def of(cls, error: errors.BenefitsError) -> "Trouble":
        """The trouble that an error of the benefits API means."""
        return next((trouble for kind, trouble in _BY_ERROR.items() if isinstance(error, kind)), cls.UNFORESEEN)


_BY_ERROR = {
    errors.WrongKey: Trouble.WRONG_KEY,
    errors.WrongOrganization: Trouble.WRONG_ORGANIZATION,
    errors.NoAccess: Trouble.NO_ACCESS,
    errors.OtherContract: Trouble.WRONG_CONTRACT,
    errors.NotFound: Trouble.NOT_FOUND,
    errors.RateLimited: Trouble.RATE_LIMITED,
    errors.ServerError: Trouble.SERVER_ERROR,
    errors.Declined: Trouble.REFUSED,
    errors.Untrusted: Trouble.UNTRUSTED,
    errors.Unreachable: Trouble.NO_ANSWER,
    errors.UnreadableAnswer: Trouble.UNREADABLE,
}
"""The first that fits counts, so each kind comes before the wider one."""
