"""Where each outcome of a POST leads: the table of the API's facts, row by row, from approval to rest.

Which answer is which outcome is shown beside the client, for every status; here stand examples of each.
"""

from datetime import timedelta
from email.utils import format_datetime

import httpx
import pytest

from approvals.model.event import EventKind
from approvals.model.request import ProblemCode
from approvals.model.status import RequestStatus
from approvals.rules.pace import PATIENCE
from benefits.outcome import OutcomeKind
from tests.approvals.ada import ADAS_MEDICAL
from tests.approvals.bench import LIMITS, Bench
from tests.approvals.wire import Mishap, answering, failing
from tests.builders import NOW, the_call_of

pytestmark = pytest.mark.anyio

S, K = RequestStatus, OutcomeKind

PROBLEM = {"message": "The window is closed.", "trace_id": "trace-1"}

NOT_PROCESSED: list[tuple[Mishap, OutcomeKind]] = [
    (failing(httpx.ConnectError("refused")), K.NOT_SENT),
    (answering(429), K.NOT_PROCESSED),
]
REFUSED = [400, 404, 422]
LOST: list[Mishap] = [
    failing(httpx.ReadTimeout("slow")),
    *(answering(status) for status in (303, 500)),
]
LOST_AFTER: list[Mishap] = [
    failing(httpx.ReadError("reset"), took_effect=True),
    *(answering(status, took_effect=True) for status in (303, 409, 500)),
]


@pytest.mark.documented
async def test_an_answer_that_parses_is_reissued_with_its_summary(either_bench: Bench) -> None:
    done = await either_bench.driven()
    assert (done.status, done.summary and done.summary.id) == (S.REISSUED, f"{ADAS_MEDICAL}_r1")
    (attempt,) = await either_bench.attempts(done.id)
    assert (attempt.outcome, attempt.status_code, attempt.result) == (K.REISSUED, 200, done.summary)
    assert (len(either_bench.wire.posts), len(either_bench.world.reissues)) == (1, 1)


@pytest.mark.parametrize(("mishap", "outcome"), NOT_PROCESSED)
async def test_an_attempt_that_was_certainly_not_processed_is_sent_again_by_itself(
    bench: Bench, mishap: Mishap, outcome: OutcomeKind
) -> None:
    bench.wire.mishaps.append(mishap)
    waiting = await bench.driven()
    assert (waiting.status, waiting.problem) == (S.APPLYING, None)
    assert (await bench.attempts(waiting.id))[0].outcome is outcome
    assert await bench.drive_after(0.9, waiting.id)
    assert len(bench.wire.posts) == 1
    await bench.drive_after(0.2, waiting.id)
    assert (await bench.request(waiting.id)).status is S.REISSUED
    assert [attempt.n for attempt in await bench.attempts(waiting.id)] == [1, 2]
    assert EventKind.POSTPONED in await bench.kinds(waiting.id)


@pytest.mark.parametrize("asked", ["40", format_datetime(NOW + timedelta(seconds=40), usegmt=True)])
async def test_the_api_gets_the_time_it_asks_for(bench: Bench, asked: str) -> None:
    bench.wire.mishaps.append(answering(429, headers={"Retry-After": asked}))
    waiting = await bench.driven()
    assert waiting.next_at == NOW + timedelta(seconds=40)
    await bench.drive_after(39, waiting.id)
    assert len(bench.wire.posts) == 1
    await bench.drive_after(1, waiting.id)
    assert len(bench.wire.posts) == 2


async def test_no_wait_is_longer_than_the_patience_even_if_the_api_asks_for_more(bench: Bench) -> None:
    bench.wire.mishaps.append(answering(429, headers={"Retry-After": "999999999"}))
    waiting = await bench.driven()
    assert waiting.next_at == NOW + PATIENCE


async def test_patience_ends_with_a_failure_that_a_person_may_retry(bench: Bench) -> None:
    mishap, outcome = NOT_PROCESSED[0]
    bench.wire.mishaps.extend([mishap] * 100)
    waiting = await bench.driven()
    bench.clock.at = NOW + PATIENCE
    await bench.drive(waiting.id)
    assert (await bench.request(waiting.id)).status is S.APPLYING
    await bench.drive_after(301, waiting.id)
    failed = await bench.request(waiting.id)
    assert (failed.status, failed.problem and failed.problem.code) == (S.FAILED, ProblemCode.NOT_REACHED)
    assert {attempt.outcome for attempt in await bench.attempts(waiting.id)} == {outcome}
    assert bench.world.reissues == []


async def test_tries_get_rarer_the_longer_it_takes(bench: Bench) -> None:
    bench.wire.mishaps.extend([answering(429)] * 100)
    waiting = await bench.approved()
    while (await bench.request(waiting.id)).status is S.APPLYING:
        delay = await bench.drive(waiting.id)
        parked = (await bench.request(waiting.id)).next_at
        if delay is None and parked:
            bench.clock.at = parked
        else:
            bench.clock.pass_(delay or 0)
    assert 15 <= len(bench.wire.posts) <= 25
    assert PATIENCE <= bench.clock.at - NOW <= PATIENCE + timedelta(seconds=300)


