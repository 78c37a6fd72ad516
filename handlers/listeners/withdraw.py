"""Listeners of *Withdraw…*: the requester takes the request back."""

from typing import Any

from approvals.core import UseCases
from approvals.lookups.authority import Actor
from handlers.blocks.modals.withdraw import withdraw_modal
from handlers.carried import SeenRevision
from handlers.ids import ActionId, BlockId
from handlers.payloads import InModal
from handlers.words.done import withdrawn_now
from handlers.words.mrkdwn import Mrkdwn


async def withdraw_form(use_cases: UseCases, actor: Actor, seen: SeenRevision) -> dict[str, Any]:
    """*Withdraw…* asks why."""
    return withdraw_modal(await use_cases.decisions.could_withdraw(actor, seen.request_id), seen)


async def withdraw(use_cases: UseCases, actor: Actor, submitted: InModal) -> Mrkdwn:
    """The requester takes it back: the check that counts."""
    reason = submitted.view.typed(BlockId.REASON, ActionId.REASON)
    return withdrawn_now(await use_cases.decisions.withdraw(actor, submitted.seen.request_id, reason))
