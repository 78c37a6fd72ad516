"""An event makes a reading come sooner, and does nothing else: the outcome comes only from what is read."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest

from approvals.model.event import THE_BOT, EventKind
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from benefits.contract import Contract
from benefits.ids import EnrollmentId, enrollment_id
from sandbox.cast import API_KEY
from tests.approvals.ada import ADAS_DENTAL, ADAS_MEDICAL
from tests.approvals.bench import Bench
from tests.approvals.wire import answering, failing
from tests.builders import NOW

pytestmark = pytest.mark.anyio

OLD, NEW = enrollment_id(ADAS_MEDICAL), enrollment_id(f"{ADAS_MEDICAL}_r1")


async def wake(bench: Bench, *named: EnrollmentId) -> None:
    """Events about these enrollments come; the drivers that they start run."""
    bench.drivers.started.clear()
    await bench.core.waker.wake(set(named))
    for request_id in bench.drivers.started:
        await bench.drive(request_id)


async def lost(bench: Bench) -> ReissueRequest:
    """A request whose answer was lost, before the reissue took effect; its next read-back is minutes away."""
    bench.wire.mishaps = [failing(httpx.ReadTimeout("no answer"))]
    checking = await bench.driven()
    bench.clock.pass_(60)
    await bench.drive(checking.id)
    later = await bench.request(checking.id)
    assert later.status is RequestStatus.CHECKING
    assert later.next_at is not None
    assert later.next_at - bench.clock.at > timedelta(seconds=20)
    return later


async def takes_effect(bench: Bench) -> None:
    """The reissue whose answer was lost takes effect after all."""
    event = "qle_id" if bench.benefits.contract is Contract.DOCUMENTED else "qualifying_life_event_id"
    body = {event: "qle_ada_lovelace_birth"}
    async with httpx.AsyncClient(transport=bench.wire, base_url="http://benefits") as http:
        headers = {"authorization": f"Bearer {API_KEY}"}
        answer = await http.post(f"/benefits/v1/enrollments/{OLD}/reissue", json=body, headers=headers)
    assert answer.is_success, answer.text


async def awaiting_its_summary(bench: Bench) -> ReissueRequest:
    """A request that was reissued long ago, and of whose new enrollment only the id is known."""
    await takes_effect(bench)
    return await bench.stored(
        status=RequestStatus.REISSUED,
        version=3,
        new_enrollment_id=NEW,
        changed_at=NOW - timedelta(hours=1),
        next_at=None,
    )


async def test_a_read_back_is_settled_by_an_event_before_its_turn(either_bench: Bench) -> None:
    bench = either_bench
    checking = await lost(bench)
    await takes_effect(bench)
    await wake(bench, OLD)
    done = await bench.request(checking.id)
    assert (done.status, done.new_enrollment_id) == (RequestStatus.REISSUED, NEW)
    assert EventKind.REISSUED in await bench.kinds(checking.id)


async def test_an_event_alone_settles_nothing(bench: Bench) -> None:
    checking = await lost(bench)
    for _ in range(3):
        await wake(bench, OLD)
    assert (await bench.request(checking.id)).version == checking.version
    assert len(bench.wire.posts) == 1


async def test_what_the_employee_chose_is_in_the_summary_at_the_first_event(either_bench: Bench) -> None:
    bench = either_bench
    done = await bench.driven()
    assert done.awaits_election
    bench.world.enrollments[NEW] |= {"status": "enrolled", "selected_plan_name": "Silver HMO"}
    await wake(bench, NEW)
    elected = await bench.request(done.id)
    assert elected.summary is not None
    assert (elected.summary.selected_plan_name, elected.awaits_election) == ("Silver HMO", False)
    last = (await bench.events(done.id))[-1]
    assert (last.kind, last.actor) == (EventKind.REFRESHED, THE_BOT)
    assert bench.board.drawn[-1] == done.id


async def test_a_choice_that_is_still_open_changes_nothing(bench: Bench) -> None:
    done = await bench.driven()
    reads = len(bench.wire.reads)
    await wake(bench, NEW)
    assert await bench.request(done.id) == done
    assert bench.wire.reads[reads:] == [f"/benefits/v1/enrollments/{NEW}"]
    assert EventKind.REMINDED not in await bench.kinds(done.id)


async def test_a_summary_that_could_not_be_read_is_read_at_an_event_also_after_the_bots_patience(bench: Bench) -> None:
    done = await awaiting_its_summary(bench)
    bench.wire.reading = failing(httpx.ConnectError("away"))
    assert await bench.drive(done.id) is None
    assert (await bench.request(done.id)).summary is None
    bench.wire.reading = None
    await wake(bench, NEW)
    summary = (await bench.request(done.id)).summary
    assert summary is not None
    assert summary.id == NEW


async def test_an_approved_request_that_waits_goes_on_at_an_event(bench: Bench) -> None:
    bench.wire.reading = answering(429, headers={"Retry-After": "600"})
    waiting = await bench.driven()
    assert (waiting.status, waiting.next_at) == (RequestStatus.APPLYING, NOW + timedelta(seconds=600))
    bench.wire.reading = None
    await wake(bench, OLD)
    assert (await bench.request(waiting.id)).status is RequestStatus.REISSUED


async def test_a_reissue_that_vitable_put_off_is_not_sent_sooner(bench: Bench) -> None:
    bench.wire.mishaps = [answering(429, headers={"Retry-After": "600"})]
    put_off = await bench.driven()
    await wake(bench, OLD)
    assert len(bench.wire.posts) == 1
    assert (await bench.request(put_off.id)).next_at == NOW + timedelta(seconds=600)


@pytest.mark.parametrize(
    "status", sorted(set(RequestStatus) - {RequestStatus.APPLYING, RequestStatus.CHECKING, RequestStatus.REISSUED})
)
async def test_where_there_is_nothing_to_read_nothing_is_woken(bench: Bench, status: RequestStatus) -> None:
    stored = await bench.stored(status=status, version=2, new_enrollment_id=NEW)
    await wake(bench, OLD, NEW)
    assert (bench.drivers.started, bench.wire.reads) == ([], [])
    assert await bench.request(stored.id) == stored


async def test_other_enrollments_and_the_closed_one_wake_nothing(bench: Bench) -> None:
    await bench.driven()
    reads = len(bench.wire.reads)
    await wake(bench, OLD, enrollment_id(ADAS_DENTAL), enrollment_id("enrl_nobody"))
    assert (bench.drivers.started, bench.wire.reads[reads:]) == ([], [])


async def test_a_request_without_names_stays_without(bench: Bench) -> None:
    await takes_effect(bench)
    await bench.stored(status=RequestStatus.REISSUED, version=3, new_enrollment_id=NEW, blanked_at=NOW)
    await wake(bench, NEW)
    assert bench.wire.reads == []


async def test_what_cannot_be_read_is_left_for_later_and_the_next_one_is_read(bench: Bench) -> None:
    other = enrollment_id("enrl_other_contract")
    await bench.stored(
        status=RequestStatus.REISSUED,
        version=3,
        id=uuid4(),
        submission_key="V0OTHER",
        new_enrollment_id=other,
        contract=Contract.CONNECT_6,
    )
    done = await awaiting_its_summary(bench)
    bench.wire.reading = failing(httpx.ConnectError("away"))
    await wake(bench, other, NEW)
    assert (await bench.request(done.id)).summary is None
    bench.wire.reading = None
    await wake(bench, other, NEW)
    assert (await bench.request(done.id)).summary is not None


async def test_of_events_that_come_at_once_one_writes(either_bench: Bench) -> None:
    bench = either_bench
    done = await bench.driven()
    before = (await bench.kinds(done.id)).count(EventKind.REFRESHED)
    bench.world.enrollments[NEW] |= {"status": "waived"}
    await asyncio.gather(*(bench.core.waker.wake({NEW}) for _ in range(4)))
    assert (await bench.kinds(done.id)).count(EventKind.REFRESHED) == before + 1
