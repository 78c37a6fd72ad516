"""The requester's direct messages: a copy of the card that is kept up to date, and a note at each outcome.

A direct message is private and its reader entitled, so it shows everything wherever the channel's card may not.
"""

from collections.abc import Sequence

from approvals.model.attempt import Attempt
from approvals.model.event import Event, EventKind
from approvals.model.request import ReissueRequest
from handlers.blocks.buttons import button_row, own_buttons_for
from handlers.blocks.context import CardContext
from handlers.blocks.drawn import Block, Drawn, drawn
from handlers.blocks.elements import context, fields, quoted, section
from handlers.blocks.facts import problem_blocks, problem_text, server_note, server_text, title
from handlers.blocks.messages.card import body, card_text
from handlers.blocks.messages.summary import enrollment_facts, escaped
from handlers.blocks.talk import is_waiting_for_answer, question_note
from handlers.ids import ActionId
from handlers.words.benefits import enrollment_words
from handlers.words.mrkdwn import Mrkdwn, channel, escape, one_line, sentence
from handlers.words.outcomes import direct_step, note_words
from handlers.words.removed import blanked_words, employee_name
from handlers.words.statuses import status_words


def direct_card(reissue_request: ReissueRequest, attempts: Sequence[Attempt], ctx: CardContext) -> Drawn:
    """The requester's copy of the card: the same facts, and what only they can do while it is possible."""
    if reissue_request.blanked_at is not None:
        left = blanked_copy(reissue_request)
        return drawn(Mrkdwn(left.text), [*left.blocks, button_row(reissue_request, [ActionId.DETAILS], named=False)])
    step = Mrkdwn(f"{direct_step(reissue_request, ctx.today)} The card is in {channel(ctx.approvals_channel)}.")
    blocks = [
        *title(reissue_request, named=True),
        *server_note(ctx.server),
        section(step),
        *body(reissue_request, attempts, ctx, own=True),
        *_after(reissue_request),
        button_row(reissue_request, own_buttons_for(reissue_request.status), named=True, own=True),
    ]
    return drawn(Mrkdwn(card_text(reissue_request, attempts, step, ctx) + _after_text(reissue_request)), blocks)


def direct_note(event: Event, reissue_request: ReissueRequest, ctx: CardContext) -> Drawn | None:
    """The message that tells the requester of an outcome; None for events that are not one."""
    words = note_words(event, reissue_request)
    if words is None:
        return None
    if reissue_request.blanked_at is not None:
        return blanked_copy(reissue_request)
    text, blocks = _more(event, reissue_request, ctx)
    return drawn(
        Mrkdwn(f"{server_text(ctx.server)}{words} {text}".strip()),
        [section(words), *blocks, *server_note(ctx.server), *_button(event, reissue_request, ctx)],
    )


def blanked_copy(reissue_request: ReissueRequest) -> Drawn:
    """What is left of a message to the requester once names and reasons are removed."""
    words = f"{reissue_request.label} · {sentence(status_words(reissue_request, named=False))}"
    text = Mrkdwn(f"{words} {blanked_words(reissue_request)}")
    return drawn(text, [section(text)])


def _button(event: Event, reissue_request: ReissueRequest, ctx: CardContext) -> list[Block]:
    """What the requester can do about it, as long as they can."""
    if event.kind is EventKind.ASKED and is_waiting_for_answer(event, reissue_request, ctx.talk):
        offered = ActionId.ANSWER
    elif event.kind is EventKind.EXPIRED:
        offered = ActionId.REQUEST_AGAIN
    else:
        return []
    return [button_row(reissue_request, [offered], named=True, own=True)]


def _more(event: Event, reissue_request: ReissueRequest, ctx: CardContext) -> tuple[str, list[Block]]:
    match event.kind:
        case EventKind.DENIED if reissue_request.denial and reissue_request.denial.reason:
            reason = reissue_request.denial.reason
            return f"Reason: {escape(one_line(reason, 500))}", [quoted(reason)]
        case EventKind.ASKED:
            return question_note(event, ctx.talk)
        case EventKind.FAILED:
            return problem_text(reissue_request), problem_blocks(reissue_request)
        case EventKind.REISSUED | EventKind.MARKED_DONE if reissue_request.summary:
            now = escape(enrollment_words(reissue_request.summary, reissue_request.product))
            words = Mrkdwn(f"New enrollment of {employee_name(reissue_request)}: {now}.")
            return words, [context(words)]
        case _:
            return "", []


def _after(reissue_request: ReissueRequest) -> list[Block]:
    if reissue_request.summary is None:
        return []
    facts = escaped(enrollment_facts(reissue_request.summary, reissue_request.product))
    return [section(Mrkdwn("*New enrollment*")), fields(facts)]


def _after_text(reissue_request: ReissueRequest) -> str:
    if reissue_request.summary is None:
        return ""
    return f" New enrollment: {escape(enrollment_words(reissue_request.summary, reissue_request.product))}."
