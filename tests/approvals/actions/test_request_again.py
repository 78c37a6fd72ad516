"""Requesting again: only for the person who made the request, and checked again when it is submitted."""

from datetime import timedelta

import pytest

from approvals.errors import NotARequester, NotYourRequest
from approvals.model.choices import Choices, Obstacle
from approvals.model.status import RequestStatus
from tests.approvals.bench import ADAS_MEDICAL, Bench
from tests.approvals.people import HR, MARCUS, NINA, a_person, at_home

pytestmark = pytest.mark.anyio


async def test_what_can_be_chosen_now_is_offered_with_the_same_enrollment_and_event_chosen(bench: Bench) -> None:
    expired = await bench.stored(status=RequestStatus.EXPIRED)
    earlier, offer = await bench.earlier_requests.again(at_home(NINA), expired.id)
    assert earlier == expired
    assert isinstance(offer, Choices)
    assert (offer.employee.id, offer.chosen) == (expired.employee.id, (ADAS_MEDICAL,))
    assert offer.chosen_event is not None
    assert offer.chosen_event.id == expired.qle_id


async def test_days_are_counted_by_the_calendar_of_the_person_who_chooses(bench: Bench) -> None:
    expired = await bench.stored(status=RequestStatus.EXPIRED)
    bench.directory.people[NINA] = a_person(NINA, tz="Pacific/Kiritimati")  # where it is tomorrow already
    _, offer = await bench.earlier_requests.again(at_home(NINA), expired.id)
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
    assert (await bench.earlier_requests.again(at_home(NINA), expired.id))[1] is Obstacle.INACTIVE_ENROLLMENT


async def test_once_a_request_has_expired_its_enrollment_is_free_for_a_new_one(bench: Bench) -> None:
    expired = await bench.stored(status=RequestStatus.EXPIRED)
    again = await bench.submit(key="V0AGAIN")
    assert (again.status, again.number) == (RequestStatus.PENDING, expired.number + 1)
