"""While the API refuses the bot, approved requests wait on hold, and go on by themselves once the key works."""

import httpx
import pytest

from approvals.driver.apply import LONGEST_HOLD
from approvals.model.event import THE_BOT, EventKind
from approvals.model.request import ProblemCode, ReissueRequest
from approvals.model.status import RequestStatus
from approvals.rules.pace import PATIENCE
from tests.approvals.bench import Bench
from tests.approvals.situations import standing
from tests.approvals.wire import Mishap, answering, failing

pytestmark = pytest.mark.anyio

REFUSALS = [
    (answering(401, json={"message": "Bad key", "trace_id": "trace-9"}), ProblemCode.WRONG_KEY),
    (answering(403), ProblemCode.NO_ACCESS),
    (answering(400, json={"error": {"code": "organization_required", "message": "Which?"}}), ProblemCode.NO_ACCESS),
]


async def refused(bench: Bench, mishap: Mishap = REFUSALS[0][0]) -> ReissueRequest:
    """An approved request that could not be sent because the API refuses the bot."""
    approved = await bench.approved()
    bench.wire.reading = mishap
    await bench.drive(approved.id)
    return await bench.request(approved.id)


@pytest.mark.parametrize(("mishap", "code"), REFUSALS)
async def test_a_bot_that_is_refused_puts_the_request_on_hold_and_sends_nothing(
    bench: Bench, mishap: Mishap, code: ProblemCode
) -> None:
    held = await refused(bench, mishap)
    assert (held.status, held.on_hold, held.problem and held.problem.code) == (RequestStatus.APPLYING, True, code)
    assert bench.wire.posts == []
    (event,) = await bench.events(held.id)
    assert (event.kind, event.actor, event.codes["code"]) == (EventKind.PAUSED, THE_BOT, code.value)


async def test_the_apis_own_words_and_trace_id_are_kept(bench: Bench) -> None:
    problem = (await refused(bench)).problem
    assert problem
    assert (problem.message, problem.trace_id, problem.status_code) == ("Bad key", "trace-9", 401)


async def test_it_waits_for_as_long_as_it_takes_without_another_line_in_the_audit(bench: Bench) -> None:
    held = await refused(bench)
    for _ in range(10):
        wait = await bench.drive_after(PATIENCE.total_seconds(), held.id)
        assert (await standing(bench, held)) == (RequestStatus.APPLYING, ProblemCode.WRONG_KEY)
        assert (await bench.request(held.id)).next_at is not None
        assert wait is None or wait <= LONGEST_HOLD
    assert await bench.kinds(held.id) == [EventKind.PAUSED]


async def test_it_goes_on_by_itself_within_a_minute_of_the_key_working_again(either_bench: Bench) -> None:
    held = await refused(either_bench)
    await either_bench.drive_after(PATIENCE.total_seconds(), held.id)
    waits_until = (await either_bench.request(held.id)).next_at
    assert waits_until
    assert (waits_until - either_bench.clock.now()).total_seconds() <= LONGEST_HOLD
    either_bench.wire.reading = None
    await either_bench.drive_after(LONGEST_HOLD, held.id)
    done = await either_bench.request(held.id)
    assert (done.status, done.on_hold, done.problem) == (RequestStatus.REISSUED, False, None)
    assert len(either_bench.world.reissues) == 1
    kinds = [EventKind.PAUSED, EventKind.RESUMED, EventKind.ATTEMPTED, EventKind.REISSUED]
    assert (await either_bench.kinds(held.id))[:4] == kinds


async def test_after_a_long_hold_the_bot_is_as_patient_as_after_an_approval(bench: Bench) -> None:
    held = await refused(bench)
    await bench.drive_after(2 * PATIENCE.total_seconds(), held.id)
    bench.wire.reading = None
    bench.wire.mishaps = [failing(httpx.ConnectError("down"))]
    await bench.drive_after(LONGEST_HOLD, held.id)
    assert await standing(bench, held) == (RequestStatus.APPLYING, None)
    assert len(bench.wire.posts) == 1


async def test_another_refusal_is_told_as_what_it_is(bench: Bench) -> None:
    held = await refused(bench)
    bench.wire.reading = answering(403)
    await bench.drive_after(LONGEST_HOLD, held.id)
    assert await standing(bench, held) == (RequestStatus.APPLYING, ProblemCode.NO_ACCESS)
    assert await bench.kinds(held.id) == [EventKind.PAUSED, EventKind.PAUSED]


async def test_a_server_that_has_trouble_after_a_long_hold_does_not_make_it_fail(bench: Bench) -> None:
    held = await refused(bench)
    await bench.drive_after(2 * PATIENCE.total_seconds(), held.id)
    bench.wire.reading = answering(503)
    await bench.drive_after(LONGEST_HOLD, held.id)
    assert await standing(bench, held) == (RequestStatus.APPLYING, ProblemCode.WRONG_KEY)
    bench.wire.reading = None
    await bench.drive_after(PATIENCE.total_seconds(), held.id)
    assert await standing(bench, held) == (RequestStatus.REISSUED, None)
