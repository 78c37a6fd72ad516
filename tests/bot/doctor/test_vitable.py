"""Vitable under examination: key, reach, environment."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import trustme
from pydantic import SecretStr

from bot.doctor.finding import Check, State
from sandbox import cast
from tests.bot.doctor.checkup import checked, found, only
from tests.bot.doctor.tls import behind_tls
from tests.command_line import reissue_bot
from tests.office import Office, open_office
from tests.processes import environment

pytestmark = pytest.mark.anyio


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as office:
        yield office


async def test_a_good_key_is_told_with_environment_and_number_of_employers(
    office: Office, one_database_url: str
) -> None:
    key = only(await checked(office, one_database_url), Check.VITABLE_KEY)
    assert (key.state, key.says) == (State.OK, "Practice server on this machine (127.0.0.1), 3 employers")


async def test_a_key_that_is_refused_is_told(office: Office, one_database_url: str) -> None:
    key = only(await checked(office, one_database_url, vitable_connect_api_key=SecretStr("another")), Check.VITABLE_KEY)
    assert (key.state, "Invalid API key" in key.says) == (State.FAILED, True)
    assert "VITABLE_CONNECT_API_KEY" in str(key.remedy)


async def test_a_refusal_tells_the_time_too(office: Office, one_database_url: str) -> None:
    await office.fault("benefits", "employers", "refuse", status=401, times=None)
    clock = found(await checked(office, one_database_url), Check.CLOCK)[1]
    assert (clock.state, clock.about) == (State.OK, "Vitable")


@pytest.mark.parametrize(
    ("kind", "more", "remedy"),
    [
        ("refuse", {"status": 401}, "into VITABLE_CONNECT_API_KEY;"),
        ("refuse", {"status": 403}, "give this key access"),
        ("refuse", {"status": 400}, "Vitable's support; trace id: "),
        ("refuse", {"status": 404}, "VITABLE_CONNECT_BASE_URL"),
        ("ratelimited", {"seconds": 1}, "Wait a minute, then"),
        ("ratelimited", {"seconds": 120}, "Wait 120 s, then"),
        ("error_before", {"status": 503}, "Try again in some minutes"),
        ("drop_before", {}, "reaches the server"),
        ("html_error", {"status": 200}, "VITABLE_CONNECT_BASE_URL"),
    ],
)
async def test_an_api_that_does_not_answer_well_is_told_with_what_to_do(
    office: Office, one_database_url: str, kind: str, more: dict[str, Any], remedy: str
) -> None:
    await office.fault("benefits", "employers", kind, times=None, **more)
    findings = await checked(office, one_database_url)
    key = only(findings, Check.VITABLE_KEY)
    assert (key.state, remedy in str(key.remedy)) == (State.FAILED, True), key
    assert only(findings, Check.VITABLE_CONTRACT).says == "not looked at: vitable_key comes first"


async def test_a_key_in_a_file_is_used_and_a_wrong_one_is_looked_for_there(
    office: Office, one_database_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "vitable-key"
    for content, state in ((f"{cast.API_KEY}\n", State.OK), ("another\n", State.FAILED)):
        file.write_text(content, encoding="utf-8")
        key = only(await checked(office, one_database_url, vitable_connect_api_key_file=file), Check.VITABLE_KEY)
        assert key.state is state
    assert f"into {file} (VITABLE_CONNECT_API_KEY_FILE)" in str(key.remedy)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "https://nowhere.invalid", "https://bad:port", "http://127.0.0.1"]
)
async def test_a_server_that_is_not_there_is_told(office: Office, one_database_url: str, url: str) -> None:
    findings = await checked(office, one_database_url, vitable_connect_base_url=url)
    assert only(findings, Check.VITABLE_KEY).state is State.FAILED
    assert found(findings, Check.CLOCK)[1].state is State.NOT_CHECKED


async def test_another_path_than_the_api_is_told(office: Office, one_database_url: str) -> None:
    key = only(
        await checked(office, one_database_url, vitable_connect_base_url=f"{office.url}/wrong"), Check.VITABLE_KEY
    )
    assert (key.state, "VITABLE_CONNECT_BASE_URL" in str(key.remedy)) == (State.FAILED, True)


async def test_a_key_that_reaches_no_employer_is_told(office: Office, one_database_url: str) -> None:
    office.sandbox.benefits.world.employers.clear()
    key = only(await checked(office, one_database_url), Check.VITABLE_KEY)
    assert (key.state, key.says.endswith("reaches no employer")) == (State.FAILED, True)
    assert cast.API_KEY not in key.says


async def test_a_certificate_that_this_machine_does_not_trust_is_told(office: Office, one_database_url: str) -> None:
    async with behind_tls(office.url, trustme.CA()) as url:
        key = only(
            await checked(office, one_database_url, vitable_connect_base_url=f"{url}/benefits"), Check.VITABLE_KEY
        )
    assert (key.state, "is not trusted by this machine" in key.says) == (State.FAILED, True)
    assert "SSL_CERT_FILE" in str(key.remedy)


async def test_with_ssl_cert_file_the_certificate_is_trusted(
    office: Office, one_database_url: str, tmp_path: Path
) -> None:
    authority, file = trustme.CA(), tmp_path / "company.pem"
    authority.cert_pem.write_to_path(str(file))
    async with behind_tls(office.url, authority) as url:
        env = environment(office, one_database_url, VITABLE_CONNECT_BASE_URL=f"{url}/benefits")
        for trusted, state in (({}, "failed"), ({"SSL_CERT_FILE": str(file)}, "ok")):
            done = await asyncio.to_thread(reissue_bot, "doctor", "--json", folder=tmp_path, **env, **trusted)
            states = {finding["name"]: finding["state"] for finding in json.loads(done.stdout)}
            assert states["vitable_key"] == state, done.stdout


@pytest.mark.parametrize("proxy", ["socks5://user:sesame@127.0.0.1:1", "user:sesame:1"])
async def test_a_proxy_that_cannot_be_used_is_a_finding_without_its_password(
    office: Office, one_database_url: str, tmp_path: Path, proxy: str
) -> None:
    elsewhere = {"VITABLE_CONNECT_BASE_URL": "https://vitable.invalid", "SLACK_API_URL": "https://slack.invalid/api/"}
    env = environment(office, one_database_url, HTTPS_PROXY=proxy, **elsewhere)
    done = await asyncio.to_thread(reissue_bot, "doctor", "--json", folder=tmp_path, **env)
    findings = {finding["name"]: finding for finding in json.loads(done.stdout)}
    assert (done.returncode, done.stderr, "sesame" in done.stdout) == (1, "", False)
    for name in ("vitable_key", "slack_token"):
        assert findings[name]["says"].startswith("the proxy in HTTPS_PROXY cannot be used: it")
        assert findings[name]["remedy"].startswith("Set the variable to http://")
    unchecked = {name for name, finding in findings.items() if finding["state"] == "not_checked"}
    assert {"vitable_records", "channel", "app_token"} <= unchecked