@pytest.mark.parametrize("status", REFUSED)
async def test_a_refusal_fails_with_the_apis_words_and_trace_id_and_is_not_sent_again(
    bench: Bench, status: int
) -> None:
    bench.wire.mishaps.append(answering(status, json=PROBLEM))
    failed = await bench.driven()
    assert failed.problem
    assert (failed.status, failed.problem.code, failed.problem.status_code) == (S.FAILED, ProblemCode.REFUSED, status)
    assert (failed.problem.message, failed.problem.trace_id) == (PROBLEM["message"], PROBLEM["trace_id"])
    assert await bench.drive_after(86_400, failed.id) is None
    assert len(bench.wire.posts) == 1


async def test_the_apis_words_stay_out_of_the_audit(bench: Bench) -> None:
    bench.wire.mishaps.append(answering(422, json=PROBLEM))
    failed = await bench.driven()
    assert PROBLEM["message"] not in str(await bench.events(failed.id))


async def test_a_conflict_without_an_effect_is_a_failure(bench: Bench) -> None:
    bench.wire.mishaps.append(answering(409, json=PROBLEM))
    failed = await bench.driven()
    assert failed.problem
    assert (failed.status, failed.problem.code, failed.problem.trace_id) == (S.FAILED, ProblemCode.CONFLICT, "trace-1")
    assert EventKind.LOST in await bench.kinds(failed.id)


@pytest.mark.parametrize("mishap", LOST_AFTER)
async def test_what_took_effect_before_its_answer_was_lost_is_found_and_never_sent_again(
    bench: Bench, mishap: Mishap
) -> None:
    bench.wire.mishaps.append(mishap)
    found = await bench.driven()
    assert (found.status, found.summary and found.summary.id) == (S.REISSUED, f"{ADAS_MEDICAL}_r1")
    assert (found.problem, found.confirmed_by) == (None, None)
    assert (len(bench.wire.posts), len(bench.world.reissues)) == (1, 1)


@pytest.mark.parametrize("mishap", LOST)
async def test_where_nothing_new_is_seen_a_person_is_asked_once_it_is_settled_and_not_before(
    bench: Bench, mishap: Mishap
) -> None:
    bench.wire.mishaps.append(mishap)
    lost = await bench.driven()
    assert (lost.status, lost.problem and lost.problem.code) == (S.CHECKING, ProblemCode.NO_ANSWER)
    assert (await bench.attempts(lost.id))[0].read_back_at == NOW
    await bench.drive_after(LIMITS.readback_settle - 0.1, lost.id)
    assert (await bench.request(lost.id)).status is S.CHECKING
    assert await bench.drive_after(0.2, lost.id) is None
    unknown = await bench.request(lost.id)
    assert (unknown.status, unknown.problem) == (S.UNKNOWN, lost.problem)
    assert await bench.drive_after(86_400, lost.id) is None
    assert len(bench.wire.posts) == 1


async def test_an_effect_that_shows_late_but_in_time_is_found(bench: Bench) -> None:
    bench.wire.mishaps.append(failing(httpx.ReadTimeout("slow")))
    lost = await bench.driven()
    await bench.benefits.reissue(the_call_of(lost))
    await bench.drive_after(LIMITS.readback_settle - 1, lost.id)
    assert (await bench.request(lost.id)).status is S.REISSUED
    assert len(bench.world.reissues) == 1


@pytest.mark.parametrize("content", [b"", b'{"id": "enrl_'])
async def test_a_success_that_cannot_be_read_is_a_success_whose_summary_is_read_back(
    bench: Bench, content: bytes
) -> None:
    bench.wire.mishaps.append(answering(200, took_effect=True, content=content))
    done = await bench.driven()
    assert (done.status, done.summary and done.summary.id) == (S.REISSUED, f"{ADAS_MEDICAL}_r1")
    assert len(bench.wire.posts) == 1


async def test_a_success_of_which_nothing_can_be_seen_is_a_success_without_a_summary(bench: Bench) -> None:
    bench.wire.mishaps.append(answering(200, content=b"<html>"))
    checking = await bench.driven()
    assert checking.status is S.CHECKING
    await bench.drive_after(LIMITS.readback_settle, checking.id)
    done = await bench.request(checking.id)
    assert (done.status, done.summary, done.problem) == (S.REISSUED, None, None)
    assert len(bench.wire.posts) == 1


async def test_a_success_never_becomes_unknown_however_long_the_api_cannot_be_read(bench: Bench) -> None:
    bench.wire.mishaps.append(answering(200, took_effect=True, content=b"<html>"))
    approved = await bench.approved()

    async def api_goes_away(_: httpx.Request) -> None:
        bench.wire.reading = failing(httpx.ConnectError("down"))

    bench.wire.watchers.append(api_goes_away)
    await bench.drive(approved.id)
    await bench.drive_after(LIMITS.readback_settle, approved.id)
    assert (await bench.request(approved.id)).status is S.CHECKING
    await bench.drive_after(PATIENCE.total_seconds(), approved.id)
    done = await bench.request(approved.id)
    assert (done.status, done.summary) == (S.REISSUED, None)


async def test_an_unknown_outcome_that_cannot_be_read_back_waits_and_then_goes_to_a_person(bench: Bench) -> None:
    bench.wire.mishaps.append(failing(httpx.ReadTimeout("slow")))
    lost = await bench.driven()
    bench.wire.reading = failing(httpx.ConnectError("down"))
    await bench.drive_after(PATIENCE.total_seconds(), lost.id)
    assert (await bench.request(lost.id)).status is S.CHECKING
    await bench.drive_after(1, lost.id)
    assert (await bench.request(lost.id)).status is S.UNKNOWN
