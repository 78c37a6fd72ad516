"""Posts that Slack accepted, but whose answer was lost: one live card all the same, and a word on the other."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from approvals.model.card import Card
from approvals.model.event import EventKind
from bot.app import Bot
from handlers.carried import SeenRevision
from handlers.ids import ActionId
from handlers.listeners.table import ACTIONS
from sandbox import cast
from tests.conversations import forged
from tests.office import Office, buttons_of, eventually, label_of, words_of
from tests.shown import value_of

pytestmark = pytest.mark.anyio

Json = dict[str, Any]

REPLACES = "This card replaces an earlier one. If you see both, only this one's buttons work."
IN_MODALS = {
    *(ActionId.EMPLOYEE, ActionId.ENROLLMENT, ActionId.QLE, ActionId.TRY_AGAIN),
    *(ActionId.SEVERAL, ActionId.BACK, ActionId.CHOOSE_EMPLOYEE, ActionId.RECORD_EVENT),
}
IN_HOME = {
    *(ActionId.NEW_REQUEST, ActionId.PREVIOUS, ActionId.NEXT),
    *(ActionId.APPROVE_SEVERAL, ActionId.AWAY, ActionId.NOT_AWAY),
}
IN_WHAT_WAS_FOUND = {ActionId.REQUEST_FOR, ActionId.PREVIOUS_FOUND, ActionId.NEXT_FOUND}
"""On answers that only one person sees; these carry an employee, or a page."""


async def cards_of(office: Office, label: str, conversation: str = cast.APPROVALS) -> list[Json]:
    """The cards of one request, however many there are."""
    seen = await office.marcus.messages(conversation)
    return [m for m in seen if not m["thread_ts"] and not m["ephemeral"] and label in words_of(m).split()]


async def lost(office: Office, employee: str) -> Json:
    """The card of a new request, of which the bot does not know yet that it is there."""
    view = await office.nina.fill_in(employee)
    await office.fault("slack", "chat.postMessage", "drop_after")
    assert (await office.nina.submit(view))["ok"]
    return await office.marcus.card("Waiting for approval", of=label_of(await office.nina.modal_with("Sent to")))


async def replaced(office: Office, employee: str) -> tuple[Json, Json]:
    """A lost card and the one that was posted in its place."""
    old = await lost(office, employee)

    async def both() -> list[Json]:
        cards = await cards_of(office, label_of(old))
        return cards if len(cards) == 2 else []

    _old, new = await eventually(both, "a card in place of the lost one")
    return old, new


async def unconfirmed(bot: Bot, card: Json, kind: str, channel: str) -> None:
    """Have the bot know of a copy only that it may have been posted."""
    request_id = SeenRevision.parse(value_of(card, "details")).request_id

    async def posted() -> Card | None:
        async with bot.store.reading() as work:
            return next((found for found in await work.cards.of(request_id) if found.kind == kind and found.ts), None)

    copy = await eventually(posted, f"a copy {kind}")
    async with bot.store.writing() as work:
        await work.cards.forget(copy, unconfirmed=0)
        assert await work.cards.claim(replace(copy, channel=channel, touched_at=datetime.now(UTC)), copy.touched_at)
        await work.commit()


async def codes_of_refusals(bot: Bot, card: Json) -> list[Json]:
    """What the audit says of refused clicks."""
    async with bot.store.reading() as work:
        events = await work.events.of(SeenRevision.parse(value_of(card, "details")).request_id)
    return [dict(event.codes) for event in events if event.kind is EventKind.REFUSED]


async def test_of_two_cards_only_the_newest_ones_buttons_work_and_the_other_loses_its_own(
    office: Office, bot: Bot
) -> None:
    old, new = await replaced(office, "ada")
    label = label_of(old)
    assert REPLACES in words_of(new)
    assert (await office.marcus.click(old, "approve"))["ok"]
    refused = await office.marcus.modal_with(f"This card of {label} was replaced by a newer one, so nothing was done.")
    assert f"/p{new['ts'].replace('.', '')}|Open the newer card>" in words_of(refused)
    assert [m for m in await office.marcus.messages() if m["ephemeral"]] == []
    assert await codes_of_refusals(bot, old) == [{"wanted": "approved", "why": "ReplacedCard", "revision": 1}]
    left = await office.marcus.reads(f"{label}: replaced by a newer card.")
    assert left["ts"] == old["ts"]
    assert buttons_of(left) == []
    assert (await office.marcus.click(new, "approve"))["ok"]
    card = await office.marcus.card("Reissued", of=label)
    assert card["ts"] == new["ts"]
    assert REPLACES in words_of(card)


async def test_a_click_on_a_lost_card_finds_it_so_that_it_is_not_posted_again(office: Office) -> None:
    old = await lost(office, "sean")
    assert (await office.marcus.click(old, "approve"))["ok"]
    card = await office.marcus.card("Reissued", of=label_of(old))
    await office.marcus.posted(card, "was approved by")
    assert [found["ts"] for found in await cards_of(office, label_of(old))] == [old["ts"]]
    assert REPLACES not in words_of(card)


async def test_a_click_on_a_lost_direct_message_finds_it_too(office: Office, bot: Bot) -> None:
    card = await office.nina.requests("yusuf demir")
    label, conversation = label_of(card), await office.nina.direct()
    direct = await office.nina.card("Waiting for approval", conversation, of=label)
    await unconfirmed(bot, card, "direct", cast.NINA)
    assert (await office.nina.withdraws(direct))["ok"]
    drawn = await office.nina.card("Withdrawn", conversation, of=label)
    assert drawn["ts"] == direct["ts"]


@pytest.mark.parametrize("action", sorted(set(ACTIONS) - IN_MODALS - IN_HOME - IN_WHAT_WAS_FOUND))
async def test_no_button_of_ours_works_on_a_message_that_is_not_a_copy(
    office: Office, bot: Bot, action: ActionId
) -> None:
    card = await waiting(office)
    key = office.sandbox.workspace.response_urls.issue(cast.PRIYA, cast.APPROVALS, card["ts"])
    url = f"{office.url}/response/{key}"
    click = forged.click(cast.PRIYA, action, value_of(card, "details"), ts="1.1", response_url=url)
    before = await codes_of_refusals(bot, card)
    said = await office.priya.hears(office.forge(click))
    assert said.startswith(f"This card of {label_of(card)} was replaced by a newer one")
    written = (await codes_of_refusals(bot, card))[len(before) :]
    assert [codes["why"] for codes in written] == ["ReplacedCard"]
    assert "Waiting for approval" in words_of(await office.marcus.card(of=label_of(card)))


async def waiting(office: Office) -> Json:
    """A request that waits for approval, the same for all who only look at it."""
    found = [m for m in await office.marcus.messages() if "Ruth Adler" in words_of(m) and not m["thread_ts"]]
    return found[0] if found else await office.nina.requests("ruth adler")
