"""What a person waits for has a limit, and one that is reached is answered in a sentence or left out."""

from dataclasses import replace
from typing import Any

import pytest

from tests.conversations.conftest import forget
from tests.conversations.entitled.test_overview import answer
from tests.conversations.entitled.test_refusals import still_waits
from tests.office import Office, bot_at_work, label_of
from tests.patient import AT_WORK, PATIENT

pytestmark = pytest.mark.anyio

Json = dict[str, Any]


async def slow_down(office: Office) -> None:
    """Make everything slow but opening and drawing modals."""
    for call in ("auth.test", "users.info", "usergroups.users.list", "conversations.info", "chat.postMessage"):
        await office.fault("slack", call, "slow", seconds=60, times=None)
    await office.fault("benefits", "*", "slow", seconds=60, times=None)


@pytest.mark.parametrize("command", ["/reissue", "/reissue enrl_ada_lovelace_medical"])
async def test_the_modal_opens_before_the_bot_calls_anything_else(
    own_office: Office, one_database_url: str, command: str
) -> None:
    office = own_office
    async with bot_at_work(office, one_database_url) as bot:
        forget(bot)
        bot.board.channels.directory.budgets = AT_WORK
        await slow_down(office)
        earlier = len(await office.calls("slack"))
        assert (await office.nina.command(command))["ok"]
        await office.nina.modal()
        await office.nina.modal_with("Slack did not say in time")
        assert (await office.calls("slack"))[earlier]["call"] == "views.open"


async def test_where_slack_does_not_give_the_links_in_time_the_list_comes_without_them(
    own_office: Office, one_database_url: str
) -> None:
    office = own_office
    async with bot_at_work(office, one_database_url, budgets=replace(PATIENT, links=AT_WORK.links)):
        label = label_of(await office.nina.requests("sean"))
        await office.fault("slack", "chat.getPermalink", "slow", seconds=60, times=None)
        told = await answer(office.nina, "list")
        assert f"*{label}* · Seán O'Brien" in told
        assert "<http" not in told.partition(label)[2].partition("*R-")[0]


async def test_a_slow_permalink_does_not_make_the_answer_late(own_office: Office, one_database_url: str) -> None:
    office = own_office
    async with bot_at_work(office, one_database_url, budgets=replace(PATIENT, link=AT_WORK.link)):
        await office.nina.requests("joy okonkwo")
        view = await office.marcus.fill_in("joy okonkwo")
        await office.fault("slack", "chat.getPermalink", "slow", seconds=60)
        assert (await office.marcus.submit(view))["ok"]
        await office.marcus.modal_with("is already open for this enrollment")


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("error", {"message": "plan_upgrade_required"}),
        ("error", {"message": "no_such_subteam"}),
        ("ratelimited", {"seconds": 30}),
        ("server_error", {}),
        ("drop_before", {}),
        ("slow", {"seconds": 2.5}),
    ],
)
async def test_a_user_group_that_cannot_be_read_refuses_and_nothing_changes(
    own_office: Office, one_database_url: str, kind: str, more: Json
) -> None:
    office = own_office
    async with bot_at_work(office, one_database_url) as bot:
        card = await office.nina.requests("ada")
        forget(bot)
        bot.board.channels.directory.budgets = AT_WORK
        await office.fault("slack", "usergroups.users.list", kind, times=None, **more)
        said = await office.priya.hears(office.priya.click(card, "approve"))
        assert said == "Slack did not say in time whether you may do this, so nothing was done. Try again."
        await still_waits(office, card)
