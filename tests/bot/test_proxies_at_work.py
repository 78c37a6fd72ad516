"""The bot in a company with a proxy: Slack's Web API, its websocket and Vitable go through it, or as NO_PROXY says."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme
from slack_bolt.async_app import AsyncApp
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.proxies import Proxies
from bot.socket_mode.watch import connected
from handlers.slack.client import slack_client, slack_session
from sandbox import cast
from sandbox.server import serve
from tests.bot.doctor.tls import behind_tls
from tests.command_line import reissue_bot
from tests.company_proxy import PASSWORD, USER, CompanyProxy, company_proxy
from tests.conversations.socket_mode.office import QUICK, one_connection
from tests.named import DOMAIN
from tests.office import Office, eventually, open_office
from tests.patient import PATIENT
from tests.processes import environment, serving, started

pytestmark = pytest.mark.anyio

SLACK, VITABLE = f"slack.{DOMAIN}", f"vitable.{DOMAIN}"


def over_tls(app: ASGIApp) -> ASGIApp:
    """The application, told that it is reached by https, so that the addresses it gives out are wss and https too."""

    async def told(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["scheme"] = "https"
        await app(scope, receive, send)

    return told


@dataclass(frozen=True)
class Company:
    """An office that is reached by names and TLS, and a proxy that leads there."""

    office: Office
    proxy: CompanyProxy
    port: int
    certificates: Path

    def environment(self, database_url: str, **proxies: str) -> dict[str, str]:
        """The settings of a bot there."""
        return environment(
            self.office,
            database_url,
            SLACK_API_URL=f"https://{SLACK}:{self.port}/api/",
            VITABLE_CONNECT_BASE_URL=f"https://{VITABLE}:{self.port}/benefits",
            SLACK_APP_TOKEN=cast.APP_TOKEN,
            SSL_CERT_FILE=str(self.certificates),
            **proxies,
        )


@pytest.fixture
async def company(tmp_path: Path) -> AsyncIterator[Company]:
    authority, file = trustme.CA(), tmp_path / "company.pem"
    authority.cert_pem.write_to_path(str(file))
    async with (
        open_office(hosts=(SLACK, VITABLE), around=over_tls) as office,
        behind_tls(office.url, authority, SLACK, VITABLE) as url,
        company_proxy() as proxy,
    ):
        port = int(url.rpartition(":")[2])
        office.http.headers["Host"] = f"{SLACK}:{port}"  # so that the response_urls of clicks lead there
        yield Company(office, proxy, port, file)


@asynccontextmanager
async def at_work(
    env: dict[str, str], log: Path, module: str = "tests.named", python: str | None = None
) -> AsyncIterator[None]:
    """A bot on a socket, which never logs the proxy's password."""
    async with started(env | {"LOG_LEVEL": "DEBUG"}, log, "socket", module, python) as process:
        await serving(process)
        yield
        assert await process.stop() == 0, process.log
    assert (PASSWORD in process.log, "a%2Fproxy" in process.log) == (False, False)


async def tell_the_story(office: Office) -> None:
    """A request is made, and approved by another person than the one who asked; the latter is told so."""
    await one_connection(office)
    card = await office.nina.requests("ada")
    await office.fault("slack", "views.open", "server_error")
    await office.nina.click(card, "approve")
    await office.nina.told()  # over the response_url
    await office.marcus.click(card, "approve")
    await office.marcus.card("Reissued")


@pytest.mark.parametrize(
    ("variable", "python"), [("HTTPS_PROXY", sys.executable), ("https_proxy", None), ("ALL_PROXY", None)]
)
async def test_slack_its_websocket_and_vitable_are_reached_through_the_proxy_alone(
    company: Company, one_database_url: str, tmp_path: Path, variable: str, python: str | None
) -> None:
    """This machine does not know their names: only the proxy does. aiohttp reads SSL_CERT_FILE when it is imported."""
    env = company.environment(one_database_url, **{variable: company.proxy.url})
    async with at_work(env, tmp_path / "log", "tests.patient", python):
        await tell_the_story(company.office)
    assert company.proxy.hosts == {SLACK, VITABLE}
    assert {line.split()[0] for line in company.proxy.asked} == {"CONNECT"}


@pytest.mark.parametrize(
    ("no_proxy", "through_it"),
    [(f"localhost,.{DOMAIN}", set()), (SLACK, {VITABLE}), (f"{VITABLE}:{{port}}", {SLACK})],
)
async def test_what_no_proxy_names_is_reached_without_the_proxy(
    company: Company, one_database_url: str, tmp_path: Path, no_proxy: str, through_it: set[str]
) -> None:
    proxies = {"HTTPS_PROXY": company.proxy.url, "NO_PROXY": no_proxy.format(port=company.port)}
    async with at_work(company.environment(one_database_url, **proxies), tmp_path / "log"):
        await tell_the_story(company.office)
    assert company.proxy.hosts == through_it


async def test_a_socks_proxy_does_no_harm_to_what_is_reached_without_it(
    company: Company, one_database_url: str, tmp_path: Path
) -> None:
    proxies = {"ALL_PROXY": "socks5://127.0.0.1:1", "NO_PROXY": DOMAIN}
    async with at_work(company.environment(one_database_url, **proxies), tmp_path / "log"):
        await tell_the_story(company.office)


async def test_a_websocket_that_only_an_unusable_proxy_leads_to_is_a_trouble_and_no_crash() -> None:
    """Slack gives its websocket another name than the Web API has."""
    address = JSONResponse({"ok": True, "url": "wss://wss-primary.slack.invalid/link/?ticket=1"})
    async with serve(address) as slack, slack_session(PATIENT) as session:
        bolt = AsyncApp(name="bot", signing_secret="x", client=slack_client("xoxb-1", f"{slack}/api/", session))
        async with connected(bolt, "xapp-1", QUICK, Proxies({"HTTPS_PROXY": "socks5://proxy"})) as watch:
            await eventually(lambda: "it is a SOCKS proxy" in str(watch.trouble), "the trouble")


async def test_doctor_goes_through_the_proxy_too(company: Company, one_database_url: str, tmp_path: Path) -> None:
    env = company.environment(one_database_url, HTTPS_PROXY=company.proxy.url)
    said = await asyncio.to_thread(reissue_bot, "doctor", folder=tmp_path, **env)
    assert (said.returncode, "All well" in said.stdout) == (0, True), said.stdout
    assert company.proxy.hosts == {SLACK, VITABLE}


async def test_a_proxy_that_lets_nobody_in_is_found_and_its_password_is_not_told(
    company: Company, one_database_url: str, tmp_path: Path
) -> None:
    env = company.environment(one_database_url, HTTPS_PROXY=f"http://{USER}:another-one@{company.proxy.address}")
    said = await asyncio.to_thread(reissue_bot, "doctor", "--json", folder=tmp_path, **env)
    findings = {finding["name"]: finding for finding in json.loads(said.stdout)}
    assert (said.returncode, said.stderr, "another-one" in said.stdout) == (1, "", False)
    for name in ("slack_token", "vitable_key"):
        assert (findings[name]["state"], "proxy" in findings[name]["remedy"]) == ("failed", True)
