"""The summary where the answer to a reissue had only the new id: read afterwards, and never at the success's cost."""

from datetime import timedelta

import httpx
import pytest

from approvals.model.event import EventKind
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.rules.pace import PATIENCE
from tests.approvals.ada import ADAS_MEDICAL
from tests.approvals.bench import Bench
from tests.approvals.wire import Carry, answering, failing

pytestmark = pytest.mark.anyio

NEW = f"{ADAS_MEDICAL}_r1"


async def reissued_without_summary(bench: Bench) -> ReissueRequest:
    """A request whose new enrollment cannot be read after the success."""

    async def breaks_afterwards(carry: Carry, request: httpx.Request) -> httpx.Response:
        bench.wire.reading = failing(httpx.ConnectError("away"))
        return await carry(request)

    bench.wire.mishaps = [breaks_afterwards]
    approved = await bench.submit_and_approve()
    assert await bench.drive(approved.id) == 1.0
    return await bench.request(approved.id)


async def test_a_summary_that_cannot_be_read_leaves_the_success_as_it_is_and_comes_later(bench6: Bench) -> None:
    done = await reissued_without_summary(bench6)
    assert (done.status, done.new_enrollment_id, done.summary) == (RequestStatus.REISSUED, NEW, None)
    bench6.wire.reading = answering(404)
    assert await bench6.drive_after(60, done.id) is None
    bench6.wire.reading = None
    assert await bench6.drive_after(60, done.id) is None
    summary = (await bench6.request(done.id)).summary
    assert summary is not None
    assert (summary.id, len(bench6.wire.posts)) == (NEW, 1)
    assert (await bench6.kinds(done.id))[-1] is EventKind.REFRESHED


async def test_after_a_long_downtime_the_summary_is_still_read_once(bench6: Bench) -> None:
    done = await reissued_without_summary(bench6)
    assert await bench6.drive_after(PATIENCE.total_seconds() + 1, done.id) is None
    assert (await bench6.request(done.id)).next_at is None
    bench6.wire.reading = None
    assert await bench6.drive_after(PATIENCE.total_seconds() + 1, done.id) is None
    assert (await bench6.request(done.id)).summary is not None


async def test_the_summary_is_read_again_when_the_api_asks_for_it_to_be(bench6: Bench) -> None:
    done = await reissued_without_summary(bench6)
    bench6.wire.reading = answering(429, headers={"Retry-After": "600"})
    assert await bench6.drive(done.id) is None
    assert (await bench6.request(done.id)).next_at == bench6.clock.at + timedelta(seconds=600)
