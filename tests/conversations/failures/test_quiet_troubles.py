"""A token or a key that ends while nobody uses the bot shows in readiness and metrics, with the real reason."""

from typing import Any

import pytest

from approvals.model.trouble import Trouble
from bot import background
from bot.app import Bot
from bot.web import web_app
from sandbox.server import serve
from tests.office import Office, bot_at_work, eventually, label_of
from tests.plain_http import plain_client

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried once a minute is tried again at once."""
    for name in ("SLACK_EVERY", "PRODUCTS_EVERY", "FIRST_WAIT", "LONGEST_WAIT"):
        monkeypatch.setattr(background, name, 0.05)


async def told(bot: Bot) -> tuple[dict[str, Any], str]:
    """What readiness and metrics say."""
    async with serve(web_app(bot)) as url, plain_client(base_url=url) as client:
        ready, figures = await client.get("/readyz"), await client.get("/metrics")
    assert ready.status_code == 200
    body: dict[str, Any] = ready.json()
    return body, figures.text


@pytest.mark.parametrize(
    ("code", "says", "label"),
    [
        ("token_revoked", "(token_revoked): check SLACK_BOT_TOKEN, or install the app again", "token_revoked"),
        ("account_inactive", "(account_inactive): check SLACK_BOT_TOKEN, or install the app again", "account_inactive"),
        ("team_access_not_granted", "(team_access_not_granted)", "other"),
    ],
)
async def test_a_token_that_ends_without_traffic_is_told_with_slacks_code_until_it_works(
    own_office: Office, one_database_url: str, code: str, says: str, label: str
) -> None:
    async with bot_at_work(own_office, one_database_url) as bot:
        assert (await told(bot))[0]["slack"] == "ok"
        await own_office.fault("slack", "auth.test", "error", message=code, times=None)
        await eventually(lambda: bot.background.troubles == {"slack": code}, "the trouble")
        body, figures = await told(bot)
        assert body["slack"] == f"Slack refuses the bot {says}"
        assert f'reissue_troubles{{code="{label}",what="slack"}} 1.0' in figures
        await own_office.mend()
        await eventually(lambda: not bot.background.troubles, "the end of the trouble")
        assert (await told(bot))[0]["slack"] == "ok"


@pytest.mark.parametrize(("status", "code"), [(401, Trouble.WRONG_KEY), (403, Trouble.NO_ACCESS)])
async def test_a_key_that_ends_without_traffic_is_told_with_the_status_until_it_works(
    own_office: Office, one_database_url: str, status: int, code: Trouble
) -> None:
    async with bot_at_work(own_office, one_database_url) as bot:
        await eventually(lambda: bot.background.products.known, "the first names")
        await own_office.fault("benefits", "*", "refuse", status=status, times=None)
        await eventually(lambda: bot.background.troubles.get("products") == code, "the trouble")
        body, figures = await told(bot)
        assert f"({status})" in body["products"]
        assert f'reissue_troubles{{code="{code}",what="products"}} 1.0' in figures
        await own_office.mend()
        await eventually(lambda: not bot.background.troubles and not bot.vitable.current(), "the end of the trouble")
        assert (await told(bot))[0]["products"] == "ok"


async def test_a_call_for_a_person_that_is_refused_is_a_trouble_until_one_of_its_kind_works(
    own_office: Office, one_database_url: str
) -> None:
    office = own_office
    async with bot_at_work(office, one_database_url) as bot:
        await office.fault("benefits", "enrollments", "refuse", status=403, times=None)
        await office.nina.command("/reissue")
        view = await office.nina.modal(lambda shown: any(b["type"] == "input" for b in shown["blocks"]))
        (option,) = await office.nina.find(view, "ada lovelace")
        await office.nina.choose(view, "employee", option)
        await eventually(lambda: "employees/enrollments" in bot.vitable.current(), "the trouble")
        body, figures = await told(bot)
        assert body["vitable"] == {"employees/enrollments": "the API key has no access to this (403)"}
        assert 'reissue_troubles{code="no_access",what="vitable"} 1.0' in figures
        await office.mend()
        await office.nina.choose(view, "employee", option)
        await eventually(lambda: not bot.vitable.current(), "the end of the trouble")
        assert (await told(bot))[0]["vitable"] == "ok"
        await office.marcus.act("close", view_id=view["id"])
        card = await office.nina.requests("grace")
        await office.fault("benefits", "reissue", "refuse", status=401)
        assert (await office.marcus.click(card, "approve"))["ok"]
        card = await office.marcus.card("Failed", of=label_of(card))
        assert list((await told(bot))[0]["vitable"]) == ["enrollments/reissue"]
        assert (await office.marcus.click(card, "retry"))["ok"]
        await office.marcus.card("Reissued", of=label_of(card))
        assert (await told(bot))[0]["vitable"] == "ok"
