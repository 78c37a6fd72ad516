"""The conversation about a request: on its cards, in its thread, and in its details."""

from collections.abc import Sequence

from approvals.model.audit_codes import AuditCodes
from approvals.model.conversation import Conversation
from approvals.model.event import Event, EventKind
from approvals.model.remark import Remark, RemarkKind
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from handlers.blocks.drawn import Block
from handlers.blocks.elements import context, divider, quoted, section
from handlers.blocks.parts import Part, Turn, quotation, small_print
from handlers.words.conversation import (
    HOW_TO_ANSWER,
    asked_by_words,
    changed_words,
    remark_title,
    void_words,
    who_and_when,
)
from handlers.words.details import CONVERSATION, REMARK, not_shown_words
from handlers.words.facts import in_a_line
from handlers.words.mrkdwn import Mrkdwn, sentence

REMARKS_SHOWN = 8

SAID_WITH: dict[EventKind, tuple[RemarkKind, ...]] = {
    EventKind.ASKED: (RemarkKind.QUESTION,),
    EventKind.ANSWERED: (RemarkKind.ANSWER,),
    EventKind.EDITED: (),
    EventKind.TAKEN_OVER: (),
    EventKind.WITHDRAWN: (RemarkKind.WITHDRAWAL,),
}
"""Events that revise a request or are part of the conversation, with the remarks that people make with them."""


def conversation_on_card(reissue_request: ReissueRequest, conversation: Conversation) -> list[Part]:
    """The part of the conversation to show on the card now."""
    said = [_said(remark) for remark in _shown(reissue_request, conversation)]
    if reissue_request.status is RequestStatus.PENDING and conversation.changed:
        said.append(small_print(changed_words(conversation.changed), Turn.CONVERSATION))
    return said


def conversation_in_thread(event: Event, reissue_request: ReissueRequest, conversation: Conversation) -> list[Part]:
    """The remarks made with an event, the fields it changed, and the approvals that no longer count."""
    said = [_quoted_only(remark) for kind in SAID_WITH[event.kind] if (remark := conversation.made(kind, event.at))]
    changed = AuditCodes.of(event).changed
    notes = [
        HOW_TO_ANSWER if event.kind is EventKind.ASKED else "",
        _asked_by(event, conversation) if event.kind is EventKind.ANSWERED else "",
        changed_words(changed) if changed else "",
        void_words(event, reissue_request, named=True),
    ]
    return [*said, *map(small_print, notes)]


def question_note(event: Event, conversation: Conversation) -> list[Part]:
    """The question in the requester's message, and their answer once there is one."""
    question = conversation.made(RemarkKind.QUESTION, event.at)
    if question is None:
        return []
    answer = conversation.answer_to(question)
    return [_quoted_only(question), *([_said(answer)] if answer else [])]


def is_waiting_for_answer(event: Event, reissue_request: ReissueRequest, conversation: Conversation) -> bool:
    """Whether the request waits for the answer to this question."""
    latest = conversation.last(RemarkKind.QUESTION)
    return reissue_request.status is RequestStatus.NEEDS_INFO and (latest is None or latest.at == event.at)


def remarks_in_details(remarks: Sequence[Remark]) -> list[Block]:
    """The latest remarks, each with its author and time."""
    blocks: list[Block] = [divider(), section(CONVERSATION)] if remarks else []
    blocks += not_shown(len(remarks) - REMARKS_SHOWN, REMARK)
    for remark in remarks[-REMARKS_SHOWN:]:
        blocks += [section(who_and_when(remark)), quoted(remark.text)]
    return blocks


def not_shown(earlier: int, what: str) -> list[Block]:
    """A line about what a list in *Details* leaves out; nothing if it leaves nothing out."""
    return [context(not_shown_words(earlier, what))] if earlier > 0 else []


def remarks_with_titles(remarks: Sequence[Remark]) -> list[Block]:
    """Remarks in full, each below its kind and author."""
    return [block for remark in remarks for block in _said(remark).blocks]


def _shown(reissue_request: ReissueRequest, conversation: Conversation) -> list[Remark]:
    """The latest question with its answer, also once the request is decided; and why it was withdrawn, if it was."""
    question = conversation.last(RemarkKind.QUESTION)
    answer = conversation.answer_to(question) if question else None
    why = conversation.last(RemarkKind.WITHDRAWAL) if reissue_request.status is RequestStatus.WITHDRAWN else None
    return [remark for remark in (question, answer, why) if remark]


def _said(remark: Remark) -> Part:
    """A remark with its title."""
    title = remark_title(remark)
    blocks = (section(Mrkdwn(f"*{title}*")), quoted(remark.text))
    return Part(Mrkdwn(f"{title}: {_in_a_line(remark)}"), blocks, Turn.CONVERSATION)


def _quoted_only(remark: Remark) -> Part:
    return quotation(remark.text, _in_a_line(remark))


def _in_a_line(remark: Remark) -> str:
    return sentence(in_a_line(remark.text))


def _asked_by(event: Event, conversation: Conversation) -> str:
    question = conversation.question_before(event.at)
    return asked_by_words(question.author) if question else ""
