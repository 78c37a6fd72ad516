"""The approvals channel becomes public, or is shared with another company: within two minutes no name is in it."""

import json
from typing import Any

import pytest

from bot.app import Bot
from handlers.board.opened import LOOK_EVERY
from sandbox import cast
from tests.office import Office, bot_at_work, eventually, label_of

pytestmark = pytest.mark.anyio

Json = dict[str, Any]

REASON, DENIAL = "Twins called Byron and Annabella", "Please ask Ms Pemberton first"
QUESTION, ANSWER, CHANGED = "Is the certificate notarised", "It came by courier", "Triplets after all"
TAKEN_BACK, REFUSED = "She has moved to Lisbon", "Ruth is not eligible"
NAMES = ("Lovelace", "Young", "Tomasz", "Brien", "Adler")
PRIVATE = (*NAMES, REASON, DENIAL, QUESTION, ANSWER, CHANGED, TAKEN_BACK, REFUSED, "Gold PPO", "Byron")

OPENINGS: list[dict[str, bool]] = [{"is_private": False}, {"is_ext_shared": True}]


async def in_channel(office: Office) -> str:
    """Everything that is in the channel and its threads, for all to read."""
    return json.dumps([message for message in await office.marcus.messages() if not message["ephemeral"]])


async def reissued(office: Office) -> None:
    """A request that is carried out: its summary is in the thread."""
    card = await office.nina.requests("ada.lovelace", reason=REASON)
    assert (await office.marcus.click(card, "approve"))["ok"]
    await office.marcus.posted(await office.marcus.card("Reissued", of=label_of(card)), "New enrollment of")


async def denied(office: Office) -> None:
    """A request that is denied, with a reason."""
    card = await office.nina.requests("zoe young", reason=REASON)
    await office.marcus.click(card, "deny")
    form = await office.marcus.modal_with("Nothing changes until you submit")
    assert (await office.marcus.submit(form, {"reason": {"reason": DENIAL}}))["ok"]
    await office.marcus.posted(card, DENIAL)


async def taken_back(office: Office) -> None:
    """A request with a question and its answer, which is taken back."""
    nina, marcus = office.nina, office.marcus
    card, direct = await nina.requests("tomasz", reason=REASON), await nina.direct()
    await marcus.click(card, "ask")
    form = await marcus.modal_with("Until they answer")
    assert (await marcus.submit(form, {"question": {"question": QUESTION}}))["ok"]
    await nina.click(await nina.reads(QUESTION, direct), "answer", direct)
    typed = {"answer": {"answer": ANSWER}, "reason": {"reason": CHANGED}}
    assert (await nina.submit(await nina.modal_with(QUESTION), typed))["ok"]
    card = await nina.card(ANSWER, of=label_of(card))
    assert (await nina.withdraws(card, reason=TAKEN_BACK))["ok"]
    await marcus.posted(card, TAKEN_BACK)


async def failed(office: Office) -> None:
    """A request that Vitable refuses, with a name in its words."""
    card = await office.nina.requests("ruth adler", reason=REASON)
    await office.fault("benefits", "reissue", "refuse", message=REFUSED)
    assert (await office.marcus.click(card, "approve"))["ok"]
    await office.marcus.posted(card, REFUSED)


async def left(bot: Bot) -> int:
    """The messages that may show names, as far as the bot knows."""
    async with bot.store.reading() as work:
        return sum(each.copies for each in await work.cards.with_names(cast.APPROVALS))


async def seconds_to_take_all_out(bot: Bot) -> float:
    """Do what the clock does until nothing is left, and add up how long it would wait."""
    waited = LOOK_EVERY

    async def nothing_left() -> bool:
        nonlocal waited
        if await left(bot) == 0:
            return True
        bot.board.channels.directory.forget()  # five seconds and more have gone by
        waited += await bot.background.opened_channels.take_names_out()
        return False

    await eventually(nothing_left, "a channel without names")
    return waited


