"""Several drivers, dead drivers and a database that goes away: still one effect, and what became of it is known."""

import asyncio
from datetime import timedelta
from uuid import UUID

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
from tests.approvals.desk import LIMITS, Desk, open_desk
from tests.approvals.situations import abandoned, approved_for, standing
from tests.approvals.wire import answering
from tests.builders import NOW

pytestmark = pytest.mark.anyio

SOME = ("ada_lovelace", "sean_obrien", "bobby_tables", "e_o")


async def test_ten_drivers_at_once_send_it_once(either_desk: Desk) -> None:
    approved = await either_desk.approved()
    await asyncio.gather(*(either_desk.driver.advance(approved.id) for _ in range(10)))
    await asyncio.gather(*(either_desk.drive(approved.id) for _ in range(3)))
    assert (await either_desk.request(approved.id)).status is RequestStatus.REISSUED
    assert (len(either_desk.wire.posts), len(await either_desk.attempts(approved.id))) == (1, 1)
    kinds = await either_desk.kinds(approved.id)
    assert (kinds.count(EventKind.ATTEMPTED), kinds.count(EventKind.REISSUED)) == (1, 1)


async def test_an_attempt_of_a_dead_driver_is_waited_for_until_nobody_can_have_it_any_more(either_desk: Desk) -> None:
    request = await abandoned(either_desk)
    assert await either_desk.drive(request.id) is None
    assert (await either_desk.request(request.id)).next_at == NOW + timedelta(seconds=LIMITS.timeout + OVERDUE_AFTER)
    assert await either_desk.drive_after(LIMITS.timeout + OVERDUE_AFTER - 0.1, request.id)
    assert await standing(either_desk, request) == (RequestStatus.APPLYING, None)
    await either_desk.drive_after(0.2, request.id)
    assert await standing(either_desk, request) == (RequestStatus.CHECKING, ProblemCode.NO_ANSWER)
    await either_desk.drive_after(LIMITS.readback_settle, request.id)
    assert await standing(either_desk, request) == (RequestStatus.UNKNOWN, ProblemCode.NO_ANSWER)
    assert len(either_desk.wire.posts) == 1


async def test_a_driver_that_looked_before_another_gave_up_sends_nothing(either_desk: Desk) -> None:
    approved = await either_desk.approved()

    async def another_gives_up(request_id: UUID) -> None:
        either_desk.board.while_drawing = None
        either_desk.wire.reading = answering(404)
        await either_desk.drive(request_id)
        either_desk.wire.reading = None

    either_desk.board.while_drawing = another_gives_up
    await either_desk.driver.advance(approved.id)
    assert await standing(either_desk, approved) == (RequestStatus.FAILED, ProblemCode.NOT_FOUND)
    assert (either_desk.wire.posts, await either_desk.attempts(approved.id)) == ([], [])


async def test_an_answer_that_comes_after_the_attempt_was_given_up_changes_nothing_more(either_desk: Desk) -> None:
    approved = await either_desk.approved()

    async def another_gives_it_up(_: httpx.Request) -> None:
        await either_desk.drive_after(LIMITS.timeout + OVERDUE_AFTER, approved.id)
        assert await standing(either_desk, approved) == (RequestStatus.CHECKING, ProblemCode.NO_ANSWER)

    either_desk.wire.watchers.append(another_gives_it_up)
    await either_desk.drive(approved.id)
    assert await standing(either_desk, approved) == (RequestStatus.REISSUED, None)
    assert (await either_desk.kinds(approved.id)).count(EventKind.REISSUED) == 1
    assert (await either_desk.attempts(approved.id))[0].outcome is OutcomeKind.UNKNOWN


async def test_an_attempt_whose_outcome_came_in_the_last_moment_is_not_given_up(either_desk: Desk) -> None:
    request = await abandoned(either_desk)
    (attempt,) = await either_desk.attempts(request.id)

    async def its_driver_was_only_slow(_: UUID) -> None:
        either_desk.board.while_drawing = None
        late = Outcome(kind=OutcomeKind.NOT_PROCESSED, retry_after=40.0)
        await either_desk.driver.sender.outcomes.conclude(request, attempt, late)

    either_desk.board.while_drawing = its_driver_was_only_slow
    await either_desk.drive_after(LIMITS.timeout + OVERDUE_AFTER, request.id)
    assert await standing(either_desk, request) == (RequestStatus.APPLYING, None)
    assert (await either_desk.attempts(request.id))[0].outcome is OutcomeKind.NOT_PROCESSED
    assert len(either_desk.wire.posts) == 1


