"""Records that cannot be read: they hide no others, and never let the bot say that there is nothing new."""

from typing import Any

import httpx
import pytest

from approvals.driver.apply import OVERDUE_AFTER
from approvals.model.choices import Choices, Obstacle
from approvals.model.request import ProblemCode, ReissueRequest
from approvals.model.status import RequestStatus
from benefits.outcome import OutcomeKind
from tests.approvals.ada import ADA, ADAS_BIRTH, ADAS_DENTAL, ADAS_MEDICAL
from tests.approvals.bench import LIMITS, Bench
from tests.approvals.people import NINA, PRIYA, at_home
from tests.approvals.situations import standing
from tests.approvals.wire import Carry, Mishap, answering, failing

pytestmark = pytest.mark.anyio

S = RequestStatus
ODD = {"id": "enrl_odd", "employee_id": ADA, "status": None}
NAMELESS = {"employee_id": ADA, "status": "enrolled"}


def changing(change: dict[str, Any]) -> Mishap:
    """The call takes effect, and its answer has these fields changed."""

    async def mishap(carry: Carry, request: httpx.Request) -> httpx.Response:
        response = await carry(request)
        await response.aread()
        return httpx.Response(response.status_code, json=response.json() | change)

    return mishap


async def sent(bench: Bench, mishap: Mishap, *odd: dict[str, Any]) -> ReissueRequest:
    """An approved request whose POST met a mishap, since which the API also holds odd records."""

    async def turn_up(_: httpx.Request) -> None:
        bench.world.enrollments |= {record.get("id", "nameless"): record for record in odd}

    approved = await bench.approved()
    bench.wire.mishaps.append(mishap)
    bench.wire.watchers.append(turn_up)
    await bench.drive(approved.id)
    await bench.drive_after(LIMITS.timeout + OVERDUE_AFTER, approved.id)
    await bench.drive_after(LIMITS.readback_settle, approved.id)
    return await bench.request(approved.id)


@pytest.mark.parametrize("field", ["coverage_start_date", "coverage_end_date", "updated_at", "enrolled_dependents"])
async def test_an_answer_with_an_odd_optional_field_is_reissued_at_once(bench: Bench, field: str) -> None:
    bench.wire.mishaps.append(changing({field: ""}))
    done = await bench.driven()
    assert (done.status, done.summary and done.summary.id) == (S.REISSUED, f"{ADAS_MEDICAL}_r1")


@pytest.mark.parametrize("odd", [ODD, NAMELESS])
async def test_an_odd_record_beside_the_new_enrollment_does_not_hide_the_effect(
    bench: Bench, odd: dict[str, Any]
) -> None:
    done = await sent(bench, failing(httpx.ReadError("reset"), took_effect=True), odd)
    assert (done.status, done.summary and done.summary.id) == (S.REISSUED, f"{ADAS_MEDICAL}_r1")


async def null_list(carry: Carry, request: httpx.Request) -> httpx.Response:
    """The list of enrollments is there, and says `null`."""
    is_list = request.url.path.endswith("/enrollments")
    return httpx.Response(200, json={"data": None}) if is_list else await carry(request)


@pytest.mark.parametrize("status", [500, 409])
async def test_a_list_that_was_empty_before_the_attempt_makes_no_reissue_of_what_was_there_all_the_time(
    bench: Bench, status: int
) -> None:
    async def list_again(_: httpx.Request) -> None:
        bench.wire.reading = None

    bench.wire.reading = null_list
    bench.wire.watchers.append(list_again)
    asked = await sent(bench, answering(status))
    assert (asked.status, asked.summary) == (S.UNKNOWN, None)


async def test_a_list_that_is_empty_after_a_conflict_does_not_show_that_nothing_changed(bench: Bench) -> None:
    async def list_no_more(_: httpx.Request) -> None:
        bench.wire.reading = null_list

    bench.wire.watchers.append(list_no_more)
    asked = await sent(bench, answering(409))
    assert await standing(bench, asked) == (S.UNKNOWN, ProblemCode.CONFLICT)


@pytest.mark.parametrize("odd", [ODD, NAMELESS])
async def test_with_a_record_that_cannot_be_read_a_conflict_is_unknown_and_not_failed(
    bench: Bench, odd: dict[str, Any]
) -> None:
    asked = await sent(bench, answering(409), odd)
    assert await standing(bench, asked) == (S.UNKNOWN, ProblemCode.CONFLICT)
    assert asked.problem
    assert asked.problem.left_out == 1


async def test_with_a_record_that_cannot_be_read_a_lost_answer_leads_to_a_person_who_is_told(bench: Bench) -> None:
    asked = await sent(bench, failing(httpx.ReadTimeout("slow")), ODD, NAMELESS)
    assert asked.problem
    assert (asked.status, asked.problem.left_out) == (S.UNKNOWN, 2)
    assert (await bench.events(asked.id))[-1].codes["unreadable"] == 2


