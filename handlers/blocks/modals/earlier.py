"""The part of the request form about an earlier request: how it ended, and what people wrote about it."""

from approvals.actions.request_again import Earlier
from approvals.model.conversation import Conversation
from approvals.model.remark import RemarkKind
from approvals.model.request import ReissueRequest
from handlers.blocks.conversation import remarks_with_titles
from handlers.blocks.drawn import Block
from handlers.blocks.elements import alert, quoted, section
from handlers.blocks.facts import approval_notes
from handlers.blocks.parts import blocks_of
from handlers.blocks.standstill import problem
from handlers.ids import BlockId, depending_on
from handlers.words.again import ended_words


def earlier_part(earlier: Earlier) -> tuple[Block, ...]:
    """How it ended, and why; and the last question with its answer. The ids let the form keep these blocks while
    choices are made in it."""
    reissue_request = earlier.reissue_request
    words = ended_words(reissue_request, earlier.ended)
    blocks = [
        alert(words) if reissue_request.is_closed_unknown else section(words),
        *_why(reissue_request, earlier),
        *blocks_of(approval_notes(reissue_request)),
        *_conversation(earlier),
    ]
    return tuple(
        {**block, "block_id": depending_on(BlockId.EARLIER, str(number))} for number, block in enumerate(blocks)
    )


def _why(reissue_request: ReissueRequest, earlier: Earlier) -> list[Block]:
    """The reason that was given for its end, or the problem that it was closed with."""
    denied = reissue_request.denial
    withdrawn = Conversation(earlier.remarks).last(RemarkKind.WITHDRAWAL)
    written = [denied.reason if denied else None, withdrawn.text if withdrawn else None]
    return [*(quoted(text) for text in written if text), *blocks_of(problem(reissue_request))]


def _conversation(earlier: Earlier) -> list[Block]:
    said = Conversation(earlier.remarks)
    question = said.last(RemarkKind.QUESTION)
    answer = said.answer_to(question) if question else None
    return remarks_with_titles([remark for remark in (question, answer) if remark])