async def test_many_who_read_back_at_once_come_to_one_conclusion(either_desk: Desk) -> None:
    request = await abandoned(either_desk, took_effect=True)
    either_desk.clock.pass_(LIMITS.timeout + OVERDUE_AFTER)
    await either_desk.driver.advance(request.id)
    assert await standing(either_desk, request) == (RequestStatus.CHECKING, ProblemCode.NO_ANSWER)
    await asyncio.gather(*(either_desk.driver.advance(request.id) for _ in range(5)))
    assert await standing(either_desk, request) == (RequestStatus.REISSUED, None)
    assert (await either_desk.kinds(request.id)).count(EventKind.REISSUED) == 1


async def test_what_a_dead_driver_did_is_found(desk: Desk) -> None:
    request = await abandoned(desk, took_effect=True)
    await desk.drive_after(LIMITS.timeout + OVERDUE_AFTER, request.id)
    assert await standing(desk, request) == (RequestStatus.REISSUED, None)
    assert (len(desk.wire.posts), len(desk.world.reissues)) == (1, 1)


async def test_an_outcome_is_kept_over_a_database_outage(either_desk: Desk) -> None:
    approved = await either_desk.approved()

    async def database_goes_away(_: httpx.Request) -> None:
        either_desk.store.outages = 2

    either_desk.wire.watchers.append(database_goes_away)
    await either_desk.drive(approved.id)
    assert await standing(either_desk, approved) == (RequestStatus.REISSUED, None)
    assert (await either_desk.attempts(approved.id))[0].outcome is OutcomeKind.REISSUED


async def test_a_commit_nobody_heard_of_settles_once(either_desk: Desk) -> None:
    approved = await either_desk.approved()

    async def answers_get_lost(_: httpx.Request) -> None:
        either_desk.store.lost_answers = 1

    either_desk.wire.watchers.append(answers_get_lost)
    await either_desk.drive(approved.id)
    assert await standing(either_desk, approved) == (RequestStatus.REISSUED, None)
    assert (await either_desk.kinds(approved.id)).count(EventKind.REISSUED) == 1
    assert len(either_desk.wire.posts) == 1


async def test_a_claim_nobody_heard_of_was_not_sent_and_is_known_not_to_have_been(either_desk: Desk) -> None:
    approved = await either_desk.approved()
    either_desk.store.lost_answers = 1
    await either_desk.drive(approved.id)
    (attempt,) = await either_desk.attempts(approved.id)
    assert (attempt.state, attempt.outcome) == (AttemptState.FINISHED, OutcomeKind.NOT_SENT)
    await either_desk.drive_after(1, approved.id)
    assert await standing(either_desk, approved) == (RequestStatus.REISSUED, None)
    assert len(either_desk.wire.posts) == 1


async def test_a_claim_that_failed_never_settles_another_drivers_attempt(either_desk: Desk) -> None:
    request = await abandoned(either_desk)
    (theirs,) = await either_desk.attempts(request.id)
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
    async with either_desk.store.writing() as work:
        assert not await work.attempts.finish(ours)
        await work.commit()
    assert await either_desk.attempts(request.id) == [theirs]


async def test_a_database_that_is_away_before_the_post_means_no_post(desk: Desk) -> None:
    approved = await desk.approved()
    desk.store.outages = 1
    assert await desk.drive(approved.id)
    assert (desk.wire.posts, await desk.attempts(approved.id)) == ([], [])
    await desk.drive_after(1, approved.id)
    assert await standing(desk, approved) == (RequestStatus.REISSUED, None)


async def test_no_more_calls_are_under_way_than_may_be(either_engine: AsyncEngine) -> None:
    two = Limits(timeout=30.0, readback_settle=90.0, max_concurrent=2)
    under_way: list[int] = []
    async with open_desk(either_engine, two) as desk:

        async def count(_: httpx.Request) -> None:
            async with desk.store.reading() as work:
                under_way.append(await work.attempts.count_sending())

        desk.wire.watchers.append(count)
        approved = [await approved_for(desk, person) for person in SOME]
        while len(desk.world.reissues) < len(SOME):
            await asyncio.gather(*(desk.driver.advance(request.id) for request in approved))
    assert len(desk.wire.posts) == len(SOME)
    assert max(under_way) <= 2


async def test_who_has_to_wait_for_a_free_place_leaves_the_api_alone(one_engine: AsyncEngine) -> None:
    async with open_desk(one_engine, Limits(timeout=30.0, readback_settle=90.0, max_concurrent=1)) as desk:
        await abandoned(desk)
        waiting = await approved_for(desk, "grace_mwangi")
        desk.wire.reads.clear()
        assert await desk.drive(waiting.id) == 0.5
        assert desk.wire.reads == []
