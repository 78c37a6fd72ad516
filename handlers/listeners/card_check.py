"""Only the newest card's buttons work: what every click on a message of ours has to pass before its listener.

It is a matcher in front of the one table of listeners, so that no button can be registered past it and no listener has
to think of it; and it is a listener of its own that answers, not a middleware, because Bolt acknowledges at once only
what a listener acknowledges. A click that passes costs one read transaction.
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
from handlers.ids import ActionId, UnreadableValue
from handlers.payloads import Body, Click


async def is_replaced(body: Body, context: AsyncBoltContext, use_cases: UseCases) -> bool:
    """Whether a click came from a card that another one has replaced; what cannot be read is left to its listener."""
    try:
        click = Click.of(body)
        if click.view is not None or click.channel is None or click.message_ts is None:
            return False
        could_be = partial(has_buttons_there, in_thread=click.thread_ts is not None)
        place = Place(click.channel, click.message_ts, could_be)
        wanted = wanted_by(ActionId(click.action.action_id))
        await use_cases.card_check.check(click.actor, click.seen.request_id, place, wanted)
    except ReplacedCard as refusal:
        context["refusal"] = refusal
        return True
    except (ValidationError, UnreadableValue, UnknownRequest):
        return False
    return False


async def on_replaced(refusal: ReplacedCard) -> NoReturn:
    """A button of a card that was replaced: nothing was done, and the person is told where the current one is."""
    raise refusal