async def test_after_everything_can_be_read_again_the_person_is_told_so(bench: Bench) -> None:
    asked = await sent(bench, failing(httpx.ReadTimeout("slow")), ODD)
    del bench.world.enrollments["enrl_odd"]
    await bench.resolutions.check(at_home(PRIYA), asked.id)
    await bench.drive(asked.id)
    again = await bench.request(asked.id)
    assert again.problem
    assert (again.status, again.problem.left_out) == (S.UNKNOWN, 0)


async def test_a_record_without_an_id_before_the_attempt_leaves_the_outcome_to_a_person(bench: Bench) -> None:
    bench.world.enrollments["nameless"] = NAMELESS
    asked = await sent(bench, answering(409))
    assert (await bench.attempts(asked.id))[0].baseline.has_nameless
    assert await standing(bench, asked) == (S.UNKNOWN, ProblemCode.CONFLICT)


async def test_an_unreadable_success_is_done_even_if_nothing_else_can_be_read(bench: Bench) -> None:
    bench.world.enrollments["enrl_odd"] = ODD
    done = await sent(bench, answering(200, content=b"{"))
    assert (done.status, done.summary) == (S.REISSUED, None)
    assert (await bench.attempts(done.id))[0].outcome is OutcomeKind.REISSUED_UNREADABLE


@pytest.mark.parametrize(
    "odd",
    [
        {"employee_contribution_cents": 123.5},
        {"coverage_end_date": ""},
        {"updated_at": None},
        {"coverage_start_date": "2025-01-01T00:00:00Z"},
    ],
)
async def test_an_old_enrollment_with_an_odd_value_does_not_keep_a_request_from_being_made_and_done(
    bench: Bench, odd: dict[str, Any]
) -> None:
    bench.world.enrollments["enrl_old"] = bench.world.enrollments[ADAS_MEDICAL] | {
        "id": "enrl_old",
        "status": "inactive",
    }
    bench.world.enrollments["enrl_old"] |= odd
    submitted = await bench.submit_and_approve()
    await bench.drive(submitted.id)
    assert await standing(bench, submitted) == (S.REISSUED, None)


async def test_what_can_be_chosen_is_offered_beside_what_cannot_be_read_and_that_is_counted(bench: Bench) -> None:
    bench.world.enrollments["enrl_odd"] = ODD
    bench.world.events["qle_odd"] = {"id": "qle_odd", "member_id": "mbr_ada_lovelace", "status": 7}
    offer = await bench.earlier_requests.choices.choices(NINA, ADA)
    assert isinstance(offer, Choices)
    assert {ADAS_MEDICAL, ADAS_DENTAL} <= {enrollment.id for enrollment in offer.enrollments}
    assert ([qle.id for qle in offer.qles], offer.left_out) == ([ADAS_BIRTH], (1, 1))


async def test_life_events_that_are_null_are_none(bench: Bench) -> None:
    async def null_events(carry: Carry, request: httpx.Request) -> httpx.Response:
        is_events = request.url.path.endswith("qualifying-life-events")
        return httpx.Response(200, json={"data": None}) if is_events else await carry(request)

    bench.wire.reading = null_events
    offer = await bench.earlier_requests.choices.choices(NINA, ADA)
    assert isinstance(offer, Choices)
    assert offer.obstacle is Obstacle.NO_EVENTS


async def test_a_byte_order_mark_on_every_answer_changes_nothing(bench: Bench) -> None:
    async def marked(carry: Carry, request: httpx.Request) -> httpx.Response:
        response = await carry(request)
        await response.aread()
        return httpx.Response(response.status_code, content=b"\xef\xbb\xbf" + response.content)

    bench.wire.reading = marked
    bench.wire.mishaps.append(marked)
    submitted = await bench.submit_and_approve()
    await bench.drive(submitted.id)
    done = await bench.request(submitted.id)
    assert (done.status, done.summary and done.summary.id) == (S.REISSUED, f"{ADAS_MEDICAL}_r1")


async def test_a_new_enrollment_that_cannot_be_read_is_not_replaced_by_the_closed_one_in_the_summary(
    bench: Bench,
) -> None:
    async def lost_with_an_odd_effect(carry: Carry, request: httpx.Request) -> httpx.Response:
        await carry(request)
        bench.world.enrollments[f"{ADAS_MEDICAL}_r1"]["plan_year_id"] = None
        raise httpx.ReadError("reset")

    bench.wire.mishaps.append(lost_with_an_odd_effect)
    done = await bench.driven()
    assert (done.status, done.summary) == (S.REISSUED, None)
