"""Approving, denying and withdrawing all requests of a group: each by its own use case, one after the other."""

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest

from approvals.actions.group import Part
from approvals.errors import (
    AlreadyApproved,
    ChangedSinceSeen,
    InvalidSubmission,
    NotAnApprover,
    NotTriedYet,
    NotYourRequest,
    OwnRequest,
    StoreUnavailable,
)
from approvals.lookups.authority import Actor
from approvals.model.event import EventKind
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus, Verb
from approvals.model.transitions import NoLongerPossible
from tests.approvals.ada import ADAS_DENTAL, ADAS_MEDICAL
from tests.approvals.bench import Bench, open_bench
from tests.approvals.people import HOME, MARCUS, NINA, PRIYA, ZOE, at_home

pytestmark = pytest.mark.anyio

BOTH = (ADAS_MEDICAL, ADAS_DENTAL)


async def asked(bench: Bench) -> tuple[ReissueRequest, ReissueRequest]:
    """Two requests of one submission."""
    first, second = await bench.submit_together(enrollment_ids=BOTH)
    return first, second


def seen(*requests: ReissueRequest) -> list[tuple[UUID, int]]:
    """What a form shows of them."""
    return [(each.id, each.revision) for each in requests]


def obstacles(parts: list[Part]) -> list[type[BaseException] | None]:
    """What kept the person from each."""
    return [None if part.obstacle is None else type(part.obstacle) for part in parts]


async def statuses(bench: Bench, *requests: ReissueRequest) -> list[str]:
    """How they stand now."""
    return [(await bench.request(each.id)).status.value for each in requests]


async def test_all_are_approved_each_with_its_own_audit_line(either_bench: Bench) -> None:
    first, second = await asked(either_bench)
    done = await either_bench.together.approve(at_home(MARCUS), seen(first, second))
    assert obstacles(done) == [None, None]
    assert await statuses(either_bench, first, second) == ["applying", "applying"]
    for each in (first, second):
        assert (await either_bench.kinds(each.id))[-1] is EventKind.APPROVED


async def test_all_are_denied_with_one_reason(bench: Bench) -> None:
    first, second = await asked(bench)
    done = await bench.together.deny(at_home(MARCUS), seen(first, second), "No certificate")
    assert [part.reissue_request.denial.reason for part in done if part.reissue_request.denial] == 2 * [
        "No certificate"
    ]
    assert await statuses(bench, first, second) == ["denied", "denied"]


async def test_denying_without_a_reason_denies_none(bench: Bench) -> None:
    first, second = await asked(bench)
    with pytest.raises(InvalidSubmission):
        await bench.together.deny(at_home(MARCUS), seen(first, second), " ")
    assert await statuses(bench, first, second) == ["pending", "pending"]


async def test_their_requester_withdraws_all(bench: Bench) -> None:
    first, second = await asked(bench)
    assert obstacles(await bench.together.withdraw(at_home(NINA), seen(first, second), "")) == [None, None]
    assert await statuses(bench, first, second) == ["withdrawn", "withdrawn"]


async def test_one_that_was_decided_meanwhile_leaves_the_others(bench: Bench) -> None:
    first, second = await asked(bench)
    await bench.decisions.deny(at_home(PRIYA), first.id, first.revision, "No")
    done = await bench.together.approve(at_home(MARCUS), seen(first, second))
    assert obstacles(done) == [NoLongerPossible, None]
    assert await statuses(bench, first, second) == ["denied", "applying"]


async def test_one_that_changed_since_the_list_was_shown_is_left(bench: Bench) -> None:
    first, second = await asked(bench)
    done = await bench.together.approve(at_home(MARCUS), seen(replace(first, revision=2), second))
    assert obstacles(done) == [ChangedSinceSeen, None]
    assert await statuses(bench, first, second) == ["pending", "applying"]


async def test_a_database_that_goes_away_in_between_leaves_the_rest_and_it_works_later(bench: Bench) -> None:
    first, second = await asked(bench)
    bench.store.outages = 2  # the decision, and writing nothing else
    done = await bench.together.approve(at_home(MARCUS), seen(first, second))
    assert StoreUnavailable in obstacles(done)
    bench.store.outages = 0
    left = [each for each in (first, second) if (await bench.request(each.id)).status is RequestStatus.PENDING]
    assert left
    assert set(obstacles(await bench.together.approve(at_home(MARCUS), seen(*left)))) == {None}
    assert await statuses(bench, first, second) == ["applying", "applying"]


