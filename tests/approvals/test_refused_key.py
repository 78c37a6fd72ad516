"""While the API refuses the bot, approved requests wait on hold, and go on by themselves once the key works."""

import httpx
import pytest

from approvals.applying import LONGEST_HOLD
from approvals.event import THE_BOT, EventKind
from approvals.pace import PATIENCE
from approvals.request import ProblemCode, ReissueRequest
from approvals.status import RequestStatus
from tests.approvals.desk import Desk
from tests.approvals.situations import standing
from tests.approvals.wire import Mishap, answering, failing

pytestmark = pytest.mark.anyio

REFUSALS = [
    (answering(401, json={"message": "Bad key", "trace_id": "trace-9"}), ProblemCode.WRONG_KEY),
    (answering(403), ProblemCode.NO_ACCESS),
    (answering(400, json={"error": {"code": "organization_required", "message": "Which?"}}), ProblemCode.NO_ACCESS),
]


async def refused(desk: Desk, mishap: Mishap = REFUSALS[0][0]) -> ReissueRequest:
    """An approved request that could not be sent because the API refuses the bot."""
    approved = await desk.approved()
    desk.wire.reading = mishap
    await desk.drive(approved.id)
    return await desk.request(approved.id)


@pytest.mark.parametrize(("mishap", "code"), REFUSALS)
async def test_a_bot_that_is_refused_puts_the_request_on_hold_and_sends_nothing(
    desk: Desk, mishap: Mishap, code: ProblemCode
) -> None:
    held = await refused(desk, mishap)
    assert (held.status, held.on_hold, held.problem and held.problem.code) == (RequestStatus.APPLYING, True, code)
    assert desk.wire.posts == []
    (event,) = await desk.events(held.id)
    assert (event.kind, event.actor, event.codes["code"]) == (EventKind.PAUSED, THE_BOT, code.value)


async def test_the_apis_own_words_and_trace_id_are_kept(desk: Desk) -> None:
    problem = (await refused(desk)).problem
    assert problem
    assert (problem.message, problem.trace_id, problem.status_code) == ("Bad key", "trace-9", 401)


async def test_it_waits_for_as_long_as_it_takes_without_another_line_in_the_audit(desk: Desk) -> None:
    held = await refused(desk)
    for _ in range(10):
        wait = await desk.drive_after(PATIENCE.total_seconds(), held.id)
        assert (await standing(desk, held)) == (RequestStatus.APPLYING, ProblemCode.WRONG_KEY)
        assert (await desk.request(held.id)).next_at is not None
        assert wait is None or wait <= LONGEST_HOLD
    assert await desk.kinds(held.id) == [EventKind.PAUSED]


async def test_it_goes_on_by_itself_within_a_minute_of_the_key_working_again(either_desk: Desk) -> None:
    held = await refused(either_desk)
    await either_desk.drive_after(PATIENCE.total_seconds(), held.id)
    waits_until = (await either_desk.request(held.id)).next_at
    assert waits_until
    assert (waits_until - either_desk.clock.now()).total_seconds() <= LONGEST_HOLD
    either_desk.wire.reading = None
    await either_desk.drive_after(LONGEST_HOLD, held.id)
    done = await either_desk.request(held.id)
    assert (done.status, done.on_hold, done.problem) == (RequestStatus.REISSUED, False, None)
    assert len(either_desk.world.reissues) == 1
    kinds = [EventKind.PAUSED, EventKind.RESUMED, EventKind.ATTEMPTED, EventKind.REISSUED]
    assert await either_desk.kinds(held.id) == kinds


async def test_after_a_long_hold_the_bot_is_as_patient_as_after_an_approval(desk: Desk) -> None:
    held = await refused(desk)
    await desk.drive_after(2 * PATIENCE.total_seconds(), held.id)
    desk.wire.reading = None
    desk.wire.mishaps = [failing(httpx.ConnectError("down"))]
    await desk.drive_after(LONGEST_HOLD, held.id)
    assert await standing(desk, held) == (RequestStatus.APPLYING, None)
    assert len(desk.wire.posts) == 1


async def test_another_refusal_is_told_as_what_it_is(desk: Desk) -> None:
    held = await refused(desk)
    desk.wire.reading = answering(403)
    await desk.drive_after(LONGEST_HOLD, held.id)
    assert await standing(desk, held) == (RequestStatus.APPLYING, ProblemCode.NO_ACCESS)
    assert await desk.kinds(held.id) == [EventKind.PAUSED, EventKind.PAUSED]


async def test_a_server_that_has_trouble_after_a_long_hold_does_not_make_it_fail(desk: Desk) -> None:
    held = await refused(desk)
    await desk.drive_after(2 * PATIENCE.total_seconds(), held.id)
    desk.wire.reading = answering(503)
    await desk.drive_after(LONGEST_HOLD, held.id)
    assert await standing(desk, held) == (RequestStatus.APPLYING, ProblemCode.WRONG_KEY)
    desk.wire.reading = None
    await desk.drive_after(PATIENCE.total_seconds(), held.id)
    assert await standing(desk, held) == (RequestStatus.REISSUED, None)
