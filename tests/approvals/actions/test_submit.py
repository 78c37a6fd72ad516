"""Submitting a request: its reads, its refusals, and the rows that are stored together."""

import asyncio
from datetime import date
from typing import Any

import httpx
import pytest

from approvals.errors import InvalidSubmission, NotARequester
from approvals.model.event import EventKind
from approvals.model.request import OpenRequestExists, RequestWarning
from approvals.model.status import RequestStatus
from approvals.recording import LEASE
from benefits.contract import Contract
from tests.approvals.ada import ADAS_BIRTH, ADAS_DENTAL, ADAS_MEDICAL
from tests.approvals.bench import Bench
from tests.approvals.people import MARCUS, NINA, PRIYA, at_home
from tests.approvals.wire import Mishap, answering, failing
from tests.builders import NOW

pytestmark = pytest.mark.anyio

GRACE = {"employee_id": "empl_grace_mwangi", "enrollment_id": "enrl_grace_mwangi_medical"}


async def test_a_request_is_stored_as_it_was_read_and_waits_for_approval(either_bench: Bench) -> None:
    submitted = await either_bench.submit()
    stored = await either_bench.request(submitted.id)
    assert (stored.status, stored.version, stored.revision, stored.number) == (RequestStatus.PENDING, 1, 1, 1)
    last_day = date(2026, 11, 17) if stored.contract is Contract.DOCUMENTED else date(2026, 12, 5)
    assert (stored.requester, stored.employee.name, stored.deadline) == (NINA, "Ada Lovelace", last_day)
    assert stored.contract is either_bench.benefits.contract
    assert (stored.enrollment.id, stored.qle_id, stored.warnings) == (ADAS_MEDICAL, ADAS_BIRTH, ())
    assert (stored.submitted_at, stored.changed_at, stored.approvals_required) == (NOW, NOW, 1)


async def test_the_audit_line_and_the_driver_come_with_it_and_hold_no_free_text(either_bench: Bench) -> None:
    submitted = await either_bench.submit()
    (event,) = await either_bench.events(submitted.id)
    assert (event.kind, event.actor, event.at) == (EventKind.SUBMITTED, NINA, NOW)
    assert submitted.reason not in str(event.codes)
    assert either_bench.drivers.started == [submitted.id]
    assert (await either_bench.request(submitted.id)).next_at == NOW + LEASE


async def test_a_repeated_delivery_gets_the_same_request_and_starts_nothing(either_bench: Bench) -> None:
    first = await either_bench.submit()
    again = await either_bench.submit()
    assert (again.id, again.number) == (first.id, 1)
    assert either_bench.drivers.started == [first.id]
    assert await either_bench.kinds(first.id) == [EventKind.SUBMITTED]


async def test_ten_deliveries_at_once_become_one_request(either_bench: Bench) -> None:
    answers = await asyncio.gather(*(either_bench.submit() for _ in range(10)))
    assert {answer.number for answer in answers} == {1}
    assert either_bench.drivers.started == [answers[0].id]
    assert await either_bench.kinds(answers[0].id) == [EventKind.SUBMITTED]


async def test_a_repeated_delivery_gets_the_current_request_even_if_nothing_can_be_read_any_more(
    bench: Bench,
) -> None:
    approved = await bench.submit_and_approve()
    bench.wire.reading = failing(httpx.ConnectError("down"))
    assert (await bench.submit()).status is approved.status is RequestStatus.APPLYING


async def test_a_second_open_request_for_an_enrollment_is_refused_and_names_the_first(either_bench: Bench) -> None:
    first = await either_bench.submit()
    with pytest.raises(OpenRequestExists) as refusal:
        await either_bench.submit(key="V0ANOTHER")
    assert (refusal.value.other.id, refusal.value.field) == (first.id, "enrollment")


async def test_of_ten_submissions_at_once_for_one_enrollment_one_becomes_a_request(either_bench: Bench) -> None:
    answers = await asyncio.gather(*(either_bench.submit(key=f"V{n}") for n in range(10)), return_exceptions=True)
    stored = [answer for answer in answers if not isinstance(answer, BaseException)]
    refusals = [answer for answer in answers if isinstance(answer, OpenRequestExists)]
    assert (len(stored), len(refusals)) == (1, 9)
    assert either_bench.drivers.started == [stored[0].id]


async def test_another_enrollment_and_one_whose_request_is_over_are_free(bench: Bench) -> None:
    first = await bench.submit()
    assert (await bench.submit(key="V2", enrollment_id=ADAS_DENTAL)).number == 2
    await bench.decisions.withdraw(at_home(NINA), first.id)
    assert (await bench.submit(key="V3")).number == 3


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("  New baby \n", "New baby"), ("x" * 500, "x" * 500), (f" {'é' * 500}\t", "é" * 500), ("a\0b", "ab")],
)
async def test_a_reason_is_stored_without_the_space_around_it(bench: Bench, typed: str, stored: str) -> None:
    assert (await bench.submit(reason=typed)).reason == stored


