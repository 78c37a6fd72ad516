"""Listeners of *Approve several…*: choose, read what will happen to each, approve each in turn."""

from typing import Any
from uuid import UUID

from slack_bolt.async_app import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from approvals.core import UseCases
from approvals.errors import InvalidSubmission
from approvals.lookups.authority import Actor
from approvals.rules.budgets import TimeBudgets
from handlers.blocks.modals.several import choose_modal, confirm_modal, looking_modal, results_modal, working_modal
from handlers.carried import SeenRevision
from handlers.ids import BlockId
from handlers.payloads import Body, Click, InModal
from handlers.slack.views import Modals, open_asked, update_in_time


async def on_approve_several(
    ack: AsyncAck, body: Body, context: AsyncBoltContext, use_cases: UseCases, modals: Modals
) -> None:
    """*Approve several…* in Home: what waits for this person now."""
    click = Click.of(body)

    async def choose() -> dict[str, Any]:
        return await _choose(await use_cases.authority.known(click.actor), use_cases)

    await open_asked(ack, context, modals, click, choose)


async def on_back(ack: AsyncAck, body: Body, use_cases: UseCases, modals: Modals) -> None:
    """*Back*: what waits now, with the same requests ticked."""
    click = Click.of(body)
    await ack()
    if click.view is not None:
        actor = await use_cases.authority.known(click.actor)
        chosen = {seen.request_id for seen in SeenRevision.parse_all(click.view.private_metadata)}
        await modals.replace(click.view.id, await _choose(actor, use_cases, chosen))


async def on_ticked(ack: AsyncAck) -> None:
    """A box was ticked. Nothing to do until the form is submitted."""
    await ack()


async def on_several_chosen(
    ack: AsyncAck, body: Body, use_cases: UseCases, modals: Modals, budgets: TimeBudgets
) -> None:
    """The requests are chosen: say what will happen to each. Nothing is decided yet."""
    submitted = InModal.of(body)
    chosen = SeenRevision.parse_all(",".join(submitted.view.ticked(BlockId.SEVERAL)))
    if not chosen:
        raise InvalidSubmission("several", "required")

    async def foreseen() -> dict[str, Any]:
        actor = await use_cases.authority.known(submitted.actor)
        return confirm_modal(await use_cases.several_approvals.foreseen(actor, chosen))

    await update_in_time(ack, modals, foreseen(), looking_modal(), budgets.several)


async def on_several_approved(
    ack: AsyncAck, body: Body, use_cases: UseCases, modals: Modals, budgets: TimeBudgets
) -> None:
    """*Approve these*: each by the same path as alone; the checks that count. What takes longer than Slack waits goes
    on after the acknowledgement; if the process is killed in it, each is approved or not, and the rest still waits."""
    submitted = InModal.of(body)
    chosen = SeenRevision.parse_all(submitted.view.private_metadata)

    async def results() -> dict[str, Any]:
        actor = await use_cases.authority.known(submitted.actor)
        return results_modal(await use_cases.several_approvals.approve(actor, chosen))

    await update_in_time(ack, modals, results(), working_modal(), budgets.several)


async def _choose(
    actor: Actor, use_cases: UseCases, chosen: frozenset[UUID] | set[UUID] = frozenset()
) -> dict[str, Any]:
    return choose_modal(await use_cases.several_approvals.waiting(actor), chosen)
