"""A bot whose settings name another contract than its server speaks, or no organization: what is said to whom."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from approvals.model.trouble import Trouble
from benefits.contract import Contract
from bot import background
from bot.app import Bot
from bot.web import web_app
from sandbox.server import serve
from tests.office import Office, bot_at_work, buttons_of, eventually, open_office, words_of
from tests.plain_http import plain_client

pytestmark = pytest.mark.anyio

OTHERS = [("documented", "connect-6"), ("connect-6", "bare"), ("connect-6", "data")]
BOTH = ["org_brightside", "org_lakeside"]


@pytest.fixture(autouse=True)
def without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried again after seconds or once a minute is tried again at once."""
    for name in ("PRODUCTS_EVERY", "EMPLOYEES_EVERY", "FIRST_WAIT", "LONGEST_WAIT"):
        monkeypatch.setattr(background, name, 0.05)


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    """An office for one test."""
    async with open_office() as office:
        yield office


async def speak(office: Office, shape: str) -> None:
    """Let the benefits API speak so from now on."""
    answer = await office.http.post("/sandbox/benefits/shape", json={"shape": shape})
    assert answer.is_success, answer.text


async def told(bot: Bot) -> tuple[dict[str, Any], str]:
    """What readiness and metrics say."""
    async with serve(web_app(bot)) as url, plain_client(base_url=url) as client:
        ready, figures = await client.get("/readyz"), await client.get("/metrics")
    assert ready.status_code == httpx.codes.OK
    body: dict[str, Any] = ready.json()
    return body, figures.text


async def typing(office: Office, view: dict[str, Any], typed: str) -> str:
    """The first line of the typeahead."""
    return str([option["text"]["text"] for option in await office.nina.find(view, typed)][:1])


@pytest.mark.parametrize(("contract", "shape"), OTHERS)
async def test_another_contract_is_said_in_the_form_and_to_the_operator_until_it_is_the_right_one(
    office: Office, one_database_url: str, contract: str, shape: str
) -> None:
    await speak(office, shape)
    spoken = "connect-6" if shape == "connect-6" else "documented"
    settings: dict[str, Any] = {"vitable_connect_contract": Contract(contract)}
    with capture_logs() as logged:
        async with bot_at_work(office, one_database_url, indexed_first=False, **settings) as bot:
            await office.nina.command("/reissue")
            view = await office.nina.modal_with("The bot is set up for another version of Vitable. Nothing is lost")
            for typed in ("a", "ada lovelace", "empl_ada_lovelace", "enrl_ada_lovelace_medical"):
                assert "another version of Vitable. Ask your administrator" in await typing(office, view, typed)
            await eventually(lambda: bot.background.troubles.get("contract") == Trouble.WRONG_CONTRACT, "the trouble")
            body, figures = await told(bot)
            assert body["contract"].endswith(f"than the bot: set VITABLE_CONNECT_CONTRACT={spoken}")
            assert 'reissue_troubles{code="wrong_contract",what="contract"} 1.0' in figures
            await speak(office, "bare" if contract == "documented" else "connect-6")
            await eventually(lambda: not bot.background.troubles, "the end of the trouble")
            assert (await told(bot))[0]["contract"] == "ok"
            option = await office.nina._somebody(view, "ada lovelace")
            await office.nina.choose(view, "employee", option)
            await office.nina.modal_with("Gold PPO")
    said = {line.get("remedy") for line in logged if line.get("what") == "contract"}
    assert said == {f"set VITABLE_CONNECT_CONTRACT={spoken}"}
    assert [line["contract"] for line in logged if line["event"] == "contract_told"] == [contract]


async def test_while_the_server_speaks_another_contract_the_employees_are_not_read_in_vain(
    office: Office, one_database_url: str
) -> None:
    await speak(office, "connect-6")
    settings: dict[str, Any] = {"vitable_connect_contract": Contract.DOCUMENTED}
    with capture_logs() as logged:
        async with bot_at_work(office, one_database_url, indexed_first=False, **settings):

            async def looks() -> bool:
                return len(await office.calls("benefits")) >= 5

            await eventually(looks, "five looks at the contract")
            calls = {(made["call"], made["detail"]["query"].get("limit")) for made in await office.calls("benefits")}
    assert calls == {("employers", "1")}
    assert {line["event"] for line in logged if line["log_level"] != "info"} == {"background_postponed"}


async def test_before_the_first_look_has_ended_readiness_does_not_say_that_the_contract_is_right(
    office: Office, one_database_url: str
) -> None:
    await office.fault("benefits", "employers", "hang_before", seconds=60, times=None)
    settings: dict[str, Any] = {"vitable_connect_timeout": 60.0, "readback_settle": 120.0}
    async with bot_at_work(office, one_database_url, indexed_first=False, **settings) as bot:
        assert (await told(bot))[0]["contract"] == "unknown"


async def test_a_contract_that_changes_with_the_key_in_a_file_is_noticed_at_work(
    office: Office, one_database_url: str
) -> None:
    async with bot_at_work(office, one_database_url) as bot:
        await eventually(lambda: bot.background.products.known, "the first names")
        await speak(office, "connect-6")
        await eventually(lambda: bot.background.troubles == {"products": Trouble.WRONG_CONTRACT}, "the trouble")
        body, _ = await told(bot)
        assert body["products"].endswith("set VITABLE_CONNECT_CONTRACT=connect-6")
        await office.nina.command("/reissue")
        view = await office.nina.modal_with("The bot is set up for another version of Vitable")
        (option,) = await office.nina.find(view, "ada lovelace")
        await office.nina.choose(view, "employee", option)
        await office.nina.modal(
            lambda shown: "try_again" in buttons_of(shown) and "another version of Vitable" in words_of(shown)
        )
        await speak(office, "data")
        await eventually(lambda: not bot.background.troubles and bot.background.spoken.trouble is None, "the end")


async def test_an_organization_that_is_not_named_is_said_until_a_restart_names_it(
    office: Office, one_database_url: str
) -> None:
    await speak(office, "connect-6")
    await office.http.post("/sandbox/benefits/organizations", json={"reach": BOTH})
    settings: dict[str, Any] = {"vitable_connect_contract": Contract.CONNECT_6}
    async with bot_at_work(office, one_database_url, indexed_first=False, **settings) as bot:
        await office.nina.command("/reissue")
        view = await office.nina.modal_with("The bot is not set up for the right organization")
        assert "is not set up for the right organization. Ask" in await typing(office, view, "ada lovelace")
        await eventually(lambda: "contract" in bot.background.troubles, "the trouble")
        body, figures = await told(bot)
        assert "set VITABLE_CONNECT_ORGANIZATION to one of those that `python -m bot doctor` names" in body["contract"]
        assert 'reissue_troubles{code="wrong_organization",what="contract"} 1.0' in figures
    settings |= {"vitable_connect_organization": "org_brightside"}
    async with bot_at_work(office, one_database_url, indexed_first=False, **settings) as bot:
        await office.nina.command("/reissue")
        view = await office.nina.modal_with("Employee")
        assert "Ada Lovelace" in await typing(office, view, "ada lovelace")
        await eventually(bot.background.spoken.looked.is_set, "the first look")
        assert (await told(bot))[0]["contract"] == "ok"