INVALID: list[tuple[dict[str, Any], str, str]] = [
    ({"reason": ""}, "reason", "required"),
    ({"reason": " \n\t\0"}, "reason", "required"),
    ({"reason": "x" * 501}, "reason", "too_long"),
    ({"employee_id": ""}, "employee", "required"),
    ({"enrollment_id": ""}, "enrollment", "required"),
    ({"qle_id": ""}, "qle", "required"),
    ({"enrollment_id": "enrl_nobody"}, "enrollment", "unknown_id"),
    ({"enrollment_id": "../employers/x"}, "enrollment", "unknown_id"),
    ({"employee_id": "empl_nobody"}, "employee", "unknown_id"),
    ({"qle_id": "qle_nobody"}, "qle", "unknown_id"),
    ({"enrollment_id": "enrl_tom_becker_medical"}, "enrollment", "not_this_employees"),
    ({"qle_id": "qle_grace_mwangi_birth"}, "qle", "unknown_id"),
    (GRACE | {"qle_id": "qle_grace_mwangi_divorce"}, "qle", "qle_denied"),
    (
        GRACE | {"enrollment_id": "enrl_grace_mwangi_medical_1_year_ago", "qle_id": "qle_grace_mwangi_birth"},
        "enrollment",
        "enrollment_inactive",
    ),
]


async def test_a_form_that_cannot_be_accepted_says_which_field_and_why(bench: Bench) -> None:
    for changes, field, code in INVALID:
        with pytest.raises(InvalidSubmission) as refusal:
            await bench.submit(**changes)
        assert (refusal.value.field, refusal.value.code) == (field, code), changes
    assert bench.drivers.started == []


UNREADABLE: list[tuple[Mishap, str]] = [
    (failing(httpx.ConnectError("down")), "api_no_answer"),
    (failing(httpx.ReadTimeout("slow")), "api_no_answer"),
    (answering(503), "api_server_error"),
    (answering(429), "api_rate_limited"),
    (answering(200, content=b"<html>"), "api_unreadable"),
    (answering(401), "api_wrong_key"),
    (answering(403), "api_no_access"),
    (answering(422), "api_refused"),
]


async def test_an_api_that_cannot_be_read_is_said_at_a_field_and_not_taken_for_an_unknown_id(bench: Bench) -> None:
    for mishap, code in UNREADABLE:
        bench.wire.reading = mishap
        with pytest.raises(InvalidSubmission) as refusal:
            await bench.submit()
        assert (refusal.value.field in {"employee", "enrollment"}, refusal.value.code) == (True, code)


def moved(bench: Bench, **facts: object) -> None:
    """The life event turns out to be about another person."""
    bench.world.events[ADAS_BIRTH] |= facts


async def test_a_life_event_of_the_members_other_employment_is_not_this_employees(bench: Bench) -> None:
    moved(bench, employee_id="empl_tom_becker")
    with pytest.raises(InvalidSubmission) as refusal:
        await bench.submit()
    assert (refusal.value.field, refusal.value.code) == ("qle", "not_this_employees")


async def test_a_life_event_that_names_only_the_member_is_the_employees(bench: Bench) -> None:
    moved(bench, employee_id=None)
    qle = (await bench.submit()).qle
    assert qle is not None
    assert qle.employee_id is None


async def test_who_may_not_request_learns_that_and_nothing_else(bench: Bench) -> None:
    for form in ({}, *(changes for changes, *_ in INVALID)):
        with pytest.raises(NotARequester):
            await bench.submit(actor=at_home(PRIYA), **form)


async def test_who_may_not_request_does_not_learn_either_whether_the_api_answers_or_a_request_exists(
    bench: Bench,
) -> None:
    await bench.submit()
    bench.wire.reading = failing(httpx.ConnectError("down"))
    for key in ("V0VIEW", "V0ANOTHER"):
        with pytest.raises(NotARequester):
            await bench.submit(key=key, actor=at_home(PRIYA))


async def test_not_even_a_repeated_delivery_answers_a_person_who_may_no_longer_request(bench: Bench) -> None:
    await bench.submit()
    bench.directory.groups["S0HR"].discard(NINA)
    with pytest.raises(NotARequester):
        await bench.submit()


@pytest.mark.parametrize(
    ("employee", "qle", "warnings", "deadline"),
    [
        ("juergen_mueller", "adoption", (), date(2026, 11, 5)),
        ("samir_haddad", "marriage", (RequestWarning.WINDOW_CLOSED,), date(2026, 12, 5)),
        ("kofi_mensah", "birth", (RequestWarning.QLE_PENDING,), date(2026, 12, 3)),
        ("owen_price", "relocation", (), date(2026, 11, 29)),
    ],
)
async def test_a_request_carries_its_warnings_and_its_deadline(
    bench: Bench, employee: str, qle: str, warnings: tuple[RequestWarning, ...], deadline: date
) -> None:
    submitted = await bench.submit(
        employee_id=f"empl_{employee}", enrollment_id=f"enrl_{employee}_medical", qle_id=f"qle_{employee}_{qle}"
    )
    assert (submitted.warnings, submitted.deadline) == (warnings, deadline)


async def test_an_enrollment_is_called_by_its_product_once_the_names_are_known(bench: Bench) -> None:
    assert (await bench.submit()).product == ""
    await bench.submissions.products.refresh()
    assert (await bench.submit(key="V2", enrollment_id=ADAS_DENTAL, actor=at_home(MARCUS))).product == "Dental"
