"""What was said about a request since it was submitted: on its cards, in its thread, and in its details."""

from collections.abc import Sequence

from approvals.model.audit_codes import AuditCodes
from approvals.model.conversation import Conversation
from approvals.model.event import Event, EventKind
from approvals.model.remark import Remark, RemarkKind
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from handlers.blocks.drawn import Block
from handlers.blocks.elements import context, divider, quoted, section
from handlers.words.dates import instant
from handlers.words.events import asked_by_words, changed_words, void_words
from handlers.words.mrkdwn import Mrkdwn, escape, mention, one_line, sentence
from handlers.words.talk import HOW_TO_ANSWER, REMARK_TITLES, remark_title

REMARKS_SHOWN = 10

SAID_WITH: dict[EventKind, tuple[RemarkKind, ...]] = {
    EventKind.ASKED: (RemarkKind.QUESTION,),
    EventKind.ANSWERED: (RemarkKind.ANSWER,),
    EventKind.EDITED: (),
    EventKind.WITHDRAWN: (RemarkKind.WITHDRAWAL,),
}
"""What people write with an event."""

Part = tuple[Mrkdwn, list[Block]]
"""The same in words and in blocks."""


def talk_on_card(reissue_request: ReissueRequest, talk: Conversation) -> Part:
    """What whoever looks at the card has to know of it now."""
    said = [part for remark in _shown(reissue_request, talk) for part in [_said(remark)]]
    if reissue_request.status is RequestStatus.PENDING and talk.changed:
        words = changed_words(talk.changed)
        said.append((words, [context(words)]))
    return _together(said)


def talk_in_thread(event: Event, reissue_request: ReissueRequest, talk: Conversation) -> Part:
    """What was said with an event, what it changed, and which approvals no longer count."""
    said = [_quoted_only(remark) for kind in SAID_WITH[event.kind] if (remark := talk.made(kind, event.at))]
    notes = [
        HOW_TO_ANSWER if event.kind is EventKind.ASKED else None,
        _asked_by(event, talk) if event.kind is EventKind.ANSWERED else None,
        changed_words(changed) if (changed := AuditCodes.of(event).changed) else None,
        void_words(event, reissue_request, named=True),
    ]
    return _together([*said, *((note, [context(note)]) for note in notes if note)])


def question_note(event: Event, talk: Conversation) -> Part:
    """The question in the requester's message, and their answer once there is one."""
    question = talk.made(RemarkKind.QUESTION, event.at)
    if question is None:
        return Mrkdwn(""), []
    answer = talk.answer_to(question)
    return _together([_quoted_only(question), *([_said(answer)] if answer else [])])


def is_waiting_for_answer(event: Event, reissue_request: ReissueRequest, talk: Conversation) -> bool:
    """Whether it is this question that the request waits for."""
    latest = talk.last(RemarkKind.QUESTION)
    return reissue_request.status is RequestStatus.NEEDS_INFO and (latest is None or latest.at == event.at)


def remarks_in_details(remarks: Sequence[Remark]) -> list[Block]:
    """The latest remarks, each with who wrote it when."""
    blocks: list[Block] = [divider(), section(Mrkdwn("*Questions, answers and changes*"))] if remarks else []
    for remark in remarks[-REMARKS_SHOWN:]:
        who_and_when = f"{REMARK_TITLES[remark.kind]}: {mention(remark.author)}, {instant(remark.at)}"
        blocks += [section(Mrkdwn(who_and_when)), quoted(remark.text)]
    return blocks


def _shown(reissue_request: ReissueRequest, talk: Conversation) -> list[Remark]:
    """The latest question with its answer while the request is undecided; why it was withdrawn, once it is."""
    match reissue_request.status:
        case RequestStatus.PENDING | RequestStatus.NEEDS_INFO:
            question = talk.last(RemarkKind.QUESTION)
            answer = talk.answer_to(question) if question else None
            return [remark for remark in (question, answer) if remark]
        case RequestStatus.WITHDRAWN:
            why = talk.last(RemarkKind.WITHDRAWAL)
            return [why] if why else []
        case _:
            return []


def _said(remark: Remark) -> Part:
    title = remark_title(remark)
    return Mrkdwn(f"{title}: {_in_a_line(remark)}"), [section(Mrkdwn(f"*{title}*")), quoted(remark.text)]


def _quoted_only(remark: Remark) -> Part:
    return Mrkdwn(_in_a_line(remark)), [quoted(remark.text)]


def _in_a_line(remark: Remark) -> str:
    return sentence(escape(one_line(remark.text, 500)))


def _asked_by(event: Event, talk: Conversation) -> Mrkdwn | None:
    question = talk.question_before(event.at)
    return asked_by_words(question.author) if question else None


def _together(parts: Sequence[Part]) -> Part:
    return Mrkdwn(" ".join(words for words, _ in parts)), [block for _, blocks in parts for block in blocks]
