"""The statuses of a request, and the verbs that change them."""

from enum import StrEnum


class RequestStatus(StrEnum):
    """The status of a request. An enrollment has a status of its own."""

    PENDING = "pending"
    """Waiting for approvers."""
    NEEDS_INFO = "needs_info"
    """Waiting for the requester's answer to a question."""
    APPLYING = "applying"
    """Approved; the bot is sending the reissue, or waiting until it may."""
    CHECKING = "checking"
    """The outcome of an attempt is not known; the bot is reading back."""
    REISSUED = "reissued"
    """Done: the enrollment was reissued."""
    FAILED = "failed"
    """Certainly not reissued; an approver may retry or close."""
    UNKNOWN = "unknown"
    """Reading back did not show the outcome; an approver says what happens next."""
    WITHDRAWN = "withdrawn"
    """The requester withdrew it."""
    DENIED = "denied"
    """An approver said no."""
    EXPIRED = "expired"
    """There was no decision in time."""
    CLOSED = "closed"
    """Given up after a failure, or without knowing the outcome; or undecided, when the requester left."""

    @property
    def is_open(self) -> bool:
        """Whether the request still blocks other requests for the same enrollment."""
        return self in OPEN


class Verb(StrEnum):
    """What changes the status of a request: done by a person, by the clock, or by the bot."""

    APPROVE = "approve"
    DENY = "deny"
    ASK = "ask"
    ANSWER = "answer"
    EDIT = "edit"
    """The requester changes, unasked, what approvers judge."""
    TAKE_OVER = "take_over"
    """Another requester takes the request over from one who left."""
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    SUCCEED = "succeed"
    FAIL = "fail"
    LOSE = "lose"
    """The outcome of an attempt is not known."""
    GIVE_UP = "give_up"
    """Reading back found nothing."""
    RESTORE = "restore"
    """The operator restored a backup: the reissue may have been sent after the backup was taken."""
    RETRY = "retry"
    CHECK = "check"
    SEND_AGAIN = "send_again"
    MARK_DONE = "mark_done"
    CLOSE = "close"


UNDECIDED = frozenset({RequestStatus.PENDING, RequestStatus.NEEDS_INFO})
"""Approvers have not decided yet."""

OPEN = frozenset(
    {
        RequestStatus.PENDING,
        RequestStatus.NEEDS_INFO,
        RequestStatus.APPLYING,
        RequestStatus.CHECKING,
        RequestStatus.FAILED,
        RequestStatus.UNKNOWN,
    }
)
"""At most one open request per enrollment."""

ENDED = frozenset(RequestStatus) - OPEN
"""Nothing more happens. A status that only a later release knows is neither open nor ended."""
