"""Health and metrics of a bot at work."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from functools import partial
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from approvals.model.status import RequestStatus
from bot.app import Bot
from bot.health.database import NEWER, UNFORESEEN
from bot.web import web_app
from sandbox import cast
from sandbox.server import serve
from store.failures import DISK_FULL, TAKES_NO_WRITES
from tests.bot.audits import attack
from tests.databases import Postgres
from tests.office import Office, bot_at_work, eventually, label_of, open_office, words_of
from tests.plain_http import plain_client
from tests.two_employers import FREIGHT, HALVORSEN, JUNIPER, TESS, routes_in, settle_in

pytestmark = pytest.mark.anyio

PAGE = Path(__file__).parents[3] / "docs/monitor.md"

READ_ONLY = "default_transaction_read_only"

NO_ROOM = (
    "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS "
    "'BEGIN RAISE EXCEPTION USING ERRCODE = ''disk_full''; END'",
    "CREATE TRIGGER no_room BEFORE INSERT ON bot_request FOR EACH ROW EXECUTE FUNCTION no_room()",
    "CREATE TRIGGER no_room BEFORE INSERT ON bot_lease FOR EACH ROW EXECUTE FUNCTION no_room()",
)
"""What PostgreSQL answers with a full disk to what needs another page."""


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as office:
        yield office


@pytest.fixture
async def bot(office: Office, database_url: str) -> AsyncIterator[Bot]:
    async with bot_at_work(office, database_url) as bot:
        yield bot


@pytest.fixture
async def web(bot: Bot) -> AsyncIterator[httpx.AsyncClient]:
    async with serve(web_app(bot)) as url, plain_client(base_url=url) as client:
        yield client


async def has_no_trouble(web: httpx.AsyncClient) -> bool:
    return "reissue_troubles{" not in (await web.get("/metrics")).text


async def test_a_bot_in_good_health_is_alive_and_ready(web: httpx.AsyncClient) -> None:
    assert (await web.get("/livez")).status_code == 200
    ready = await web.get("/readyz")
    assert ready.status_code == 200
    assert ready.json() == {
        "ready": True,
        "database": "ok",
        "cards": "ok",
        "slack": "ok",
        "contract": "ok",
        "products": "ok",
        "vitable": "ok",
        "benefits": "ok",
        "sending": "ok",
        "audit": "ok",
        "names": "ok",
        "slack_signature": "ok",
    }


async def test_the_page_about_health_explains_every_entry(web: httpx.AsyncClient) -> None:
    table = PAGE.read_text(encoding="utf-8").split("| entry |")[1].split("\n\n")[0]
    assert [entry for entry in (await web.get("/readyz")).json() if f"`{entry}`" not in table] == []


async def test_a_bot_that_cannot_commit_is_not_ready_and_says_why(web: httpx.AsyncClient, bot: Bot) -> None:
    async with bot.engine.begin() as connection:
        await connection.execute(sa.text("UPDATE bot_alembic_version SET version_num = '0001'"))
    ready = await web.get("/readyz")
    assert ready.status_code == 503
    assert "python -m bot migrate" in ready.json()["database"]


async def test_a_database_that_takes_only_reads_is_told_at_once_and_so_is_that_it_takes_writes_again(
    office: Office, postgres: Postgres, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.serving.pages.ANSWER_LASTS", 0.0)  # else an answer from before is given again
    name = make_url(postgres_url).database or ""
    well, reads_only = (200, "ok"), (503, TAKES_NO_WRITES)
    async with bot_at_work(office, postgres_url) as bot, serve(web_app(bot)) as url, plain_client(base_url=url) as web:

        async def told() -> tuple[int, str]:
            ready = await web.get("/readyz")
            return ready.status_code, ready.json()["database"]

        assert await told() == well
        for change, wanted in ((f"SET {READ_ONLY} = on", reads_only), (f"RESET {READ_ONLY}", well)):
            postgres.run(f"ALTER DATABASE {name} {change}")
            postgres.end_sessions(name)  # those that are open go on as they began
            assert await told() == wanted


async def test_a_full_disk_is_told_once_a_click_has_found_no_room_until_there_is_some(
    office: Office, postgres_url: str
) -> None:
    async with bot_at_work(office, postgres_url) as bot, serve(web_app(bot)) as url, plain_client(base_url=url) as web:

        async def says(wanted: tuple[int, str]) -> bool:
            ready = await web.get("/readyz")
            return (ready.status_code, ready.json()["database"]) == wanted

        await run(bot, NO_ROOM)  # rows that are there can be changed, as in PostgreSQL with a full disk
        view = await office.nina.fill_in("ada")
        assert await says((200, "ok"))
        await office.nina.submit(view)
        await eventually(partial(says, (503, DISK_FULL)), "a bot that is not ready")
        await run(bot, ["DROP FUNCTION no_room CASCADE"])
        await eventually(partial(says, (200, "ok")), "a bot that is ready again")
        assert label_of(await office.nina.requests("ada")) == "R-1"


async def run(bot: Bot, statements: Sequence[str]) -> None:
    async with bot.engine.begin() as connection:
        for statement in statements:
            await connection.execute(sa.text(statement))


async def test_tables_of_a_later_release_keep_no_bot_from_its_work_but_are_told(
    web: httpx.AsyncClient, bot: Bot
) -> None:
    async with bot.engine.begin() as connection:
        await connection.execute(sa.text("UPDATE bot_alembic_version SET version_num = '9999'"))
    ready = await web.get("/readyz")
    assert (ready.status_code, ready.json()["ready"], ready.json()["database"]) == (200, True, NEWER)


async def test_whatever_the_database_answers_readiness_is_never_a_fault(web: httpx.AsyncClient, bot: Bot) -> None:
    async with bot.engine.begin() as connection:
        await connection.execute(sa.text("ALTER TABLE bot_alembic_version RENAME COLUMN version_num TO number"))
    ready = await web.get("/readyz")
    assert ready.status_code == 503
    assert ready.json()["database"] in (UNFORESEEN, "The database did not answer.")  # SQLite has one error for both


async def test_a_channel_that_refuses_the_card_is_listed_until_it_is_fixed_and_the_bot_stays_ready(
    web: httpx.AsyncClient, office: Office, bot: Bot
) -> None:
    await office.change(f"channels/{cast.APPROVALS}", bot_member=False)
    view = await office.nina.fill_in("ada")
    assert (await office.nina.submit(view))["ok"]

    async def listed() -> bool:
        ready = await web.get("/readyz")
        troubles = {"channel": "channel_not_found", "card": "channel_not_found"}
        return ready.status_code == 200 and ready.json()["cards"] == troubles

    await eventually(listed, "the trouble in the body of /readyz")
    assert 'reissue_troubles{code="channel_not_found",what="card"} 1.0' in (await web.get("/metrics")).text
    await office.change(f"channels/{cast.APPROVALS}", bot_member=True)
    async with bot.store.reading() as work:
        [request_id] = await work.requests.in_status(RequestStatus.PENDING)
    await bot.board.draw(request_id)

    async def is_over() -> bool:
        return bool((await web.get("/readyz")).json()["cards"] == "ok")

    await eventually(is_over, "the end of the trouble in the body of /readyz")
    await eventually(partial(has_no_trouble, web), "the end of the trouble in the metrics")


async def test_with_routes_the_troubles_of_each_channel_are_told_by_themselves(
    office: Office, one_database_url: str, tmp_path: Path
) -> None:
    settle_in(office)
    office.sandbox.workspace.directory.channels[FREIGHT].is_archived = True
    tess, file = office.person(TESS), routes_in(tmp_path, JUNIPER, HALVORSEN)
    async with (
        bot_at_work(office, one_database_url, routes_file=file) as bot,
        serve(web_app(bot)) as url,
        plain_client(base_url=url) as client,
    ):
        assert (await tess.submit(await tess.fill_in("owen price")))["ok"]

        async def told() -> bool:
            cards = (await client.get("/readyz")).json()["cards"]
            return bool(cards == {f"card in {FREIGHT}": "is_archived"})

        await eventually(told, "the channel that takes no card")
        await office.nina.requests("ruth adler")
        assert await told()
        trouble = f'reissue_troubles{{code="is_archived",what="card in {FREIGHT}"}} 1.0'
        assert trouble in (await client.get("/metrics")).text


async def test_an_unknown_error_of_slack_is_listed_but_makes_no_new_metric(
    web: httpx.AsyncClient, office: Office
) -> None:
    await office.fault("slack", "chat.postMessage", "error", message="never_heard_of", times=None)
    view = await office.nina.fill_in("ada")
    assert (await office.nina.submit(view))["ok"]

    async def listed() -> bool:
        return bool(
            (await web.get("/readyz")).json()["cards"] == {"card": "never_heard_of", "direct": "never_heard_of"}
        )

    await eventually(listed, "the trouble in the body of /readyz")
    assert 'reissue_troubles{code="other",what="card"} 1.0' in (await web.get("/metrics")).text


async def test_metrics_count_requests_by_status(web: httpx.AsyncClient, office: Office) -> None:
    await office.nina.requests("ada")
    figures = (await web.get("/metrics")).text
    assert 'reissue_requests{status="pending"} 1.0' in figures
    assert 'reissue_requests{status="reissued"} 0.0' in figures
    assert "reissue_attempts_sending 0.0" in figures


async def test_an_approved_request_that_waits_for_the_key_is_told_until_it_goes_on_by_itself(
    web: httpx.AsyncClient, office: Office
) -> None:
    card = await office.nina.requests("ada")
    await office.fault("benefits", "enrollment", "refuse", status=401, message="Bad key", times=None)
    assert (await office.marcus.click(card, "approve"))["ok"]
    card = await office.marcus.card("Approved, on hold", of=label_of(card))
    assert "Vitable does not accept the bot's key" in words_of(card)
    assert await office.marcus.posted(card, "is on hold: Vitable does not accept the bot's key")
    refused = "Vitable does not accept the API key (401): check VITABLE_CONNECT_API_KEY, or its file"
    sentence = f"1 approved request on hold: {refused}"
    ready = await web.get("/readyz")
    assert (ready.status_code, ready.json()["sending"]) == (200, {"wrong_key": sentence})
    assert 'reissue_troubles{code="wrong_key",what="sending"} 1.0' in (await web.get("/metrics")).text
    assert await office.calls("benefits", "reissue") == []
    await office.mend()
    await office.marcus.card("Reissued", of=label_of(card))

    async def is_over() -> bool:
        return bool((await web.get("/readyz")).json()["sending"] == "ok")

    await eventually(is_over, "the end of the trouble in the body of /readyz")
    assert len(await office.calls("benefits", "reissue")) == 1


async def test_a_line_that_is_gone_from_the_audit_is_a_trouble_and_the_bot_stays_ready(
    web: httpx.AsyncClient, office: Office, database_url: str
) -> None:
    await office.nina.requests("ada")
    await asyncio.to_thread(attack, database_url, "DELETE FROM bot_event WHERE seq > 1")

    async def is_told() -> httpx.Response | None:
        ready = await web.get("/readyz")
        return None if ready.json()["audit"] == "ok" else ready

    ready = await eventually(is_told, "the trouble in the body of /readyz")
    assert (ready.status_code, list(ready.json()["audit"])) == (200, ["line_missing"])
    assert "export --verify" in ready.json()["audit"]["line_missing"]

    async def is_counted() -> bool:
        return 'reissue_troubles{code="line_missing",what="audit"} 1.0' in (await web.get("/metrics")).text

    await eventually(is_counted, "the trouble in the metrics")
