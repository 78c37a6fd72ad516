"""Deadlines, over signed HTTP: a request expires and is requested again with one click; others are asked; a digest."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from approvals.lookups.calendars import Calendars
from approvals.model.status import RequestStatus
from bot import background
from bot.app import Bot
from sandbox import cast
from tests.approvals.fakes import HandClock
from tests.office import Office, bot_at_work, buttons_of, label_of, menus_of, words_of

pytestmark = pytest.mark.anyio


async def let_days_pass(bot: Bot, days: int) -> None:
    """What waits is as if it had been submitted so many days earlier, and is looked at; no driver puts it off."""
    shift = timedelta(days=days)
    async with bot.store.reading() as work:
        pending = await work.requests.some(await work.requests.in_status(RequestStatus.PENDING))
    async with bot.engine.begin() as connection:
        for each in pending:
            assert each.deadline is not None
            assert each.lapses_on is not None
            await connection.execute(
                sa.text(
                    "UPDATE bot_request SET version = version + 1, deadline = :deadline, lapses_on = :lapses_on, "
                    "changed_at = :at, next_at = :at WHERE id = :id"
                ),
                {
                    "deadline": each.deadline - shift,
                    "lapses_on": each.lapses_on - shift,
                    "at": str(each.changed_at - shift),
                    "id": each.id.hex,
                },
            )


def filled_in(view: dict[str, Any]) -> dict[str, Any]:
    """What Slack sends of a form in which nothing was touched: what it was opened with."""
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        element = block.get("element", {})
        said = element.get("initial_option") or element.get("initial_value")
        if said:
            values[block["block_id"]] = {element["action_id"]: said}
    return values


async def test_a_request_that_expired_is_requested_again_with_one_click_and_a_new_number(
    own_office: Office, one_database_url: str
) -> None:
    office = own_office
    async with bot_at_work(office, one_database_url) as bot:
        label = label_of(await office.nina.requests("ada", reason="Ada's daughter was born."))
        await let_days_pass(bot, 400)
        card = await office.marcus.card("Expired", of=label)
        assert buttons_of(card) == ["details"]
        direct = await office.nina.direct()
        note = await office.nina.reads("has expired: it was not decided in time", direct)
        assert (await office.nina.click(note, "request_again", direct))["ok"]
        view = await office.nina.modal(lambda shown: len(menus_of(shown)) == 2)
        assert (await office.nina.submit(view, filled_in(view)))["ok"]
        again = label_of(await office.nina.modal_with("Sent to"))
        card = await office.marcus.card("Waiting for approval", of=again)
        assert again != label
        assert "Ada's daughter was born." in str(card["blocks"])


@pytest.mark.documented
async def test_where_requests_expire_with_the_window_card_details_and_lists_say_so(
    own_office: Office, one_database_url: str
) -> None:
    office = own_office
    for expires in (False, True):  # the open request follows the setting
        async with bot_at_work(office, one_database_url, expire_at_window_end=expires):
            if not expires:
                card = await office.nina.requests("ada")
                assert "then it expires" not in words_of(card)
                continue
            assert (await office.marcus.click(card, "details"))["ok"]
            assert "left, then it expires)" in words_of(await office.marcus.modal_with("Details of"))
            said = await office.marcus.hears(office.marcus.command("/reissue list"), cast.GENERAL)
            assert "left, then it expires)" in said
            second = await office.nina.requests("ruth adler")
            assert "left, then it expires)" in words_of(second)


@pytest.mark.documented
async def test_a_request_in_time_is_overdue_after_the_window_and_is_still_approved(
    own_office: Office, one_database_url: str
) -> None:
    office = own_office
    async with bot_at_work(
        office, one_database_url, approvers=(cast.MARCUS,), escalation_approvers=(cast.PRIYA,), escalate_days_before=0
    ) as bot:
        card = await office.nina.requests("ada")
        label = label_of(card)
        async with bot.store.reading() as work:
            [pending] = await work.requests.some(await work.requests.in_status(RequestStatus.PENDING))
        assert pending.deadline is not None
        await let_days_pass(bot, (pending.deadline - cast.today()).days + 1)
        await office.priya.posted(card, f"<@{cast.MARCUS}> <@{cast.PRIYA}> {label} is overdue: the window closed")
        await office.nina.reads(
            f"{label} for Ada Lovelace (Juniper &amp; Pine Bakery) is overdue", await office.nina.direct()
        )
        card = await office.priya.card("overdue", of=label)
        assert "asked on day" in str(card["blocks"])
        assert "so it can still be decided" in str(card["blocks"])
        assert (await office.priya.click(card, "approve"))["ok"]
        await office.marcus.card("Reissued", of=label)


async def test_near_the_deadline_others_are_asked_in_the_thread_and_may_decide(
    own_office: Office, one_database_url: str
) -> None:
    office = own_office
    async with bot_at_work(
        office, one_database_url, approvers=(cast.MARCUS,), escalation_approvers=(cast.PRIYA,), escalate_days_before=7
    ) as bot:
        card = await office.nina.requests("ada")
        label = label_of(card)
        said = await office.priya.hears(office.priya.click(card, "approve"))
        assert said.startswith("Only approvers")
        async with bot.store.reading() as work:
            [pending] = await work.requests.some(await work.requests.in_status(RequestStatus.PENDING))
        assert pending.deadline is not None
        await let_days_pass(bot, (pending.deadline - cast.today()).days - 5)
        await office.priya.posted(card, f"<@{cast.PRIYA}> {label} is still waiting for a decision")
        card = await office.priya.card(f"<@{cast.MARCUS}> <@{cast.PRIYA}> please approve or deny", of=label)
        assert (await office.priya.click(card, "approve"))["ok"]
        await office.marcus.card("Reissued", of=label)


async def test_in_the_morning_an_approver_gets_one_message_with_what_waits(
    own_office: Office, one_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = own_office
    monkeypatch.setattr(background, "DIGESTS_EVERY", 0.1)
    async with bot_at_work(office, one_database_url) as bot:
        label = label_of(await office.nina.requests("ada"))
        digesting, today = bot.background.digest_sender, datetime.now(UTC)
        clock = HandClock((today + timedelta(days=7 - today.weekday())).replace(hour=15, minute=0))
        calendars = Calendars(digesting.calendars.directory, clock)
        bot.background.digest_sender = replace(digesting, clock=clock, calendars=calendars)
        for approver in (office.marcus, office.priya):
            await approver.reads("1 request waits for your decision", await approver.direct())
        await replace(bot.background.digest_sender, _rest={}).send_due()
        for approver in (office.marcus, office.priya):
            messages = await approver.messages(await approver.direct())
            [digest] = [each for each in messages if "1 request waits for your decision" in each["text"]]
            assert f"*{label}* · decide by" in digest["text"]
            assert "|Open the card>" in digest["text"]
