"""Health pages take nothing that a click needs: one answer for all who ask within a second."""

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa
from starlette.applications import Starlette

from bot.serving.pages import HealthPages
from bot.serving.remembered import Remembered
from sandbox.server import serve
from tests.office import bot_at_work, open_office
from tests.plain_http import plain_client
from tests.processes import environment, free_port, get, serving, started, web_at_work

pytestmark = pytest.mark.anyio


async def test_an_answer_is_worked_out_once_for_all_who_ask_at_the_same_time_and_again_after_a_second() -> None:
    now, asked, may_answer = [0.0], [], asyncio.Event()

    async def ask() -> int:
        asked.append(now[0])
        await may_answer.wait()
        return len(asked)

    remembered = Remembered(ask, 1.0, lambda: now[0])
    everyone = [asyncio.create_task(remembered.get()) for _ in range(50)]
    await asyncio.sleep(0)
    may_answer.set()
    assert set(await asyncio.gather(*everyone)) == {1}
    now[0] = 0.9
    assert await remembered.get() == 1
    now[0] = 1.1
    assert await remembered.get() == 2


async def test_an_answer_that_fails_is_not_remembered() -> None:
    answers = iter((None, 7))

    async def ask() -> int:
        answer = next(answers)
        if answer is None:
            raise LookupError
        return answer

    remembered = Remembered(ask, 1.0)
    with pytest.raises(LookupError):
        await remembered.get()
    assert await remembered.get() == 7


async def test_fifty_who_ask_for_readiness_and_metrics_use_the_database_as_one(one_database_url: str) -> None:
    async with open_office() as office, bot_at_work(office, one_database_url, indexed_first=False) as bot:
        begun: list[str] = []
        async with serve(Starlette(routes=HealthPages(bot, seconds=lambda: 0.0).routes)) as url:

            @sa.event.listens_for(bot.engine.sync_engine, "before_cursor_execute")
            def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
                if "count" in statement and "bot_attempt" in statement:  # which only the metrics ask
                    begun.append(statement)

            async with plain_client(base_url=url) as http:
                for path in ("/readyz", "/metrics"):
                    answers = await asyncio.gather(*(http.get(path) for _ in range(50)))
                    assert {answer.status_code for answer in answers} == {200}
    assert len(begun) == 1


async def test_with_a_port_for_metrics_only_liveness_stays_on_the_main_port(tmp_path: Path) -> None:
    apart = free_port()
    async with (
        open_office() as office,
        web_at_work(office, tmp_path / "reissue.db", METRICS_PORT=str(apart)) as process,
    ):
        codes = {path: (await get(process, path)).status_code for path in ("/livez", "/readyz", "/metrics")}
        assert codes == {"/livez": 200, "/readyz": 404, "/metrics": 404}
        async with plain_client(base_url=f"http://127.0.0.1:{apart}") as http:
            for path in ("/livez", "/readyz", "/metrics"):
                assert (await http.get(path)).status_code == 200
            assert (await http.post("/slack/events")).status_code == 404
        assert (await office.nina.command("/reissue"))["ok"]
        assert await process.stop() == 0


async def test_the_socket_process_has_a_port_for_metrics_too(tmp_path: Path) -> None:
    apart = free_port()
    async with open_office() as office:
        env = environment(office, f"sqlite:///{tmp_path / 'reissue.db'}", METRICS_PORT=str(apart))
        env["SLACK_APP_TOKEN"] = "xapp-1-none"
        async with started(env, tmp_path / "log", "socket") as process:
            await serving(process)
            assert (await get(process, "/readyz")).status_code == 404
            async with plain_client(base_url=f"http://127.0.0.1:{apart}") as http:
                assert "reissue_socket_connected" in (await http.get("/metrics")).text