@pytest.mark.parametrize("opening", OPENINGS)
async def test_within_two_minutes_no_card_and_no_thread_has_a_name_or_reason_in_it(
    own_office: Office, database_url: str, opening: dict[str, bool]
) -> None:
    office = own_office
    async with bot_at_work(office, database_url) as bot:
        for story in (reissued, denied, taken_back, failed):
            await story(office)
        waiting = await office.nina.requests("sean", reason=REASON)
        await office.marcus.posted(waiting, "was submitted")
        before = await in_channel(office)
        assert [word for word in PRIVATE if word not in before] == []
        posts = len(await office.marcus.messages())
        await office.change(f"channels/{cast.APPROVALS}", **opening)
        assert await seconds_to_take_all_out(bot) <= 120
        after = await in_channel(office)
        assert [word for word in PRIVATE if word in after] == []
        assert len(await office.marcus.messages()) == posts
        waiting = await office.marcus.card("Waiting for approval", of=label_of(waiting))
        assert (await office.marcus.approves(waiting))["ok"]
        card = await office.marcus.card("Reissued", of=label_of(waiting))
        await office.marcus.posted(card, "Reissued")
        await office.nina.reads("New enrollment", await office.nina.direct())
        after = await in_channel(office)
        assert [word for word in PRIVATE if word in after] == []
        direct = json.dumps(await office.nina.messages(await office.nina.direct()))
        assert [word for word in (*NAMES, DENIAL, TAKEN_BACK, REFUSED) if word not in direct] == []


async def test_what_is_posted_just_when_the_channel_opens_does_not_keep_its_names(
    own_office: Office, one_database_url: str
) -> None:
    office = own_office
    async with bot_at_work(office, one_database_url) as bot:
        card = await office.nina.requests("ada.lovelace", reason=REASON)
        await office.fault("slack", "chat.postMessage", "slow", seconds=0.3, times=4)
        assert (await office.marcus.click(card, "approve"))["ok"]
        await office.change(f"channels/{cast.APPROVALS}", is_private=False)
        card = await office.marcus.card("Reissued", of=label_of(card))
        await office.nina.reads("New enrollment", await office.nina.direct())

        async def all_posted() -> bool:
            return len(await office.marcus.thread(card)) == 2

        await eventually(all_posted, "every post in the thread")
        await seconds_to_take_all_out(bot)
        after = await in_channel(office)
    assert [word for word in PRIVATE if word in after] == []


async def test_a_bot_that_is_stopped_in_the_middle_goes_on_after_its_start(
    own_office: Office, database_url: str
) -> None:
    office = own_office
    async with bot_at_work(office, database_url) as bot:
        for story in (reissued, denied, failed):
            await story(office)
        await office.change(f"channels/{cast.APPROVALS}", is_ext_shared=True)
        all_of_them = await left(bot)
        bot.board.channels.directory.forget()
        await bot.background.opened_channels.take_names_out()
        assert 0 < await left(bot) < all_of_them
    before = await in_channel(office)
    assert [word for word in PRIVATE if word in before] != []
    async with bot_at_work(office, database_url) as bot:
        await seconds_to_take_all_out(bot)
    after = await in_channel(office)
    assert [word for word in PRIVATE if word in after] == []


async def test_what_is_left_is_told_to_the_operator_with_numbers_and_without_names(
    own_office: Office, one_database_url: str
) -> None:
    office = own_office
    async with bot_at_work(office, one_database_url) as bot:
        card = await office.nina.requests("ada.lovelace", reason=REASON)
        await office.marcus.posted(card, "was submitted")
        await office.change(f"channels/{cast.APPROVALS}", is_private=False)
        await office.fault("slack", "chat.update", "error", message="edit_window_closed", times=None)
        bot.board.channels.directory.forget()
        await bot.background.opened_channels.take_names_out()
        ready = await office.http.get(office.sandbox.bot_url.replace("/slack/events", "/readyz"))
        metrics = await office.http.get(office.sandbox.bot_url.replace("/slack/events", "/metrics"))
        assert ready.status_code == 200
        assert ready.json()["names"] == {
            cast.APPROVALS: "this channel is public; names are being taken out of 2 messages (R-1); "
            "what Slack does not let the bot change has to be deleted by a person"
        }
        assert 'reissue_troubles{code="public",what="names"} 1.0' in metrics.text
        assert len(await office.marcus.messages()) == 2
