"""The ids that tie drawings to listeners: actions, blocks, callbacks, and the value a button carries."""

from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from approvals.errors import Refusal
from approvals.model.viewer import Section


class Command(StrEnum):
    """Slash commands and shortcuts of the manifest."""

    REISSUE = "/reissue"
    SHORTCUT = "reissue_shortcut"


class EventType(StrEnum):
    """The events that the manifest subscribes to."""

    HOME_OPENED = "app_home_opened"


class ActionId(StrEnum):
    """Everything that a person can press or choose."""

    EMPLOYEE = "employee"
    ENROLLMENT = "enrollment"
    QLE = "qle"
    REASON = "reason"
    TRY_AGAIN = "try_again"
    APPROVE = "approve"
    APPROVE_FORM = "approve_form"
    DENY = "deny"
    ASK = "ask"
    ANSWER = "answer"
    CHANGE = "change"
    WITHDRAW = "withdraw"
    TAKE_OVER = "take_over"
    DETAILS = "details"
    RETRY = "retry"
    CLOSE = "close"
    CHECK = "check"
    SEND_AGAIN = "send_again"
    MARK_DONE = "mark_done"
    REFRESH = "refresh"
    REQUEST_AGAIN = "request_again"
    NEW_REQUEST = "new_request"
    PREVIOUS = "previous"
    NEXT = "next"


class BlockId(StrEnum):
    """Input blocks of modals. In the request modal, blocks that depend on the employee get the choice appended.

    A menu that may be left empty has another id than one that may not: otherwise Slack would keep its old choice.
    """

    EMPLOYEE = "employee"
    ENROLLMENT = "enrollment"
    QLE = "qle"
    OPTIONAL_QLE = "qle_optional"
    OBSTACLE = "obstacle"
    REASON = "reason"
    NOTE = "note"
    QUESTION = "question"
    ANSWER = "answer"
    MARK_DONE_ENROLLMENT = "enrollment_id"


class CallbackId(StrEnum):
    """Modals that are submitted."""

    REQUEST = "request"
    APPROVE = "approve"
    DENY = "deny"
    ASK = "ask"
    ANSWER = "answer"
    CHANGE = "change"
    WITHDRAW = "withdraw"
    MARK_DONE = "mark_done"
    NOTICE = "notice"
    DETAILS = "details"


class NoTrigger(Refusal):
    """Slack sent no trigger with this click, as for messages that a workflow step posted: no form can be opened."""


class UnreadableValue(ValueError):
    """What a button or a modal carries is not a request and a revision, or not a page."""


class SeenRevision(NamedTuple):
    """A button's value: the request, and the revision that the person saw. Nothing else."""

    request_id: UUID
    revision: int

    def __str__(self) -> str:
        return f"{self.request_id}:{self.revision}"

    @classmethod
    def parse(cls, value: str) -> "SeenRevision":
        """Read a button's value; raises UnreadableValue, which does not quote it, for anything else."""
        request_id, _, revision = value.partition(":")
        try:
            return cls(UUID(request_id), int(revision))
        except ValueError:
            raise UnreadableValue(UnreadableValue.__doc__) from None


class Page(NamedTuple):
    """The value of a button that turns a page: the section, and the page to show."""

    section: Section
    page: int

    def __str__(self) -> str:
        return f"{self.section}:{self.page}"

    @classmethod
    def parse(cls, value: str) -> "Page":
        """Read a button's value; raises UnreadableValue, which does not quote it, for anything else."""
        section, _, page = value.partition(":")
        try:
            return cls(Section(section), max(0, min(int(page), LAST_PAGE)))
        except ValueError:
            raise UnreadableValue(UnreadableValue.__doc__) from None


LAST_PAGE = 10_000
"""No section has more pages. Without a limit, a click could carry a number of any size, and it would be stored."""


def depending_on(block: BlockId, choice: str) -> str:
    """The block id of an input that depends on a choice: Slack keeps an old selection while the id stays the same."""
    return f"{block}:{choice}"
