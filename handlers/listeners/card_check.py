"""Only the newest card's buttons work: the check of every click on a message of the bot, before the click's listener.

The check is a matcher in the one table of listeners, so no button can be registered without it and no listener has to
think of it. The refusal is a listener of its own and not a middleware, because Bolt sends an acknowledgement at once
only from a listener. A click that passes costs one read transaction.
"""

from functools import partial
from typing import NoReturn

from pydantic import ValidationError
from slack_bolt.context.async_context import AsyncBoltContext

from approvals.actions.card_check import Place
from approvals.core import UseCases
from approvals.errors import UnknownRequest
from approvals.model.card import ReplacedCard
from handlers.blocks.buttons import wanted_by
from handlers.board.copies import has_buttons_there
from handlers.carried import UnreadableValue
from handlers.ids import ActionId
from handlers.payloads import Body, Click

CLICKED = "clicked_card"
"""The name in Bolt's context for the copy in which a person clicked."""


async def is_replaced(body: Body, context: AsyncBoltContext, use_cases: UseCases) -> bool:
    """Whether a click came from a card that another one has replaced; unreadable clicks are left to their listener."""
    try:
        click = Click.of(body)
        if click.view is not None or click.channel is None or click.message_ts is None:
            return False
        could_be = partial(has_buttons_there, in_thread=click.thread_ts is not None)
        place = Place(click.channel, click.message_ts, could_be)
        wanted = wanted_by(ActionId(click.action.action_id))
        actor = await use_cases.authority.known(click.actor)
        context[CLICKED] = await use_cases.card_check.check(actor, click.seen.request_id, place, wanted)
    except ReplacedCard as refusal:
        context["refusal"] = refusal
        return True
    except (ValidationError, UnreadableValue, UnknownRequest):
        return False
    return False


async def on_replaced(refusal: ReplacedCard) -> NoReturn:
    """A button of a replaced card: nothing was done, and the person gets a link to the current card."""
    raise refusal
