"""The requester's direct messages: a copy of the card that is kept up to date, and a note at each outcome.

A direct message is private and its reader entitled, so it shows everything, also where the channel's card may not.
"""

from collections.abc import Sequence

from approvals.model.attempt import Attempt
from approvals.model.event import Event, EventKind
from approvals.model.request import ReissueRequest
from handlers.blocks.buttons import button_row, own_buttons_for
from handlers.blocks.context import CardContext
from handlers.blocks.conversation import is_waiting_for_answer, question_note
from handlers.blocks.drawn import Drawn
from handlers.blocks.facts import approval_notes, denial_reason, server_note, title
from handlers.blocks.messages.card import shared_facts, short_facts
from handlers.blocks.parts import NOTHING, Part, Turn, message, paragraph, shown_only, small_print
from handlers.blocks.standstill import problem
from handlers.blocks.together import closing, for_all, members
from handlers.ids import ActionId
from handlers.words.departures import taken_over_said
from handlers.words.facts import title_said
from handlers.words.mrkdwn import Mrkdwn
from handlers.words.outcomes import direct_step, note_words, where_the_card_is
from handlers.words.removed import blanked_words
from handlers.words.summary import checks_words, new_enrollment_line, own_new_enrollment_said, own_new_enrollment_shown


def direct_card(reissue_request: ReissueRequest, attempts: Sequence[Attempt], ctx: CardContext) -> Drawn:
    """The requester's copy of the card: the same facts, and what only they can do while it is possible."""
    if ctx.requester_refusal is not None:
        return message([_left_over(reissue_request)])
    if reissue_request.blanked_at is not None:
        details = shown_only(button_row(reissue_request, [ActionId.DETAILS], named=False))
        return message([_left_over(reissue_request), details])
    step = f"{direct_step(reissue_request, ctx.today)} {where_the_card_is(ctx.approvals_channel)}"
    facts = short_facts if ctx.is_short(reissue_request) else shared_facts
    own_buttons = button_row(reissue_request, own_buttons_for(reissue_request.status), named=True, own=True)
    return message(
        [
            title(reissue_request, named=True),
            server_note(ctx.server),
            paragraph(Mrkdwn(step)),
            *facts(reissue_request, attempts, ctx, own=True),
            _new_enrollment(reissue_request, ctx),
            members(reissue_request, ctx, named=True),
            shown_only(own_buttons),
            for_all(reissue_request, ctx, own=True),
        ]
    )


def taken_over_card(reissue_request: ReissueRequest) -> Drawn:
    """In place of the card of a person who was the requester, once another one has taken the request over."""
    return message([paragraph(taken_over_said(reissue_request))])


def direct_note(event: Event, reissue_request: ReissueRequest, ctx: CardContext) -> Drawn | None:
    """The message that tells the requester of an outcome; None for other events."""
    words = note_words(event, reissue_request)
    if words is None or ctx.is_requester_gone:
        return None
    if not ctx.shows_requester_all_of(reissue_request):
        return message([_left_over(reissue_request)])
    more = _more(event, reissue_request, ctx)
    stands = closing(event, ctx, named=True)
    return message([paragraph(words), *more, stands, server_note(ctx.server), _button(event, reissue_request, ctx)])


def _left_over(reissue_request: ReissueRequest) -> Part:
    """The only part of a message to the requester once names and reasons are removed, or they may no longer request."""
    title = title_said(reissue_request, named=False)
    return paragraph(Mrkdwn(f"{title} {blanked_words(reissue_request)}".rstrip()))


def _button(event: Event, reissue_request: ReissueRequest, ctx: CardContext) -> Part:
    """The button for the requester's next step, while it is possible."""
    if event.kind is EventKind.ASKED and is_waiting_for_answer(event, reissue_request, ctx.conversation):
        offered = ActionId.ANSWER
    elif event.kind in (EventKind.DENIED, EventKind.EXPIRED, EventKind.CLOSED):
        offered = ActionId.REQUEST_AGAIN
    else:
        return NOTHING
    return shown_only(button_row(reissue_request, [offered], named=True, own=True))


def _more(event: Event, reissue_request: ReissueRequest, ctx: CardContext) -> list[Part]:
    match event.kind:
        case EventKind.DENIED:
            return [denial_reason(reissue_request)]
        case EventKind.ASKED:
            return question_note(event, ctx.conversation)
        case EventKind.FAILED:
            return problem(reissue_request, own=True)
        case EventKind.REISSUED | EventKind.MARKED_DONE:
            return [*_opened(reissue_request, ctx), *approval_notes(reissue_request)]
        case _:
            return []


def _opened(reissue_request: ReissueRequest, ctx: CardContext) -> list[Part]:
    """The new enrollment, and what to check about it, once it has been read."""
    after = reissue_request.summary
    if after is None:
        return []
    line = new_enrollment_line(reissue_request, after, ctx.today)
    return [small_print(line), small_print(checks_words(reissue_request, after))]


def _new_enrollment(reissue_request: ReissueRequest, ctx: CardContext) -> Part:
    """The new enrollment; read after everything else. What to check about it stands in the note about the outcome."""
    after = reissue_request.summary
    if after is None:
        return NOTHING
    shown = own_new_enrollment_shown(reissue_request, after, ctx.today)
    said = own_new_enrollment_said(reissue_request, after, ctx.today)
    return paragraph(shown, said, Turn.REASON)
