"""The door of the sandbox: programs of this machine and its own page get in, other websites do not."""

import asyncio
import sys
from urllib.parse import urlsplit

import aiohttp
import httpx
import pytest

from sandbox import cast
from sandbox.app import build_sandbox
from sandbox.server import serve
from tests.plain_http import plain_client
from tests.sandbox.slack.room import Room
from tests.sandbox.slack.socket_client import opened

pytestmark = pytest.mark.anyio

JSON = {"content-type": "application/json"}
SAY = f'{{"as": "{cast.NINA}", "do": "say", "conversation": "{cast.GENERAL}", "text": "from elsewhere"}}'
BEARER = {"authorization": f"Bearer {cast.BOT_TOKEN}"}


async def said(room: Room) -> list[str]:
    return [message["text"] for message in (await room.state(cast.NINA))["messages"][cast.GENERAL]]


async def post(room: Room, path: str = "/sandbox/act", **headers: str) -> httpx.Response:
    return await room.http.post(f"{room.url}{path}", content=SAY, headers=JSON | headers)


async def test_the_page_and_programs_get_in(room: Room) -> None:
    port = urlsplit(room.url).port
    assert (await post(room)).status_code == 200
    assert (await post(room, origin=room.url)).status_code == 200
    assert (await post(room, origin=room.url, **{"sec-fetch-site": "same-origin"})).status_code == 200
    local = {"host": f"LOCALHOST:{port}", "origin": f"http://localhost:{port}"}
    assert (await post(room, **local)).status_code == 200
    assert (await post(room, host=f"[::1]:{port}")).status_code == 200
    assert await said(room) == ["from elsewhere"] * 5


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:{port}",
        "evil.example",
        "localhost.evil.example:{port}",
        "10.0.0.1:{port}",
        "127.0.0.1:{port}@evil.example",
        "localhost:{port}/",
        "127.0.0.1:x",
        "[::1",
        "",
    ],
)
async def test_a_host_that_is_not_this_machine_is_turned_away(room: Room, host: str) -> None:
    answer = await post(room, host=host.format(port=urlsplit(room.url).port))
    assert answer.status_code in (400, 421)
    assert await said(room) == []


@pytest.mark.parametrize(
    "path", ["/sandbox/act", "/sandbox/bot", "/api/chat.postMessage", "/response/x", "/benefits/v1/x"]
)
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "http://localhost:{port}", ""])
async def test_what_another_website_posts_is_turned_away_before_any_route(room: Room, path: str, origin: str) -> None:
    answer = await post(room, path, origin=origin.format(port=urlsplit(room.url).port), **BEARER)
    assert answer.status_code == 403
    assert await said(room) == []
    assert list(room.sandbox.calls.since(None, 0)) == []


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_pictures_and_frames_of_other_sites_get_nothing_but_a_link_to_the_page_works(
    room: Room, site: str
) -> None:
    for destination in ("image", "iframe", "script", "empty"):
        fetched = {"sec-fetch-site": site, "sec-fetch-dest": destination}
        assert (await room.http.get(f"{room.url}/", headers=fetched)).status_code == 403
    followed = await room.http.get(f"{room.url}/", headers={"sec-fetch-site": site, "sec-fetch-dest": "document"})
    assert followed.status_code == 200
    assert followed.headers["content-security-policy"] == "frame-ancestors 'none'"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
@pytest.mark.parametrize(
    "path", ["act", "faults", "deliver", "bot", "scopes", "subscriptions", f"people/{cast.NINA}", "benefits/touch"]
)
async def test_the_sandboxes_own_api_takes_only_json(room: Room, path: str, kind: str) -> None:
    answer = await room.http.post(f"{room.url}/sandbox/{path}", content=SAY, headers={"content-type": kind})
    assert answer.status_code == 415
    assert await said(room) == []


async def test_the_type_of_a_json_body_may_name_its_letters(room: Room) -> None:
    assert (await post(room, **{"content-type": "Application/JSON; charset=utf-8"})).status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/x",
        "https://evil.example/x",
        "http://127.0.0.1@evil.example/",
        "http://localhost.evil.example/",
        "file:///etc/passwd",
        "//127.0.0.1/x",
        "http://[::2]/",
        "http://0.0.0.0:1/",
        "127.0.0.1:3000",
    ],
)
async def test_deliveries_never_leave_this_machine(room: Room, url: str) -> None:
    before = room.sandbox.bot_url
    answer = await room.post("bot", url=url)
    assert answer["error"] == "bad_request"
    assert "delivers only to this machine" in answer["message"]
    with pytest.raises(ValueError, match="only to this machine"):
        room.sandbox.bot_url = url
    with pytest.raises(ValueError, match="only to this machine"):
        build_sandbox(url)
    assert room.sandbox.bot_url == before


@pytest.mark.parametrize("url", ["", "http://localhost:1/x", "http://127.1.2.3:1/x", "http://[::1]:1/x"])
async def test_any_address_of_this_machine_may_be_delivered_to(room: Room, url: str) -> None:
    assert (await room.post("bot", url=url))["ok"]


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Host": "evil.example"}])
async def test_another_website_opens_no_socket_with_a_ticket_of_ours(room: Room, headers: dict[str, str]) -> None:
    address = (await opened(room))["url"]
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(address, headers=headers)
        assert refused.value.status == 403
        async with session.ws_connect(address) as socket:
            assert (await socket.receive_json())["type"] == "hello"


async def output_of(*arguments: str) -> tuple[str, str]:
    """What the command says until it serves, or ends."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", "0", *arguments, stdout=pipe, stderr=pipe
    )
    assert process.stdout
    assert process.stderr
    said = (await process.stdout.readline()).decode()
    if process.returncode is None and said:
        process.terminate()
    return said, (await process.stderr.read()).decode()


async def test_a_host_that_others_can_reach_is_warned_of_and_the_usual_one_is_not() -> None:
    said, warned = await output_of("--host", "0.0.0.0")  # noqa: S104 - that is what is warned of
    assert "The sandbox is at" in said
    assert warned.startswith("WARNING: with --host 0.0.0.0 the sandbox is not for this machine alone.")
    assert (await output_of())[1] == ""


async def test_a_bot_on_another_machine_is_refused_with_a_sentence() -> None:
    said, told = await output_of("--bot", "http://10.0.0.1/slack/events")
    assert said == ""
    assert "--bot: the sandbox delivers only to this machine" in told


async def test_the_name_it_was_told_to_listen_on_is_one_of_its_own() -> None:
    answers = []
    async with plain_client() as http:
        for hosts in ((), ("box.example",)):
            async with serve(build_sandbox("", hosts=hosts).asgi) as url:
                named = {"host": f"box.example:{urlsplit(url).port}"}
                answers.append((await http.get(f"{url}/", headers=named)).status_code)
    assert answers == [421, 200]
