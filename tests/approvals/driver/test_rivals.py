"""Several drivers, dead drivers and a database that goes away: still one effect with a known outcome."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.driver.apply import OVERDUE_AFTER
from approvals.model.attempt import Attempt, AttemptState
from approvals.model.event import EventKind
from approvals.model.request import ProblemCode
from approvals.model.status import RequestStatus
from approvals.rules.pace import Limits
from benefits.outcome import Outcome, OutcomeKind
from tests.approvals.bench import LIMITS, Bench, open_bench
from tests.approvals.driver.place import Place, driver_with
from tests.approvals.situations import abandoned, approved_for, standing
from tests.approvals.wire import Carry, answering
from tests.builders import NOW

pytestmark = pytest.mark.anyio

SOME = ("ada_lovelace", "sean_obrien", "bobby_tables", "e_o")


async def test_ten_drivers_at_once_send_it_once(either_bench: Bench) -> None:
    approved = await either_bench.approved()
    await asyncio.gather(*(either_bench.driver.advance(approved.id) for _ in range(10)))
    await asyncio.gather(*(either_bench.drive(approved.id) for _ in range(3)))
    assert (await either_bench.request(approved.id)).status is RequestStatus.REISSUED
    assert (len(either_bench.wire.posts), len(await either_bench.attempts(approved.id))) == (1, 1)
    kinds = await either_bench.kinds(approved.id)
    assert (kinds.count(EventKind.ATTEMPTED), kinds.count(EventKind.REISSUED)) == (1, 1)


async def test_a_driver_that_reads_the_effect_of_another_ones_attempt_does_not_take_it_for_a_change(
    either_bench: Bench,
) -> None:
    bench, took_effect, is_over = either_bench, asyncio.Event(), asyncio.Event()
    approved = await bench.approved()
    sending: list[asyncio.Task[float | None]] = []

    async def send_meanwhile(carry: Carry, request: httpx.Request) -> httpx.Response:
        bench.wire.reading = None
        sending.append(asyncio.create_task(bench.driver.advance(approved.id)))
        await took_effect.wait()
        return await carry(request)

    async def answer_late(carry: Carry, request: httpx.Request) -> httpx.Response:
        answer = await carry(request)
        took_effect.set()
        await is_over.wait()
        return answer

    bench.wire.reading, bench.wire.mishaps = send_meanwhile, [answer_late]
    await bench.driver.advance(approved.id)
    assert (await bench.request(approved.id)).status is RequestStatus.APPLYING
    is_over.set()
    await sending[0]
    await bench.drive(approved.id)
    assert (await bench.request(approved.id)).status is RequestStatus.REISSUED
    assert len(bench.wire.posts) == 1


async def test_an_attempt_of_a_dead_driver_is_waited_for_until_no_driver_can_have_it_any_more(
    either_bench: Bench,
) -> None:
    request = await abandoned(either_bench)
    assert await either_bench.drive(request.id) is None
    assert (await either_bench.request(request.id)).next_at == NOW + timedelta(seconds=LIMITS.timeout + OVERDUE_AFTER)
    assert await either_bench.drive_after(LIMITS.timeout + OVERDUE_AFTER - 0.1, request.id)
    assert await standing(either_bench, request) == (RequestStatus.APPLYING, None)
    await either_bench.drive_after(0.2, request.id)
    assert await standing(either_bench, request) == (RequestStatus.CHECKING, ProblemCode.NO_ANSWER)
    await either_bench.drive_after(LIMITS.readback_settle, request.id)
    assert await standing(either_bench, request) == (RequestStatus.UNKNOWN, ProblemCode.NO_ANSWER)
    assert len(either_bench.wire.posts) == 1


async def test_a_driver_that_looked_before_another_gave_up_sends_nothing(either_bench: Bench) -> None:
    seen = await either_bench.approved()
    either_bench.wire.reading = answering(404)
    await either_bench.drive(seen.id)
    either_bench.wire.reading = None
    await either_bench.driver.sender.work(seen, None)
    assert await standing(either_bench, seen) == (RequestStatus.FAILED, ProblemCode.NOT_FOUND)
    assert (either_bench.wire.posts, await either_bench.attempts(seen.id)) == ([], [])


async def test_an_answer_that_comes_after_the_attempt_was_given_up_changes_nothing_more(either_bench: Bench) -> None:
    approved = await either_bench.approved()

    async def another_gives_it_up(_: httpx.Request) -> None:
        await either_bench.drive_after(LIMITS.timeout + OVERDUE_AFTER, approved.id)
        assert await standing(either_bench, approved) == (RequestStatus.CHECKING, ProblemCode.NO_ANSWER)

    either_bench.wire.watchers.append(another_gives_it_up)
    await either_bench.drive(approved.id)
    assert await standing(either_bench, approved) == (RequestStatus.REISSUED, None)
    assert (await either_bench.kinds(approved.id)).count(EventKind.REISSUED) == 1
    assert (await either_bench.attempts(approved.id))[0].outcome is OutcomeKind.UNKNOWN


async def test_an_attempt_whose_outcome_came_in_the_last_moment_is_not_given_up(either_bench: Bench) -> None:
    request = await abandoned(either_bench)
    (attempt,) = await either_bench.attempts(request.id)
    late = Outcome(kind=OutcomeKind.NOT_PROCESSED, retry_after=40.0)
    await either_bench.driver.sender.outcomes.conclude(request, attempt, late)
    either_bench.clock.pass_(LIMITS.timeout + OVERDUE_AFTER)
    await either_bench.driver.sender.work(request, attempt)
    assert await standing(either_bench, request) == (RequestStatus.APPLYING, None)
    assert (await either_bench.attempts(request.id))[0].outcome is OutcomeKind.NOT_PROCESSED
    assert len(either_bench.wire.posts) == 1


async def test_many_who_read_back_at_once_come_to_one_conclusion(either_bench: Bench) -> None:
    request = await abandoned(either_bench, took_effect=True)
    either_bench.clock.pass_(LIMITS.timeout + OVERDUE_AFTER)
    await either_bench.driver.advance(request.id)
    assert await standing(either_bench, request) == (RequestStatus.CHECKING, ProblemCode.NO_ANSWER)
    await asyncio.gather(*(either_bench.driver.advance(request.id) for _ in range(5)))
    assert await standing(either_bench, request) == (RequestStatus.REISSUED, None)
    assert (await either_bench.kinds(request.id)).count(EventKind.REISSUED) == 1


async def test_what_a_dead_driver_did_is_found(bench: Bench) -> None:
    request = await abandoned(bench, took_effect=True)
    await bench.drive_after(LIMITS.timeout + OVERDUE_AFTER, request.id)
    assert await standing(bench, request) == (RequestStatus.REISSUED, None)
    assert (len(bench.wire.posts), len(bench.world.reissues)) == (1, 1)


async def test_an_outcome_is_kept_over_a_database_outage(either_bench: Bench) -> None:
    approved = await either_bench.approved()

    async def database_goes_away(_: httpx.Request) -> None:
        either_bench.store.outages = 2

    either_bench.wire.watchers.append(database_goes_away)
    await either_bench.drive(approved.id)
    assert await standing(either_bench, approved) == (RequestStatus.REISSUED, None)
    assert (await either_bench.attempts(approved.id))[0].outcome is OutcomeKind.REISSUED


async def test_a_commit_whose_answer_is_lost_settles_once(either_bench: Bench) -> None:
    approved = await either_bench.approved()

    async def answers_get_lost(_: httpx.Request) -> None:
        either_bench.store.lost_answers = 1

    either_bench.wire.watchers.append(answers_get_lost)
    await either_bench.drive(approved.id)
    assert await standing(either_bench, approved) == (RequestStatus.REISSUED, None)
    assert (await either_bench.kinds(approved.id)).count(EventKind.REISSUED) == 1
    assert len(either_bench.wire.posts) == 1


async def test_a_claim_whose_answer_is_lost_is_not_sent_and_known_as_not_sent(either_bench: Bench) -> None:
    approved = await either_bench.approved()
    either_bench.store.lost_answers = 1
    await either_bench.drive(approved.id)
    (attempt,) = await either_bench.attempts(approved.id)
    assert (attempt.state, attempt.outcome) == (AttemptState.FINISHED, OutcomeKind.NOT_SENT)
    await either_bench.drive_after(1, approved.id)
    assert await standing(either_bench, approved) == (RequestStatus.REISSUED, None)
    assert len(either_bench.wire.posts) == 1


async def test_a_claim_that_failed_never_settles_another_drivers_attempt(either_bench: Bench) -> None:
    request = await abandoned(either_bench)
    (theirs,) = await either_bench.attempts(request.id)
    ours = Attempt(
        request_id=request.id,
        n=theirs.n,
        token="ours",
        state=AttemptState.FINISHED,
        started_at=NOW,
        baseline=theirs.baseline,
        outcome=OutcomeKind.NOT_SENT,
        settled_at=NOW,
    )
    async with either_bench.store.writing() as work:
        assert not await work.attempts.finish(ours)
        await work.commit()
    assert await either_bench.attempts(request.id) == [theirs]


async def test_a_database_that_is_away_before_the_post_means_no_post(bench: Bench) -> None:
    approved = await bench.approved()
    bench.store.outages = 1
    assert await bench.drive(approved.id)
    assert (bench.wire.posts, await bench.attempts(approved.id)) == ([], [])
    await bench.drive_after(1, approved.id)
    assert await standing(bench, approved) == (RequestStatus.REISSUED, None)


async def test_no_more_calls_are_under_way_than_may_be(either_engine: AsyncEngine) -> None:
    two = Limits(timeout=30.0, readback_settle=90.0, max_concurrent=2)
    under_way: list[int] = []
    async with open_bench(either_engine, two) as bench:

        async def count(_: httpx.Request) -> None:
            async with bench.store.reading() as work:
                under_way.append(await work.attempts.count_sending())

        bench.wire.watchers.append(count)
        approved = [await approved_for(bench, person) for person in SOME]
        while len(bench.world.reissues) < len(SOME):
            await asyncio.gather(*(bench.driver.advance(request.id) for request in approved))
    assert len(bench.wire.posts) == len(SOME)
    assert max(under_way) <= 2


async def test_of_many_who_begin_at_once_each_is_sent_in_its_turn_and_read_once(one_engine: AsyncEngine) -> None:
    async with open_bench(one_engine, Limits(timeout=30.0, readback_settle=90.0, max_concurrent=1)) as bench:
        approved = [await approved_for(bench, person) for person in SOME]
        bench.wire.reads.clear()
        place = Place(len(SOME))
        driver = driver_with(bench, place)
        drivers = [asyncio.create_task(driver.advance(request.id)) for request in approved]
        await place.are_in_line.wait()
        place.release()
        waits = await asyncio.gather(*drivers)
        read = [path for path in bench.wire.reads if path.endswith("_medical")]
        assert (len(read), len(set(read)), len(bench.wire.posts)) == (len(SOME), len(SOME), len(SOME))
        assert waits == [0.0] * len(SOME)


async def test_who_has_to_wait_for_a_free_place_leaves_the_api_alone(one_engine: AsyncEngine) -> None:
    async with open_bench(one_engine, Limits(timeout=30.0, readback_settle=90.0, max_concurrent=1)) as bench:
        await abandoned(bench)
        waiting = await approved_for(bench, "grace_mwangi")
        bench.wire.reads.clear()
        assert await bench.drive(waiting.id) == 0.5
        assert bench.wire.reads == []
