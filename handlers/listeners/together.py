"""Listeners of *Approve all…*, *Deny all…* and *Withdraw all…*: a list first, then each by its own use case."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from approvals.core import UseCases
from approvals.model.status import Verb
from handlers.blocks.modals.together import all_done_modal, all_modal, seen_in
from handlers.board.presentation import Presentation
from handlers.ids import ActionId, BlockId
from handlers.listeners.documents import said_document
from handlers.payloads import Body, Click, InModal
from handlers.slack.views import Modals, open_asked

VERBS: Mapping[ActionId, Verb] = MappingProxyType(
    {ActionId.APPROVE_ALL: Verb.APPROVE, ActionId.DENY_ALL: Verb.DENY, ActionId.WITHDRAW_ALL: Verb.WITHDRAW}
)


async def on_all(
    ack: AsyncAck,
    body: Body,
    context: AsyncBoltContext,
    use_cases: UseCases,
    presentation: Presentation,
    modals: Modals,
) -> None:
    """A button for all: the list. Before an approval the audit notes that the approver saw the facts, as for
    *Approve…*."""
    click = Click.of(body)
    seen, action = click.seen, ActionId(click.action.action_id)

    async def asked() -> dict[str, Any]:
        actor = await use_cases.authority.known(click.actor)
        review = await use_cases.group_decisions.review(actor, seen.request_id, VERBS[action])
        possible = [part.reissue_request.id for part in review.parts if part.obstacle is None]
        for request_id in possible if action is ActionId.APPROVE_ALL else ():
            await use_cases.inspections.inspect(actor, request_id)
        return all_modal(action, review, presentation.server)

    await open_asked(ack, context, modals, click, asked)


async def on_all_approved(ack: AsyncAck, body: Body, use_cases: UseCases) -> None:
    """The list was submitted: the checks that count, one after the other."""
    submitted = InModal.of(body)
    actor = await use_cases.authority.known(submitted.actor)
    seen, said = seen_in(submitted.view.private_metadata), said_document(submitted.view)
    done = await use_cases.group_decisions.approve(actor, seen, said)
    await ack(response_action="update", view=all_done_modal(ActionId.APPROVE_ALL, done))


async def on_all_denied(ack: AsyncAck, body: Body, use_cases: UseCases) -> None:
    """The same with the reason for all."""
    submitted = InModal.of(body)
    actor = await use_cases.authority.known(submitted.actor)
    reason = submitted.view.typed(BlockId.REASON, ActionId.REASON)
    done = await use_cases.group_decisions.deny(actor, seen_in(submitted.view.private_metadata), reason)
    await ack(response_action="update", view=all_done_modal(ActionId.DENY_ALL, done))


async def on_all_withdrawn(ack: AsyncAck, body: Body, use_cases: UseCases) -> None:
    """The requester takes all of them back."""
    submitted = InModal.of(body)
    actor = await use_cases.authority.known(submitted.actor)
    reason = submitted.view.typed(BlockId.REASON, ActionId.REASON)
    done = await use_cases.group_decisions.withdraw(actor, seen_in(submitted.view.private_metadata), reason)
    await ack(response_action="update", view=all_done_modal(ActionId.WITHDRAW_ALL, done))
