"""Attempts: one row per number, settled once."""

from dataclasses import replace

import pytest

from approvals.model.attempt import AttemptState
from benefits.outcome import OutcomeKind
from store.unit_of_work import SqlStore
from tests.store.conftest import add
from tests.store.values import MINUTE, NOW, an_attempt, an_enrollment

pytestmark = pytest.mark.anyio


async def test_one_claim_per_number_and_the_token_tells_whose_it_was(store: SqlStore) -> None:
    added = await add(store)
    async with store.writing() as work:
        assert await work.attempts.last(added.id) is None
        assert await work.attempts.claim(an_attempt(added.id))
        assert not await work.attempts.claim(an_attempt(added.id, token="somebody else's"))
        assert await work.attempts.claim(second := an_attempt(added.id, n=2))
        assert await work.attempts.of(added.id) == [an_attempt(added.id), second]
        assert await work.attempts.last(added.id) == second


async def test_an_attempt_is_settled_once_and_comes_back_equal(store: SqlStore) -> None:
    added = await add(store)
    settled = an_attempt(
        added.id,
        state=AttemptState.FINISHED,
        outcome=OutcomeKind.REISSUED_UNREADABLE,
        status_code=200,
        message="a sentence",
        trace_id="t-1",
        result=an_enrollment("enrl_2"),
        settled_at=NOW + MINUTE,
        retry_at=NOW + 2 * MINUTE,
    )
    async with store.writing() as work:
        await work.attempts.claim(an_attempt(added.id))
        assert await work.attempts.finish(settled)
        assert not await work.attempts.finish(replace(settled, outcome=OutcomeKind.REFUSED))
        assert await work.attempts.last(added.id) == settled


async def test_reading_back_is_noted(store: SqlStore) -> None:
    added = await add(store)
    async with store.writing() as work:
        await work.attempts.claim(an_attempt(added.id))
        await work.attempts.read_back(added.id, 1, NOW + MINUTE)
        assert await work.attempts.last(added.id) == an_attempt(added.id, read_back_at=NOW + MINUTE)


async def test_attempts_under_way_are_counted_over_all_requests(store: SqlStore) -> None:
    one, two = await add(store), await add(store)
    async with store.writing() as work:
        for attempt in (an_attempt(one.id), an_attempt(two.id)):
            await work.attempts.claim(attempt)
        assert await work.attempts.count_sending() == 2
        await work.attempts.finish(an_attempt(one.id, state=AttemptState.FINISHED, outcome=OutcomeKind.UNKNOWN))
        assert await work.attempts.count_sending() == 1
