"""Requester, approver and the employee concerned are three people: told by e-mail addresses, where they are known."""

from collections.abc import Awaitable, Callable

import pytest

from approvals.errors import InvalidSubmission, OwnEnrollment
from approvals.model.event import EventKind
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from tests.approvals.bench import Bench
from tests.approvals.people import MARCUS, NINA, PRIYA, a_person, at_home
from tests.builders import a_problem

pytestmark = pytest.mark.anyio

ADAS_EMAIL, IN_OTHER_CASE = "ada.lovelace@juniper.example", " Ada.Lovelace@Juniper.EXAMPLE"

Click = Callable[[Bench, ReissueRequest], Awaitable[object]]

CLICKS: dict[EventKind, Click] = {
    EventKind.APPROVED: lambda bench, seen: bench.decisions.approve(at_home(MARCUS), seen.id, 1),
    EventKind.DENIED: lambda bench, seen: bench.decisions.deny(at_home(MARCUS), seen.id, 1, "No"),
    EventKind.ASKED: lambda bench, seen: bench.questions.ask(at_home(MARCUS), seen.id, 1, "Why?"),
    EventKind.RETRIED: lambda bench, seen: bench.resolutions.retry(at_home(MARCUS), seen.id),
    EventKind.CLOSED: lambda bench, seen: bench.resolutions.close(at_home(MARCUS), seen.id),
}


def has_email(bench: Bench, user_id: str, email: str | None) -> None:
    """Slack says that this is the person's address."""
    bench.directory.people[user_id] = a_person(user_id, email=email)


@pytest.mark.parametrize("kind", CLICKS)
async def test_the_employee_concerned_decides_nothing_and_that_they_wanted_to_is_in_the_audit(
    bench: Bench, kind: EventKind
) -> None:
    await bench.indexed(ADAS_EMAIL)
    has_email(bench, MARCUS, IN_OTHER_CASE)
    failed = kind in (EventKind.RETRIED, EventKind.CLOSED)
    status = RequestStatus.FAILED if failed else RequestStatus.PENDING
    before = await bench.stored(status=status, decisions=(), problem=a_problem() if failed else None)
    with pytest.raises(OwnEnrollment):
        await CLICKS[kind](bench, before)
    assert await bench.request(before.id) == before
    line = (await bench.events(before.id))[-1]
    assert (line.kind, line.actor) == (EventKind.REFUSED, MARCUS)
    assert line.codes == {"wanted": kind.value, "why": "OwnEnrollment", "revision": 1}


async def test_another_approver_decides_instead_on_either_database(either_bench: Bench) -> None:
    await either_bench.indexed(ADAS_EMAIL)
    has_email(either_bench, MARCUS, ADAS_EMAIL)
    has_email(either_bench, PRIYA, "priya@brightside.example")
    submitted = await either_bench.submit()
    with pytest.raises(OwnEnrollment):
        await either_bench.decisions.approve(at_home(MARCUS), submitted.id, 1)
    approved = await either_bench.decisions.approve(at_home(PRIYA), submitted.id, 1)
    assert approved.status is RequestStatus.APPLYING


@pytest.mark.parametrize(
    ("in_slack", "in_vitable"), [(None, ADAS_EMAIL), (ADAS_EMAIL, None), (None, None), ("", ""), (ADAS_EMAIL, "a@b.c")]
)
async def test_a_missing_or_different_address_keeps_no_one_from_deciding(
    bench: Bench, in_slack: str | None, in_vitable: str | None
) -> None:
    await bench.indexed(in_vitable)
    has_email(bench, MARCUS, in_slack)
    approved = await bench.submit_and_approve()
    assert approved.status is RequestStatus.APPLYING


async def test_no_one_requests_for_themselves_and_the_field_says_so(bench: Bench) -> None:
    has_email(bench, NINA, IN_OTHER_CASE)
    with pytest.raises(InvalidSubmission) as refusal:
        await bench.submit()
    assert (refusal.value.field, refusal.value.code) == ("employee", "own_enrollment")
    async with bench.store.reading() as work:
        assert await work.requests.some(await work.requests.in_status(RequestStatus.PENDING)) == []


@pytest.mark.parametrize(
    ("in_slack", "in_vitable", "is_matched"),
    [
        ("nina@juniper.example", ADAS_EMAIL, True),
        ("nina@brightside.example", ADAS_EMAIL, False),
        (None, ADAS_EMAIL, False),
        ("nina@juniper.example", None, False),
    ],
)
async def test_the_details_say_whether_addresses_show_that_they_are_different_people(
    bench: Bench, in_slack: str | None, in_vitable: str | None, is_matched: bool
) -> None:
    await bench.indexed(in_vitable)
    has_email(bench, NINA, in_slack)
    submitted = await bench.submit()
    assert (await bench.inspections.inspect(at_home(PRIYA), submitted.id)).is_matched is is_matched
