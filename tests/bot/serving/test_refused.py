"""Refused deliveries are counted, logged now and then, and show a wrong signing secret."""

from datetime import UTC, datetime

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.serving.refused import Reason, RefusedDeliveries
from bot.web import web_app
from sandbox.server import serve
from tests.approvals.fakes import HandClock
from tests.office import bot_at_work, open_office
from tests.plain_http import plain_client


@pytest.fixture
def clock() -> HandClock:
    return HandClock(datetime(2026, 5, 4, 9, tzinfo=UTC))


@pytest.fixture
def refused(clock: HandClock) -> RefusedDeliveries:
    return RefusedDeliveries(clock)


def test_the_first_refusal_is_logged_at_once_and_later_ones_once_a_minute_with_their_number(
    refused: RefusedDeliveries, clock: HandClock
) -> None:
    with capture_logs() as logs:
        for _ in range(100):
            refused.note(Reason.UNSIGNED)
        refused.note(Reason.TIMESTAMP)
        clock.pass_(59)
        refused.note(Reason.UNSIGNED)
        clock.pass_(1)
        refused.note(Reason.UNSIGNED)
    assert [(line["reason"], line["count"]) for line in logs] == [("unsigned", 1), ("timestamp", 1), ("unsigned", 101)]
    assert refused.counts == {Reason.UNSIGNED: 102, Reason.TIMESTAMP: 1}


def test_wrong_signatures_and_no_right_one_are_a_trouble_for_ten_minutes(
    refused: RefusedDeliveries, clock: HandClock
) -> None:
    assert refused.trouble() is None
    refused.note(Reason.SIGNATURE)
    assert (refused.trouble() or "").startswith("1 delivery in the last 10 minutes had a wrong signature")
    clock.pass_(5 * 60)
    refused.note(Reason.SIGNATURE)
    assert "check SLACK_SIGNING_SECRET" in (refused.trouble() or "")
    assert (refused.trouble() or "").startswith("2 deliveries")
    clock.pass_(9 * 60)
    assert (refused.trouble() or "").startswith("1 delivery")
    clock.pass_(1 * 60)
    assert refused.trouble() is None


def test_a_stranger_makes_no_trouble_while_slacks_deliveries_are_verified(
    refused: RefusedDeliveries, clock: HandClock
) -> None:
    refused.note_verified()
    for _ in range(1000):
        refused.note(Reason.SIGNATURE)
        refused.note(Reason.UNSIGNED)
    clock.pass_(9 * 60)
    assert refused.trouble() is None
    clock.pass_(1 * 60)
    refused.note(Reason.SIGNATURE)
    assert refused.trouble() is not None
    refused.note_verified()
    assert refused.trouble() is None


def test_deliveries_without_a_signature_say_nothing_about_the_secret(refused: RefusedDeliveries) -> None:
    for reason in set(Reason) - {Reason.SIGNATURE}:
        refused.note(reason)
    assert refused.trouble() is None


@pytest.mark.anyio
async def test_a_wrong_signing_secret_is_told_by_readiness_metrics_and_log_and_the_bot_stays_ready(
    one_database_url: str,
) -> None:
    wrong = SecretStr("0" * 32)
    with capture_logs() as logs:
        async with (
            open_office() as office,
            bot_at_work(office, one_database_url, indexed_first=False, slack_signing_secret=wrong) as bot,
            serve(web_app(bot)) as url,
            plain_client(base_url=url) as web,
        ):
            assert not (await office.nina.command("/reissue"))["ok"]
            ready, figures = await web.get("/readyz"), (await web.get("/metrics")).text
    assert (ready.status_code, ready.json()["ready"]) == (200, True)
    assert "check SLACK_SIGNING_SECRET" in ready.json()["slack_signature"]
    assert 'reissue_deliveries_refused_total{reason="signature"} 1.0' in figures
    assert 'reissue_deliveries_refused_total{reason="unsigned"} 0.0' in figures
    assert "reissue_deliveries_verified_total 0.0" in figures
    [line] = [line for line in logs if line["event"] == "deliveries_refused"]
    assert (line["reason"], "SLACK_SIGNING_SECRET" in line["hint"]) == ("signature", True)
