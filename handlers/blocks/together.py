"""What a card shows of the requests that were submitted together with its own."""

import hashlib
import json
from collections.abc import Mapping

from approvals.model.event import Event
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from handlers.blocks.context import CardContext
from handlers.blocks.elements import actions, button
from handlers.blocks.parts import NOTHING, Part, blocks_of, line, paragraph, shown_only, small_print
from handlers.carried import SeenRevision
from handlers.ids import ActionId
from handlers.words.groups import VERBS, event_stands, label_for_all, part_of_words, short_facts, together_words

ON_CARD: Mapping[ActionId, str | None] = {ActionId.APPROVE_ALL: "primary", ActionId.DENY_ALL: "danger"}
"""The buttons for all on the first request's card, and their styles."""

ON_SHORT_CARD = (ActionId.APPROVE, ActionId.APPROVE_FORM, ActionId.DENY, ActionId.ASK, ActionId.DETAILS)
"""The buttons of a waiting request on a short card: the requester has the others in the direct message."""


def members(reissue_request: ReissueRequest, ctx: CardContext, *, named: bool) -> Part:
    """The others, on the first request's card; and where the first one is, on the cards of the others."""
    together = ctx.together
    if together is None:
        return NOTHING
    lead = together.group.lead
    if reissue_request.id == lead.id:
        return small_print(together_words(together.group.others(lead), together.links, named=named))
    return small_print(part_of_words(lead, together.links, named=named and ctx.is_short(reissue_request)))


def for_all(reissue_request: ReissueRequest, ctx: CardContext, *, own: bool = False) -> Part:
    """The buttons for all that wait, on the first request's card; with `own`, for all of its requester's."""
    together = ctx.together
    if together is None or reissue_request.id != together.group.lead.id:
        return NOTHING
    waiting = [each for each in together.group.waiting if not own or each.requester == reissue_request.requester]
    if not waiting or [each.id for each in waiting] == [reissue_request.id]:
        return NOTHING
    value = str(SeenRevision(reissue_request.id, reissue_request.revision))
    offered: Mapping[ActionId, str | None] = {ActionId.WITHDRAW_ALL: None} if own else ON_CARD
    row = [
        button(label_for_all(VERBS[action], waiting), action, value, style=style) for action, style in offered.items()
    ]
    return shown_only(actions(row))


def short_card_facts(reissue_request: ReissueRequest) -> Part:
    """Which coverage a short card is about."""
    return line(short_facts(reissue_request))


def short_buttons(reissue_request: ReissueRequest, offered: tuple[ActionId, ...], *, named: bool) -> list[ActionId]:
    """Of the buttons that a full card offers, those on a short one."""
    if reissue_request.status is not RequestStatus.PENDING or reissue_request.requester_left is not None:
        return list(offered)
    left_out = ActionId.APPROVE_FORM if named else None
    return [action for action in offered if action in ON_SHORT_CARD and action is not left_out]


def closing(event: Event, ctx: CardContext, *, named: bool) -> Part:
    """How the life event stands, below the outcome of the request that settled last."""
    together = ctx.together
    if together is None or together.settled_by is None or event.seq != together.settled_by:
        return NOTHING
    return paragraph(event_stands(together.group, named=named))


def shown_of_group(reissue_request: ReissueRequest, ctx: CardContext, *, named: bool, own: bool = False) -> str:
    """A hash of everything that a copy shows of its group: the copy is outdated once it is another one."""
    if ctx.together is None:
        return ""
    shown = [members(reissue_request, ctx, named=named), for_all(reissue_request, ctx, own=own)]
    short = ctx.is_short(reissue_request)
    return hashlib.sha256(json.dumps([short, blocks_of(shown)]).encode()).hexdigest()[:16]
