"""The API key in a file: it is replaced while the bot runs. And who the bot says that it is."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from benefits.client import VitableConnect
from benefits.errors import WrongKey
from benefits.ids import EmployeeId, EnrollmentId, QleId
from benefits.outcome import OutcomeKind
from benefits.reissue import Reissue
from bot.vitable import user_agent, vitable_connect
from sandbox.server import serve
from tests.office import settings_for
from tests.patience import PATIENCE

pytestmark = pytest.mark.anyio

CALL = Reissue(
    enrollment_id=EnrollmentId("enrl_1"),
    employee_id=EmployeeId("empl_1"),
    qle_id=QleId("qle_1"),
    reason="A birth",
    number="R-12",
    attempt=2,
)


@dataclass
class Door:
    """A benefits API that lets one key in, the file that holds the bot's key, and the bot's client."""

    file: Path
    key: str = "first-key"
    calls: list[Request] = field(default_factory=list)

    async def answer(self, request: Request) -> JSONResponse:
        """An empty list, or 401."""
        self.calls.append(request)
        return JSONResponse([], 200 if request.headers["Authorization"] == f"Bearer {self.key}" else 401)

    def sent(self) -> list[tuple[str, str]]:
        """Method and key of each call since the last look."""
        sent = [(call.method, call.headers["Authorization"].removeprefix("Bearer ")) for call in self.calls]
        self.calls.clear()
        return sent


@pytest.fixture
def door(tmp_path: Path) -> Door:
    file = tmp_path / "vitable-key"
    file.write_text("first-key\n", encoding="utf-8")
    return Door(file)


@pytest.fixture
async def benefits(door: Door) -> AsyncIterator[VitableConnect]:
    app = Starlette(routes=[Route("/benefits/{rest:path}", door.answer, methods=["GET", "POST"])])
    async with serve(app) as url:
        client = vitable_connect(
            settings_for(url, "sqlite:///unused.db", vitable_connect_api_key_file=door.file), PATIENCE
        )
        assert isinstance(client, VitableConnect)
        yield client
        await client.aclose()


async def test_a_key_replaced_on_both_sides_is_taken_up_without_a_restart(door: Door, benefits: VitableConnect) -> None:
    await benefits.employers()
    door.key = "second-key"
    door.file.write_text("second-key\n", encoding="utf-8")
    assert (await benefits.employers()).is_whole
    await benefits.employers()
    assert door.sent() == [
        ("GET", "first-key"),
        ("GET", "first-key"),
        ("GET", "second-key"),
        ("GET", "second-key"),
    ]


async def test_until_the_file_follows_reads_are_refused_and_then_they_go_on(
    door: Door, benefits: VitableConnect
) -> None:
    door.key = "second-key"
    with pytest.raises(WrongKey):
        await benefits.employers()
    door.file.write_text("second-key\n", encoding="utf-8")
    await benefits.employers()
    assert [key for _, key in door.sent()] == ["first-key", "first-key", "second-key"]


async def test_a_reissue_that_meets_the_old_key_is_sent_once_and_the_next_call_has_the_new_one(
    door: Door, benefits: VitableConnect
) -> None:
    door.key = "second-key"
    door.file.write_text("second-key\n", encoding="utf-8")
    outcome = await benefits.reissue(CALL)
    assert (outcome.kind, outcome.status_code) == (OutcomeKind.REFUSED, 401)
    assert door.sent() == [("POST", "first-key")]
    await benefits.employers()
    assert door.sent() == [("GET", "second-key")]


@pytest.mark.parametrize("content", ["", "two words", "<html>\n<body>\n", None])
async def test_a_file_without_a_key_halfway_through_the_rotation_keeps_the_old_key(
    door: Door, benefits: VitableConnect, content: str | None
) -> None:
    door.key = "second-key"
    if content is None:
        door.file.unlink()
    else:
        door.file.write_text(content, encoding="utf-8")
    with pytest.raises(WrongKey):
        await benefits.employers()
    door.file.write_text("second-key", encoding="utf-8")
    await benefits.employers()
    assert [key for _, key in door.sent()] == ["first-key", "first-key", "second-key"]


async def test_every_call_says_which_version_of_the_bot_makes_it(door: Door, benefits: VitableConnect) -> None:
    await benefits.employers()
    await benefits.reissue(CALL)
    read, post = door.calls
    assert {call.headers["User-Agent"] for call in (read, post)} == {f"reissue-bot/{version('reissue-bot')}"}
    assert (post.headers["X-Reissue-Request"], post.headers["X-Reissue-Attempt"]) == ("R-12", "2")


def test_a_bot_that_is_not_installed_says_its_name_alone() -> None:
    assert user_agent("a-distribution-that-is-not-installed") == "reissue-bot"
