"""Listeners of *Away…* and *Back* in the Home tab."""

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from approvals.core import UseCases
from handlers.blocks.modals.away import away_modal
from handlers.board.home_tabs import HomeTabs
from handlers.ids import ActionId, BlockId
from handlers.payloads import Body, Click, InModal
from handlers.slack.views import Modals, open_asked


async def on_away(ack: AsyncAck, body: Body, context: AsyncBoltContext, use_cases: UseCases, modals: Modals) -> None:
    """*Away…* asks for the last day."""
    click = Click.of(body)

    async def make() -> dict[str, Any]:
        return away_modal(await use_cases.absence_notes.today_of(await use_cases.authority.known(click.actor)))

    await open_asked(ack, context, modals, click, make)


async def on_away_submitted(ack: AsyncAck, body: Body, use_cases: UseCases, home_tabs: HomeTabs) -> None:
    """The last day was chosen: committed first, then acknowledged."""
    submitted = InModal.of(body)
    actor = await use_cases.authority.known(submitted.actor)
    await use_cases.absence_notes.away(actor, submitted.view.typed(BlockId.UNTIL, ActionId.UNTIL))
    await home_tabs.changed(submitted.actor.user_id)
    await ack()


async def on_back(ack: AsyncAck, body: Body, use_cases: UseCases, home_tabs: HomeTabs) -> None:
    """*Back*: the person is there again."""
    click = Click.of(body)
    await use_cases.absence_notes.back(await use_cases.authority.known(click.actor))
    await home_tabs.changed(click.actor.user_id)
    await ack()
