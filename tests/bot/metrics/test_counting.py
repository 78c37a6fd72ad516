"""What a day in the office does to the numbers: each is right, and the log says the same."""

import time
from collections.abc import AsyncIterator

import httpx
import pytest
from structlog.testing import capture_logs

from approvals.errors import StoreUnavailable
from approvals.model.status import RequestStatus
from bot.app import Bot
from bot.clock import SystemClock
from tests.bot.metrics.reading import Figures, figures_of
from tests.office import Office, bot_at_work, eventually, label_of, open_office
from tests.plain_http import plain_client

pytestmark = pytest.mark.anyio


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as office:
        yield office


@pytest.fixture
async def bot(office: Office, database_url: str) -> AsyncIterator[Bot]:
    async with bot_at_work(office, database_url) as bot:
        yield bot


@pytest.fixture
async def web(bot: Bot, office: Office) -> AsyncIterator[httpx.AsyncClient]:
    assert bot.signals  # it serves at the address that the office has
    address = (office.sandbox.bot_url or "").removesuffix("/slack/events")
    async with plain_client(base_url=address) as client:
        yield client


async def _told(web: httpx.AsyncClient, value: float, name: str, **labels: str) -> Figures:
    """The page, once a series has a value."""

    async def look() -> Figures | None:
        found = await figures_of(web)
        return found if found(name, **labels) == value else None

    found: Figures = await eventually(look, f"{name} {labels} at {value}")
    return found


async def test_an_approval_counts_once_everywhere_and_the_log_tells_the_same(
    web: httpx.AsyncClient, office: Office
) -> None:
    with capture_logs() as lines:
        card = await office.nina.requests("ada")
        await office.marcus.click(card, "approve")
        await office.marcus.card("Reissued", of=label_of(card))
        figures = await _told(web, 1, "reissue_requests", status="reissued")
    changes = [line for line in lines if line["event"] == "request_changed"]
    assert [(line.get("from"), line["to"], line["actor"]) for line in changes] == [
        (None, "pending", "U0NINA"),
        ("pending", "applying", "U0MARCUS"),
        ("applying", "reissued", "bot"),
    ]
    for to in ("pending", "applying", "reissued"):
        assert figures("reissue_request_changes_total", to=to) == 1
    assert figures("reissue_request_changes_total", to="unknown") == 0
    [attempt] = [line for line in lines if line["event"] == "attempt_finished"]
    assert (attempt["number"], attempt["attempt"], attempt["outcome"]) == (label_of(card), 1, "reissued")
    assert figures("reissue_attempts_total", outcome="reissued") == 1
    assert figures("reissue_vitable_calls_total", call="enrollments/reissue", outcome="2xx") == 1
    assert figures("reissue_vitable_call_seconds_count", call="enrollments/reissue") == 1
    assert all(line["ms"] >= 0 for line in (*changes, attempt))


async def test_deliveries_and_calls_are_counted_and_timed_by_kind(web: httpx.AsyncClient, office: Office) -> None:
    card = await office.nina.requests("ada")
    await office.marcus.click(card, "approve")
    await office.marcus.card("Reissued", of=label_of(card))
    figures = await _told(web, 2, "reissue_click_to_card_seconds_count")  # the submission, and the approval
    for kind in ("command", "options", "view_submission", "action"):
        answered = figures("reissue_deliveries_total", kind=kind, status="200")
        assert answered
        assert figures("reissue_acknowledgement_seconds_count", kind=kind) == answered
    posted = len(await office.calls("slack", "chat.postMessage"))
    assert figures("reissue_slack_calls_total", method="chat.postMessage", outcome="ok") == posted
    assert figures("reissue_slack_call_seconds_count", method="chat.postMessage") == posted


async def test_calls_that_fail_are_counted_by_how(web: httpx.AsyncClient, office: Office) -> None:
    for kind, outcome in (("ratelimited", "ratelimited"), ("error", "refused"), ("drop_before", "unanswered")):
        await office.fault("slack", "views.open", kind, message="user_not_found")
        await office.nina.command("/reissue")
        await _told(web, 1, "reissue_slack_calls_total", method="views.open", outcome=outcome)


async def test_a_stranger_is_counted_and_does_not_spoil_the_times(web: httpx.AsyncClient) -> None:
    assert (await web.post("/slack/events", content=b"payload={}")).status_code == 401
    figures = await figures_of(web)
    assert figures("reissue_deliveries_total", kind="other", status="401") == 1
    assert figures("reissue_acknowledgement_seconds_count", kind="other") == 0


async def test_a_request_that_reached_no_approver_is_told_until_it_does(
    web: httpx.AsyncClient, office: Office, bot: Bot
) -> None:
    assert (await figures_of(web))("reissue_requests_unreached") == 0
    await office.fault("slack", "chat.postMessage", "error", message="not_in_channel", times=None)
    view = await office.nina.fill_in("ada")
    assert (await office.nina.submit(view))["ok"]
    figures = await _told(web, 1, "reissue_requests_unreached")
    assert (figures("reissue_oldest_request_age_seconds", status="pending") or 0) > 0
    assert figures("reissue_oldest_request_age_seconds", status="unknown") == 0
    await office.mend()
    await _next_try_is_due(bot)
    await _told(web, 0, "reissue_requests_unreached")


async def _next_try_is_due(bot: Bot) -> None:
    """The minute is over that the bot waits after a refusal of Slack."""
    now = SystemClock().now()
    async with bot.store.writing() as work:
        [request_id] = await work.requests.in_status(RequestStatus.PENDING)
        await work.requests.wake_now([request_id], now)
        await work.commit()
    bot.driving.wake()


async def test_the_numbers_of_this_moment_are_of_this_moment(web: httpx.AsyncClient, bot: Bot) -> None:
    now = time.time()
    figures = await figures_of(web)
    assert now - 60 < (figures("reissue_last_sweep_timestamp_seconds") or 0) <= time.time()
    assert now - 60 < (figures("reissue_last_index_refresh_timestamp_seconds") or 0) <= time.time()
    assert figures("reissue_driver_lag_seconds") == 0
    assert (figures("reissue_database_connections_max") or 0) >= 20
    used, idle = (figures("reissue_database_connections", state=state) for state in ("used", "idle"))
    assert used is not None
    assert idle is not None
    assert 0 < used + idle <= 20
    assert (figures("reissue_employees") or 0) > 0
    assert "reissue_build_info{" in figures.page
    assert bot.driving.last_sweep > 0


async def test_without_the_database_the_process_still_tells_what_it_knows_itself(
    web: httpx.AsyncClient, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise StoreUnavailable

    monkeypatch.setattr(type(bot.store), "reading", away)
    figures = await _told(web, 1, "reissue_troubles", what="database", code="unavailable")
    assert figures("reissue_requests", status="pending") is None
    assert figures("reissue_drivers") is not None
