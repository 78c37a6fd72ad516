"""The ids that tie drawings to listeners: commands, actions, blocks and forms."""

from enum import StrEnum


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
    RECORD_EVENT = "record_event"
    EVENT_TYPE = "event_type"
    EVENT_DATE = "event_date"
    NOTES = "notes"
    SIMILAR = "similar"
    APPROVE = "approve"
    APPROVE_FORM = "approve_form"
    APPROVE_ALL = "approve_all"
    DENY_ALL = "deny_all"
    WITHDRAW_ALL = "withdraw_all"
    DENY = "deny"
    ASK = "ask"
    ANSWER = "answer"
    CHANGE = "change"
    WITHDRAW = "withdraw"
    TAKE_OVER = "take_over"
    DETAILS = "details"
    LOOK_AGAIN = "look_again"
    RETRY = "retry"
    CLOSE = "close"
    CHECK = "check"
    SEND_AGAIN = "send_again"
    MARK_DONE = "mark_done"
    REFRESH = "refresh"
    REQUEST_AGAIN = "request_again"
    NEW_REQUEST = "new_request"
    APPROVE_SEVERAL = "approve_several"
    SEVERAL = "several"
    BACK = "back"
    PREVIOUS = "previous"
    NEXT = "next"
    CHOOSE_EMPLOYEE = "choose_employee"
    REQUEST_FOR = "request_for"
    PREVIOUS_FOUND = "previous_found"
    NEXT_FOUND = "next_found"
    AWAY = "away"
    NOT_AWAY = "not_away"
    UNTIL = "until"


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
    DOCUMENT = "document"
    DOCUMENT_KIND = "document_kind"
    DOCUMENT_DATE = "document_date"
    DOCUMENT_WORDS = "document_words"
    QUESTION = "question"
    ANSWER = "answer"
    MARK_DONE_ENROLLMENT = "enrollment_id"
    SEVERAL = "several"
    EARLIER = "earlier"
    EVENT_TYPE = "event_type"
    EVENT_DATE = "event_date"
    NOTES = "notes"
    SIMILAR = "similar"
    UNTIL = "until"


class CallbackId(StrEnum):
    """Modals that are submitted."""

    REQUEST = "request"
    APPROVE = "approve"
    APPROVE_ALL = "approve_all"
    DENY_ALL = "deny_all"
    WITHDRAW_ALL = "withdraw_all"
    DENY = "deny"
    ASK = "ask"
    ANSWER = "answer"
    CHANGE = "change"
    WITHDRAW = "withdraw"
    MARK_DONE = "mark_done"
    SEVERAL = "several"
    APPROVE_SEVERAL = "approve_several"
    AWAY = "away"
    RECORD_EVENT = "record_event"
    NOTICE = "notice"
    DETAILS = "details"


def depending_on(block: BlockId, choice: str) -> str:
    """The block id of an input that depends on a choice: Slack keeps an old selection while the id stays the same."""
    return f"{block}:{choice}"
