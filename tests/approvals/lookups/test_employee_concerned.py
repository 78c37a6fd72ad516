"""Requester, approver and the employee concerned are three people: told by e-mail addresses, where they are known."""

from collections.abc import Awaitable, Callable

import pytest

from approvals.errors import InvalidSubmission, OwnEnrollment
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.event import EventKind
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from benefits.models import Employee
from tests.approvals.desk import ADA, Desk
from tests.approvals.people import MARCUS, NINA, PRIYA, a_person, at_home
from tests.builders import a_problem

pytestmark = pytest.mark.anyio

ADAS_EMAIL, IN_OTHER_CASE = "ada.lovelace@juniper.example", " Ada.Lovelace@Juniper.EXAMPLE"

Click = Callable[[Desk, ReissueRequest], Awaitable[object]]

CLICKS: dict[EventKind, Click] = {
    EventKind.APPROVED: lambda desk, seen: desk.decisions.approve(at_home(MARCUS), seen.id, 1),
    EventKind.DENIED: lambda desk, seen: desk.decisions.deny(at_home(MARCUS), seen.id, 1, "No"),
    EventKind.ASKED: lambda desk, seen: desk.questions.ask(at_home(MARCUS), seen.id, 1, "Why?"),
    EventKind.RETRIED: lambda desk, seen: desk.resolutions.retry(at_home(MARCUS), seen.id),
    EventKind.CLOSED: lambda desk, seen: desk.resolutions.close(at_home(MARCUS), seen.id),
}


async def indexed(desk: Desk, email: str | None = ADAS_EMAIL) -> None:
    """The index knows Ada, with that address."""
    ada = Employee.model_validate(desk.world.employees[ADA])
    entry = EmployeeEntry.of(ada.model_copy(update={"member": ada.member.model_copy(update={"email": email})}))
    async with desk.store.writing() as work:
        await work.index.write([entry])
        await work.commit()


def has_email(desk: Desk, user_id: str, email: str | None) -> None:
    """Slack says that this is somebody's address."""
    desk.directory.people[user_id] = a_person(user_id, email=email)


@pytest.mark.parametrize("kind", CLICKS)
async def test_the_employee_concerned_decides_nothing_and_that_they_wanted_to_is_in_the_audit(
    desk: Desk, kind: EventKind
) -> None:
    await indexed(desk)
    has_email(desk, MARCUS, IN_OTHER_CASE)
    failed = kind in (EventKind.RETRIED, EventKind.CLOSED)
    status = RequestStatus.FAILED if failed else RequestStatus.PENDING
    before = await desk.stored(status=status, decisions=(), problem=a_problem() if failed else None)
    with pytest.raises(OwnEnrollment):
        await CLICKS[kind](desk, before)
    assert await desk.request(before.id) == before
    line = (await desk.events(before.id))[-1]
    assert (line.kind, line.actor) == (EventKind.REFUSED, MARCUS)
    assert line.codes == {"wanted": kind.value, "why": "OwnEnrollment", "revision": 1}


async def test_another_approver_decides_instead_on_either_database(either_desk: Desk) -> None:
    await indexed(either_desk)
    has_email(either_desk, MARCUS, ADAS_EMAIL)
    has_email(either_desk, PRIYA, "priya@brightside.example")
    submitted = await either_desk.submit()
    with pytest.raises(OwnEnrollment):
        await either_desk.decisions.approve(at_home(MARCUS), submitted.id, 1)
    approved = await either_desk.decisions.approve(at_home(PRIYA), submitted.id, 1)
    assert approved.status is RequestStatus.APPLYING


@pytest.mark.parametrize(
    ("in_slack", "in_vitable"), [(None, ADAS_EMAIL), (ADAS_EMAIL, None), (None, None), ("", ""), (ADAS_EMAIL, "a@b.c")]
)
async def test_where_an_address_is_missing_or_another_nobody_is_kept_from_deciding(
    desk: Desk, in_slack: str | None, in_vitable: str | None
) -> None:
    await indexed(desk, in_vitable)
    has_email(desk, MARCUS, in_slack)
    approved = await desk.submit_and_approve()
    assert approved.status is RequestStatus.APPLYING


async def test_nobody_requests_for_themselves_and_the_field_says_so(desk: Desk) -> None:
    has_email(desk, NINA, IN_OTHER_CASE)
    with pytest.raises(InvalidSubmission) as refusal:
        await desk.submit()
    assert (refusal.value.field, refusal.value.code) == ("employee", "own_enrollment")
    async with desk.store.reading() as work:
        assert await work.requests.pending() == []


@pytest.mark.parametrize(
    ("in_slack", "in_vitable", "is_matched"),
    [
        ("nina@brightside.example", ADAS_EMAIL, True),
        (None, ADAS_EMAIL, False),
        ("nina@brightside.example", None, False),
    ],
)
async def test_whether_an_approver_who_is_the_employee_would_be_noticed_is_known_to_whoever_looks(
    desk: Desk, in_slack: str | None, in_vitable: str | None, is_matched: bool
) -> None:
    await indexed(desk, in_vitable)
    has_email(desk, NINA, in_slack)
    submitted = await desk.submit()
    assert (await desk.inspections.inspect(at_home(PRIYA), submitted.id)).is_matched is is_matched
