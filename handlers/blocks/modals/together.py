"""The modals behind *Approve all…*, *Deny all…* and *Withdraw all…*: what will happen to each, and what did."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from approvals.actions.group import Part, Review
from approvals.model.request import ReissueRequest
from handlers.blocks.drawn import Block
from handlers.blocks.elements import context, entry, hint, quoted, section, text_area
from handlers.blocks.facts import server_note
from handlers.blocks.modals.document import document_part
from handlers.blocks.modals.modal import form, notice
from handlers.carried import SeenRevision
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.words.controls.dialogs import all_done_title, all_form_words
from handlers.words.controls.forms import DENY_HINT, REASON, WITHDRAW_HINT
from handlers.words.documents import seen_words
from handlers.words.groups import (
    LEFT_AS_IT_IS,
    NONE_POSSIBLE,
    VERBS,
    about_group,
    cannot_happen,
    has_happened,
    has_not_happened,
    will_happen,
)
from handlers.words.mrkdwn import Mrkdwn
from handlers.words.refusals import sentence_for

CALLBACKS: Mapping[ActionId, CallbackId] = MappingProxyType(
    {
        ActionId.APPROVE_ALL: CallbackId.APPROVE_ALL,
        ActionId.DENY_ALL: CallbackId.DENY_ALL,
        ActionId.WITHDRAW_ALL: CallbackId.WITHDRAW_ALL,
    }
)


def all_modal(action: ActionId, review: Review, server: str | None) -> dict[str, Any]:
    """Lists every request of the group. It carries the revisions that it shows of those that are possible. It asks once
    for the document of the event, where approvers have to have seen one."""
    parts, today = review.parts, review.today
    possible = [part.reissue_request for part in parts if part.obstacle is None]
    listed = [_listed(part, action, today) for part in parts]
    if not possible:
        return notice(CallbackId.NOTICE, all_form_words(VERBS[action], 0).title, [section(NONE_POSSIBLE), *listed])
    blocks = [*server_note(server).blocks, *_about(possible), *listed, context(LEFT_AS_IT_IS), *_asks(action)]
    if action is ActionId.APPROVE_ALL and review.asks_document:
        blocks += document_part([next(each.qle for each in possible if each.qle)])
    metadata = " ".join(str(SeenRevision(each.id, each.revision)) for each in possible)
    return form(CALLBACKS[action], all_form_words(VERBS[action], len(possible)), blocks, metadata)


def all_done_modal(action: ActionId, parts: Sequence[Part]) -> dict[str, Any]:
    """The result for each."""
    return notice(CallbackId.NOTICE, all_done_title(VERBS[action]), [section(_result(part, action)) for part in parts])


def seen_in(metadata: str) -> list[SeenRevision]:
    """The requests and revisions that such a modal carries; raises UnreadableValue."""
    return [SeenRevision.parse(one) for one in metadata.split(" ")]


def _about(possible: Sequence[ReissueRequest]) -> list[Block]:
    """Once for all, where all say the same."""
    first = possible[0]
    is_same = all(_said(each) == _said(first) for each in possible)
    seen = [context(seen_words(first.document))] if is_same and first.document else []
    return [section(about_group(first)), *([quoted(first.reason)] if is_same and first.reason else []), *seen]


def _said(reissue_request: ReissueRequest) -> tuple[object, ...]:
    return (reissue_request.reason, reissue_request.qle_id, reissue_request.document, reissue_request.requester)


def _listed(part: Part, action: ActionId, today: date) -> Block:
    reissue_request, obstacle = part.reissue_request, part.obstacle
    if obstacle is None:
        return section(will_happen(reissue_request, action, today))
    why = sentence_for(obstacle, reissue_request)
    return section(cannot_happen(reissue_request, why, named=part.may_be_shown))


def _result(part: Part, action: ActionId) -> Mrkdwn:
    if part.obstacle is None:
        return has_happened(part.reissue_request, action)
    why = sentence_for(part.obstacle, part.reissue_request)
    return has_not_happened(part.reissue_request, why, named=part.may_be_shown)


def _asks(action: ActionId) -> list[Block]:
    """The field for the reason, where there is one."""
    area = text_area(ActionId.REASON.value)
    if action is ActionId.DENY_ALL:
        return [entry(BlockId.REASON.value, REASON, area, hint=hint(DENY_HINT))]
    if action is ActionId.WITHDRAW_ALL:
        return [entry(BlockId.REASON.value, REASON, area, hint=hint(WITHDRAW_HINT), optional=True)]
    return []