async def test_killed_in_between_each_is_decided_or_not_and_the_same_list_decides_the_rest(either_bench: Bench) -> None:
    bench = either_bench
    first, second = await asked(bench)
    bench.store.killed_after = 1
    with pytest.raises(asyncio.CancelledError):
        await bench.together.approve(at_home(MARCUS), seen(first, second))
    bench.store.killed_after = None
    assert await statuses(bench, first, second) == ["applying", "pending"]
    review = await bench.together.review(at_home(MARCUS), second.id, Verb.APPROVE)
    assert obstacles(list(review.parts)) == [NoLongerPossible, None]
    assert obstacles(await bench.together.approve(at_home(MARCUS), seen(second))) == [None]
    for each in (first, second):
        assert (await bench.kinds(each.id)).count(EventKind.APPROVED) == 1


async def test_a_repeated_delivery_finds_done_what_it_did(bench: Bench) -> None:
    first, second = await asked(bench)
    marcus = Actor(MARCUS, HOME, "V0LIST")
    for _ in range(2):
        assert obstacles(await bench.together.approve(marcus, seen(first, second))) == [None, None]
    assert [kind for kind in await bench.kinds(first.id) if kind is EventKind.APPROVED] == [EventKind.APPROVED]


async def test_what_there_is_no_time_for_is_left_and_said_to_be(bench: Bench) -> None:
    first, second = await asked(bench)
    hasty = replace(bench.together, budgets=replace(bench.together.budgets, together=-1.0))
    assert obstacles(await hasty.approve(at_home(MARCUS), seen(first, second))) == [NotTriedYet, NotTriedYet]
    assert await statuses(bench, first, second) == ["pending", "pending"]


async def test_the_quorum_holds_for_each(sqlite_engine: object) -> None:
    async with open_bench(sqlite_engine, approvals_required=2) as bench:  # type: ignore[arg-type]
        first, second = await asked(bench)
        await bench.decisions.approve(at_home(PRIYA), first.id, first.revision)
        done = await bench.together.approve(at_home(MARCUS), seen(first, second))
        assert obstacles(done) == [None, None]
        assert await statuses(bench, first, second) == ["applying", "pending"]


async def test_the_list_says_what_is_possible_and_why_the_rest_is_not(bench: Bench) -> None:
    first, second = await asked(bench)
    await bench.decisions.deny(at_home(PRIYA), first.id, first.revision, "No")
    review = await bench.together.review(at_home(MARCUS), second.id, Verb.APPROVE)
    assert [part.reissue_request.id for part in review.parts] == [first.id, second.id]
    assert obstacles(list(review.parts)) == [NoLongerPossible, None]
    assert (await bench.kinds(first.id))[-1] is EventKind.DENIED


async def test_the_list_of_one_who_approved_before_says_so(sqlite_engine: object) -> None:
    async with open_bench(sqlite_engine, approvals_required=2) as bench:  # type: ignore[arg-type]
        first, _ = await asked(bench)
        await bench.decisions.approve(at_home(MARCUS), first.id, first.revision)
        review = await bench.together.review(at_home(MARCUS), first.id, Verb.APPROVE)
        assert obstacles(list(review.parts)) == [AlreadyApproved, None]


@pytest.mark.parametrize(
    ("who", "verb", "refusal"),
    [
        (ZOE, Verb.APPROVE, NotAnApprover),
        (NINA, Verb.DENY, NotAnApprover),
        (MARCUS, Verb.WITHDRAW, NotYourRequest),
    ],
)
async def test_the_list_is_not_shown_to_people_who_may_do_it_to_none(
    bench: Bench, who: str, verb: Verb, refusal: type[Exception]
) -> None:
    first, second = await asked(bench)
    with pytest.raises(refusal):
        await bench.together.review(at_home(who), first.id, verb)
    assert [(await bench.kinds(each.id))[-1] for each in (first, second)] == [EventKind.REFUSED, EventKind.REFUSED]


async def test_a_requester_who_approves_cannot_approve_their_own(bench: Bench) -> None:
    first, second = await bench.submit_together(enrollment_ids=BOTH, actor=at_home(MARCUS))
    with pytest.raises(OwnRequest):
        await bench.together.review(at_home(MARCUS), first.id, Verb.APPROVE)
    done = await bench.together.approve(at_home(MARCUS), seen(first, second))
    assert obstacles(done) == [OwnRequest, OwnRequest]
    assert await statuses(bench, first, second) == ["pending", "pending"]
