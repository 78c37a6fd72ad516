"""Whatever fails, no secret, no foreign text and no address inside gets to a health page, a metric or the log."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from sandbox import cast
from sandbox.server import serve
from tests.bot.serving.site import PATH, headers_of
from tests.bot.settings.good import GOOD
from tests.command_line import reissue_bot
from tests.conversations import forged
from tests.office import bot_at_work, eventually, open_office
from tests.plain_http import plain_client
from tests.processes import Process, get, serving, started

pytestmark = pytest.mark.anyio

MARKER = "marker-7f3a"
"""In every secret, and in everything that foreign servers say."""

SECRETS = {
    "SLACK_BOT_TOKEN": f"xoxb-{MARKER}-bot",
    "SLACK_SIGNING_SECRET": f"signing-{MARKER}",
    "SLACK_APP_TOKEN": f"xapp-{MARKER}-app",
    "VITABLE_CONNECT_API_KEY": f"key-{MARKER}",
    "AUDIT_KEY": f"audit-{MARKER}-that-has-at-least-32-characters",
}


async def quoting(request: Request) -> Response:
    """A server that quotes all that it was told, in the forms that Slack's and Vitable's clients read."""
    said = f"{MARKER}: {dict(request.headers)} {(await request.body()).decode()}"
    if request.url.path.startswith("/html"):
        return PlainTextResponse(f"<html>{said}</html>", status_code=502)
    broken = {"error": said, "message": said, "detail": said, "trace_id": said, "url": f"wss://{MARKER}.example"}
    return JSONResponse({"ok": False, **broken}, status_code=200 if "/api/" in request.url.path else 401)


@asynccontextmanager
async def foreign(kind: str) -> AsyncIterator[str]:
    """The address of a server that is away, that quotes, or that answers with pages that quote."""
    if kind == "away":
        yield "http://127.0.0.1:9"
        return
    async with serve(Starlette(routes=[Route("/{path:path}", quoting, methods=["GET", "POST"])])) as url:
        yield f"{url}/html" if kind == "html" else url


@asynccontextmanager
async def bot_among(kind: str, folder: Path, command: str) -> AsyncIterator[tuple[Process, str]]:
    """The bot as a process whose Slack and Vitable are of this kind; and their address."""
    async with foreign(kind) as url:
        settings = {
            **GOOD,
            **SECRETS,
            "SLACK_API_URL": f"{url}/api/",
            "VITABLE_CONNECT_BASE_URL": f"{url}/benefits",
            "DATABASE_URL": f"sqlite:///{folder / 'reissue.db'}",
            "LOG_LEVEL": "DEBUG",
        }
        async with started(settings, folder / "log", command) as process:
            await serving(process)
            yield process, url.removeprefix("http://").partition("/")[0]


@pytest.mark.parametrize("kind", ["away", "quoting", "html"])
@pytest.mark.parametrize("command", ["web", "socket"])
async def test_nothing_that_foreign_servers_say_and_no_secret_is_told(tmp_path: Path, kind: str, command: str) -> None:
    async with bot_among(kind, tmp_path, command) as (process, address):
        click = urlencode({"payload": json.dumps(forged.click(cast.MARCUS, "approve", MARKER))}).encode()
        said = urlencode({"command": "/reissue", "text": MARKER, "user_id": "U0", "trigger_id": MARKER}).encode()
        async with plain_client(base_url=process.url, timeout=60) as http:
            for body in (click, said, b"payload=" + MARKER.encode()) if command == "web" else ():
                for secret in (SECRETS["SLACK_SIGNING_SECRET"], "another"):
                    await http.post(PATH, content=body, headers=headers_of(body, secret))

        async def troubled() -> str | None:
            body = (await get(process, "/readyz")).text
            troubles = json.loads(body)
            wanted = ["slack", "benefits", *(["socket"] if command == "socket" else [])]
            return body if all(troubles[what] != "ok" for what in wanted) and "not connected yet" not in body else None

        shown = await eventually(troubled, "the troubles in /readyz") + (await get(process, "/metrics")).text
        assert await process.stop() == 0
        for place, text in {"health pages": shown, "log": process.log}.items():
            assert MARKER not in text, place
            assert address not in text, place
        assert "marker" not in process.log


@pytest.mark.parametrize(
    "command",
    [
        *(pytest.param(waits, marks=pytest.mark.places) for waits in ("web", "worker", "migrate")),  # for a minute each
        *("hold", "export", "doctor"),
    ],
)
def test_with_the_database_away_no_command_tells_its_password_or_another_secret(tmp_path: Path, command: str) -> None:
    url = f"postgres://bot:{MARKER}-password@127.0.0.1:9/reissue"
    known = {**GOOD, **SECRETS, "DATABASE_URL": url, "PORT": "0", "LOG_LEVEL": "DEBUG"}
    known |= {"SLACK_API_URL": "http://127.0.0.1:9/api/", "VITABLE_CONNECT_BASE_URL": "http://127.0.0.1:9/"}
    done = reissue_bot(command, folder=tmp_path, **known)
    assert done.returncode in (1, 2)
    assert MARKER not in done.stdout + done.stderr


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("stray", ["\n", "\u200b"])
def test_a_secret_with_a_stray_character_ends_the_start_with_one_sentence(
    tmp_path: Path, name: str, stray: str
) -> None:
    refused = reissue_bot("web", folder=tmp_path, **{**GOOD, **SECRETS, name: SECRETS[name] + stray})
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 2)
    assert f"{name} cannot be used: it holds" in refused.stderr
    assert MARKER not in refused.stderr


async def test_a_key_that_vitable_quotes_in_its_refusal_is_not_on_the_card(one_database_url: str) -> None:
    async with open_office() as office, bot_at_work(office, one_database_url):
        card = await office.nina.requests("ada")
        refusal = f"The key {cast.API_KEY} may not do this"
        await office.fault("benefits", "reissue", "refuse", status=422, message=refusal, times=None)
        assert (await office.marcus.click(card, "approve"))["ok"]
        shown = json.dumps(await office.marcus.card("Failed"), ensure_ascii=False)
        assert "The key … may not do this" in shown
        assert cast.API_KEY not in shown
