"""What `/reissue find` and `/reissue history` answer, and the buttons that turn their pages."""

import asyncio
from http import HTTPStatus
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncRespond

from approvals.core import UseCases
from approvals.errors import NotAllowed
from approvals.lookups.authority import Actor
from approvals.model.choices import Matches, obstacle_of
from approvals.model.history import Wanted
from benefits.errors import BenefitsError, InvalidId, NotFound
from handlers.blocks.drawn import Drawn
from handlers.blocks.messages.found import found_message
from handlers.board.links import CardLinks
from handlers.carried import FoundPage
from handlers.listeners.looked_for import wanted_in
from handlers.payloads import Body, Click
from handlers.words.controls.forms import IN_TYPEAHEAD
from handlers.words.mrkdwn import Mrkdwn
from handlers.words.search import FIND_WHOM


async def find(typed: str, actor: Actor, use_cases: UseCases, links: CardLinks) -> dict[str, Any]:
    """`/reissue find mwangi`: people, for those who may request, and requests. Raises Refusal."""
    if not typed:
        return {"text": FIND_WHOM}
    people, (history, to_cards) = await asyncio.gather(
        _people(typed, actor, use_cases), _requests(Wanted(name=typed), 0, actor, use_cases, links)
    )
    return _message(found_message(history, to_cards, people, by_name=True))


async def history(typed: str, actor: Actor, use_cases: UseCases, links: CardLinks) -> dict[str, Any]:
    """`/reissue history denied nov 2026 mwangi`: requests of any age. Raises Refusal."""
    wanted = wanted_in(typed)
    found, to_cards = await _requests(wanted, 0, actor, use_cases, links)
    return _message(found_message(found, to_cards, by_name=bool(wanted.name)))


async def on_found_page_turned(
    ack: AsyncAck, body: Body, respond: AsyncRespond, use_cases: UseCases, links: CardLinks
) -> None:
    """*Previous page*, *Next page* under what was found: the message is replaced, then the click is acknowledged."""
    click = Click.of(body)
    wanted, page = FoundPage.parse(click.action.value or "")
    found, to_cards = await _requests(wanted, page, click.actor, use_cases, links)
    drawn = _message(found_message(found, to_cards))
    answer = await respond(**drawn, response_type="ephemeral", replace_original=True)
    if answer.status_code == HTTPStatus.OK:  # otherwise Slack shows that the click failed
        await ack()


async def _requests(wanted: Wanted, page: int, actor: Actor, use_cases: UseCases, links: CardLinks) -> Any:  # noqa: ANN401
    found = await use_cases.finder.find(actor, wanted, page)
    return found, await links.at_once([each.id for each in found.entries])


async def _people(typed: str, actor: Actor, use_cases: UseCases) -> Matches | Mrkdwn | None:
    """The employees of that name; why they could not be looked for; None for people who may not request."""
    try:
        routes = await use_cases.reach.requested(actor)
    except NotAllowed:
        return None
    try:
        found = await use_cases.choices.search(typed, routes)
    except (InvalidId, NotFound):
        return Matches()
    except BenefitsError as error:
        return Mrkdwn(IN_TYPEAHEAD[obstacle_of(error)])
    if not found.entries and (obstacle := await use_cases.choices.standstill()):
        return Mrkdwn(IN_TYPEAHEAD[obstacle])
    return found


def _message(drawn: Drawn) -> dict[str, Any]:
    return {"text": drawn.text, "blocks": drawn.blocks}
