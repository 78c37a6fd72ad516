"""The approval card: every status of a request, drawn by one function, so that posting and updating agree."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

from approvals.model.attempt import Attempt
from approvals.model.request import ReissueRequest
from approvals.model.status import UNDECIDED, RequestStatus
from handlers.blocks.buttons import button_row, buttons_for
from handlers.blocks.context import CardContext
from handlers.blocks.conversation import conversation_on_card
from handlers.blocks.drawn import Drawn
from handlers.blocks.elements import context
from handlers.blocks.facts import (
    approvals,
    costs,
    denial,
    document,
    effect,
    match_note,
    namesakes,
    reason,
    repeats,
    request_facts,
    requester_left,
    second_approval,
    server_note,
    step,
    title,
    void_approvals,
    warnings,
    warnings_in_modal,
)
from handlers.blocks.parts import NOTHING, Part, Turn, message, said_only, shown_only, small_print
from handlers.blocks.standstill import doubt, problem
from handlers.blocks.together import for_all, members, short_buttons, short_card_facts
from handlers.ids import ActionId
from handlers.words.away import away_words
from handlers.words.facts import ELSEWHERE, NOT_RECORDED
from handlers.words.headline import headline, little_headline
from handlers.words.removed import blanked_words
from handlers.words.steps import calls_approvers


def approval_card(reissue_request: ReissueRequest, attempts: Sequence[Attempt], ctx: CardContext) -> Drawn:
    """The card in the approvals channel. `attempts` are first to last; the last one is the evidence when unknown."""
    named = ctx.shows_all_of(reissue_request)
    at_once = named and not _takes_form(reissue_request, ctx)
    is_short = ctx.is_short(reissue_request)
    offered = _offered(reissue_request, at_once=at_once, is_short=is_short)
    facts = _short(reissue_request, attempts, ctx) if is_short else _all(reissue_request, attempts, ctx)
    return message(
        [
            *_begin(reissue_request, ctx, named=named),
            server_note(ctx.server),
            step(reissue_request, ctx, named=named),
            NOTHING if is_short else _away(reissue_request, ctx, named=named),
            requester_left(reissue_request, named=named),
            *(facts if named else [_little(reissue_request)]),
            members(reissue_request, ctx, named=named),
            NOTHING if is_short else _not_recorded(reissue_request),
            shown_only(button_row(reissue_request, offered, named=at_once)),
            for_all(reissue_request, ctx),
        ]
    )


def _takes_form(reissue_request: ReissueRequest, ctx: CardContext) -> bool:
    """Whether it can be approved only in the form, which asks for the document."""
    return reissue_request.status is RequestStatus.PENDING and ctx.asks_approver_for_document(reissue_request)


def _offered(reissue_request: ReissueRequest, *, at_once: bool, is_short: bool) -> Sequence[ActionId]:
    """The buttons; with `at_once`, one that approves without the form."""
    has_left = reissue_request.requester_left is not None
    offered = buttons_for(reissue_request.status, has_left=has_left, named=at_once)
    return short_buttons(reissue_request, offered, named=at_once) if is_short else offered


def _begin(reissue_request: ReissueRequest, ctx: CardContext, *, named: bool) -> list[Part]:
    """The number and the status. The text begins with what a notification shows."""
    heading = title(reissue_request, named=named)
    if not named:
        return [replace(heading, text=little_headline(reissue_request, ctx.server), turn=Turn.HEADLINE)]
    return [said_only(headline(reissue_request, ctx.server), Turn.HEADLINE), heading]


def _all(reissue_request: ReissueRequest, attempts: Sequence[Attempt], ctx: CardContext) -> list[Part]:
    return [*shared_facts(reissue_request, attempts, ctx), effect(reissue_request, ctx.today)]


def _short(reissue_request: ReissueRequest, attempts: Sequence[Attempt], ctx: CardContext) -> list[Part]:
    return [*short_facts(reissue_request, attempts, ctx), effect(reissue_request, ctx.today)]


def short_facts(
    reissue_request: ReissueRequest, attempts: Sequence[Attempt], ctx: CardContext, *, own: bool = False
) -> list[Part]:
    """The facts of one coverage, where the card of another request has those that all of its group share."""
    return [
        short_card_facts(reissue_request),
        costs(reissue_request),
        warnings(reissue_request),
        second_approval(reissue_request, ctx.second_approval),
        namesakes(reissue_request, ctx.namesakes),
        *_course(reissue_request, attempts, ctx, own=own),
    ]


def _course(reissue_request: ReissueRequest, attempts: Sequence[Attempt], ctx: CardContext, *, own: bool) -> list[Part]:
    """What was said and decided, and what went wrong."""
    return [
        *conversation_on_card(reissue_request, ctx.conversation),
        *approvals(reissue_request),
        void_approvals(reissue_request),
        denial(reissue_request),
        *doubt(reissue_request, attempts, own=own),
        *problem(reissue_request, own=own),
    ]


def shared_facts(
    reissue_request: ReissueRequest,
    attempts: Sequence[Attempt],
    ctx: CardContext,
    *,
    own: bool = False,
    in_modal: bool = False,
) -> list[Part]:
    """The facts that the approvers' card, the requester's (`own`) copy and the form that approves share."""
    return [
        request_facts(reissue_request, ctx.today, own=own),
        costs(reissue_request),
        reason(reissue_request),
        document(reissue_request, ctx),
        repeats(ctx.again_of),
        warnings_in_modal(reissue_request) if in_modal else warnings(reissue_request),
        second_approval(reissue_request, ctx.second_approval),
        match_note(reissue_request, is_matched=ctx.is_matched),
        namesakes(reissue_request, ctx.namesakes),
        *_course(reissue_request, attempts, ctx, own=own),
    ]


def _away(reissue_request: ReissueRequest, ctx: CardContext, *, named: bool) -> Part:
    """Who of the people whose turn it is is away. It names them without mentioning them, so it notifies no one."""
    if not named or not calls_approvers(reissue_request):
        return NOTHING
    return small_print(away_words(ctx.away_here, are_all=ctx.are_all_away))


def shown_of_absence(reissue_request: ReissueRequest, ctx: CardContext) -> str:
    """A hash of who the card shows as away, and so does not mention: the card is outdated once it is another one.
    Empty if no one is away."""
    if not ctx.away_here or not calls_approvers(reissue_request):
        return ""
    shown = [[each.user_id, each.name, str(each.until)] for each in ctx.away_here]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:16]


def _not_recorded(reissue_request: ReissueRequest) -> Part:
    """That replies in the thread count for nothing, while there is something to say."""
    return shown_only(context(NOT_RECORDED)) if reissue_request.status in UNDECIDED else NOTHING


def _little(reissue_request: ReissueRequest) -> Part:
    """Instead of the facts, where they may not be shown or are removed."""
    removed = blanked_words(reissue_request)
    return small_print(removed) if removed else shown_only(context(ELSEWHERE))
