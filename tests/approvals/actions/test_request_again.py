"""Requesting again: only for the person who made the request, and checked again when it is submitted."""

from datetime import timedelta
from uuid import uuid4

import pytest

from approvals.errors import NotARequester, NotYourRequest
from approvals.model.choices import Choices, Obstacle
from approvals.model.event import EventKind
from approvals.model.request import OpenRequestExists
from approvals.model.status import RequestStatus
from tests.approvals.ada import ADAS_MEDICAL
from tests.approvals.bench import Bench
from tests.approvals.people import HR, MARCUS, NINA, a_person, at_home
from tests.builders import an_employee

pytestmark = pytest.mark.anyio


async def test_what_can_be_chosen_now_is_offered_with_the_same_enrollment_and_event_chosen(bench: Bench) -> None:
    expired = await bench.stored(status=RequestStatus.EXPIRED)
    earlier = await bench.earlier_requests.again(at_home(NINA), expired.id)
    offer = earlier.offer
    assert earlier.reissue_request == expired
    assert isinstance(offer, Choices)
    assert (offer.employee.id, offer.chosen) == (expired.employee.id, (ADAS_MEDICAL,))
    assert offer.chosen_event is not None
    assert offer.chosen_event.id == expired.qle_id


async def test_days_are_counted_by_the_calendar_of_the_person_who_chooses(bench: Bench) -> None:
    expired = await bench.stored(status=RequestStatus.EXPIRED)
    bench.directory.people[NINA] = a_person(NINA, tz="Pacific/Kiritimati")  # where it is tomorrow already
    offer = (await bench.earlier_requests.again(at_home(NINA), expired.id)).offer
    assert isinstance(offer, Choices)
    assert offer.today == bench.clock.today() + timedelta(days=1)


async def test_it_is_for_its_requester_alone_and_only_while_they_may_request(bench: Bench) -> None:
    expired = await bench.stored(status=RequestStatus.EXPIRED)
    with pytest.raises(NotYourRequest):
        await bench.earlier_requests.again(at_home(MARCUS), expired.id)
    bench.directory.groups[HR].discard(NINA)
    with pytest.raises(NotARequester):
        await bench.earlier_requests.again(at_home(NINA), expired.id)
    refused = [(event.actor, event.codes["wanted"], event.codes["why"]) for event in await bench.events(expired.id)]
    assert refused == [(MARCUS, "submitted", "NotYourRequest"), (NINA, "submitted", "NotARequester")]


async def test_an_enrollment_closed_since_then_is_called_closed(bench: Bench) -> None:
    expired = await bench.stored(status=RequestStatus.EXPIRED)
    bench.world.enrollments[ADAS_MEDICAL]["status"] = "inactive"
    assert (await bench.earlier_requests.again(at_home(NINA), expired.id)).offer is Obstacle.INACTIVE_ENROLLMENT


async def test_once_a_request_has_expired_its_enrollment_is_free_for_a_new_one(bench: Bench) -> None:
    expired = await bench.stored(status=RequestStatus.EXPIRED)
    again = await bench.submit(key="V0AGAIN")
    assert (again.status, again.number) == (RequestStatus.PENDING, expired.number + 1)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (RequestStatus.DENIED, EventKind.DENIED),
        (RequestStatus.WITHDRAWN, EventKind.WITHDRAWN),
        (RequestStatus.CLOSED, EventKind.CLOSED),
    ],
)
async def test_however_it_ended_it_can_be_requested_again_and_how_it_ended_is_told(
    either_bench: Bench, status: RequestStatus, kind: EventKind
) -> None:
    bench = either_bench
    if status is RequestStatus.CLOSED:
        before = await bench.stored(status=RequestStatus.FAILED)
        await bench.resolutions.close(at_home(MARCUS), before.id)
    else:
        before = await bench.submit()
        if status is RequestStatus.DENIED:
            await bench.decisions.deny(at_home(MARCUS), before.id, before.revision, "The certificate is missing")
        else:
            await bench.decisions.withdraw(at_home(NINA), before.id, "Wrong event")
    earlier = await bench.earlier_requests.again(at_home(NINA), before.id)
    assert earlier.reissue_request.status is status
    assert earlier.ended is not None
    assert earlier.ended.kind is kind
    assert [each.text for each in earlier.remarks] == ["Wrong event"] * (status is RequestStatus.WITHDRAWN)
    again = await bench.submit(key="V0AGAIN", again_of=before.id)
    assert (await bench.events(again.id))[0].codes["again_of"] == before.label


@pytest.mark.parametrize("status", [RequestStatus.PENDING, RequestStatus.FAILED, RequestStatus.UNKNOWN])
async def test_while_it_is_open_it_stands_in_its_own_way(bench: Bench, status: RequestStatus) -> None:
    before = await bench.stored(status=status)
    with pytest.raises(OpenRequestExists) as refused:
        await bench.earlier_requests.again(at_home(NINA), before.id)
    assert refused.value.other.id == before.id


async def test_the_one_that_was_made_again_already_is_named_when_the_form_would_open(bench: Bench) -> None:
    expired = await bench.stored(status=RequestStatus.EXPIRED)
    again = await bench.submit(key="V0AGAIN", again_of=expired.id)
    with pytest.raises(OpenRequestExists) as refused:
        await bench.earlier_requests.again(at_home(NINA), expired.id)
    assert refused.value.other.id == again.id


async def test_only_a_request_of_the_same_requester_for_the_same_employee_is_called_the_earlier_one(
    bench: Bench,
) -> None:
    of_marcus = await bench.stored(requester=MARCUS, status=RequestStatus.EXPIRED)
    of_another = await bench.stored(
        id=uuid4(), submission_key="V1", employee=an_employee("Grace"), status=RequestStatus.EXPIRED
    )
    for number, named in enumerate((of_marcus.id, of_another.id, uuid4(), None)):
        made = await bench.submit(key=f"V0AGAIN{number}", again_of=named)
        assert "again_of" not in (await bench.events(made.id))[0].codes
        await bench.decisions.withdraw(at_home(NINA), made.id)
