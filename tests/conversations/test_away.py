"""Approvers who are away, over signed HTTP: others are named and asked, and no button goes."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from handlers.words.dates import day
from sandbox import cast
from tests.office import Colleague, Office, bot_at_work, buttons_of, label_of, words_of

pytestmark = pytest.mark.anyio

DECIDING = {"approve", "deny", "ask"}


def in_days(count: int) -> date:
    return cast.today() + timedelta(days=count)


def chosen(until: date) -> dict[str, Any]:
    return {"until": {"until": until.isoformat()}}


async def goes_away(person: Colleague, until: date) -> None:
    assert (await person.act("home"))["ok"]
    assert (await person.press(await person.home("Away…"), "away"))["ok"]
    view = await person.modal_with("Away until the end of")
    assert (await person.submit(view, chosen(until)))["ok"]
    await person.home(f"You are *away until {day(until)}*")


async def test_a_vacation_in_slack_spares_the_mention_and_when_all_are_away_the_thread_says_so(
    own_office: Office, one_database_url: str
) -> None:
    office = own_office
    ends = datetime.now(UTC) + timedelta(days=9)
    status = {"status_text": "Vacationing", "status_emoji": ":palm_tree:", "status_expiration": int(ends.timestamp())}
    await office.change(f"people/{cast.PRIYA}", **status)
    async with bot_at_work(office, one_database_url, approvers=(cast.MARCUS, cast.PRIYA)):
        card = await office.nina.requests("ada")
        label = label_of(card)
        card = await office.marcus.card("Away: Priya Raman until ", of=label)
        assert f"<@{cast.MARCUS}> please approve or deny" in words_of(card)
        assert f"<@{cast.PRIYA}>" not in f"{card['text']}{card['blocks']}"
        await goes_away(office.marcus, in_days(20))
        card = await office.priya.card("Everyone asked here is away: ", of=label)
        assert f"Marcus Lindqvist until {day(in_days(20))}" in words_of(card)
        assert f"<@{cast.MARCUS}> <@{cast.PRIYA}> please approve or deny" in words_of(card)
        assert set(buttons_of(card)) >= DECIDING
        await office.nina.posted(card, f"All approvers who could decide on {label} are away. There is no one else")
        assert (await office.priya.click(card, "approve"))["ok"]
        await office.marcus.card("Reissued", of=label)


async def test_once_the_only_approver_is_away_others_are_asked_at_once_and_may_decide(
    own_office: Office, one_database_url: str
) -> None:
    office = own_office
    async with bot_at_work(office, one_database_url, approvers=(cast.MARCUS,), escalation_approvers=(cast.PRIYA,)):
        card = await office.nina.requests("ada")
        label = label_of(card)
        await goes_away(office.marcus, in_days(3))
        await office.priya.posted(card, f"<@{cast.PRIYA}> All approvers who could decide on {label} are away.")
        card = await office.priya.card(f"<@{cast.PRIYA}> please approve or deny", of=label)
        assert f"Away: Marcus Lindqvist until {day(in_days(3))}" in words_of(card)
        assert (await office.marcus.press(await office.marcus.home("Back"), "not_away"))["ok"]
        card = await office.priya.card(f"<@{cast.MARCUS}> <@{cast.PRIYA}> please approve or deny", of=label)
        assert "Away:" not in words_of(card)
        assert (await office.priya.click(card, "approve"))["ok"]
        await office.marcus.card("Reissued", of=label)


async def test_a_day_that_is_over_is_refused_under_the_field_and_only_who_decides_is_offered_it(office: Office) -> None:
    await office.nina.act("home")
    assert "Away…" not in words_of(await office.nina.home("New request…"))
    await office.marcus.act("home")
    assert (await office.marcus.press(await office.marcus.home("Away…"), "away"))["ok"]
    view = await office.marcus.modal_with("Away until the end of")
    answer = await office.marcus.submit(view, chosen(in_days(-3)))
    assert "This day is over. Choose today or a later day." in str([answer, await office.marcus.state()])
    await office.marcus.act("close", view_id=view["id"])
