"""Somebody removed from the requesters reads number and status of what they requested, and changes nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.actions.revise import Edit
from approvals.errors import NotARequester
from approvals.model.event import EventKind
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.model.viewer import Section
from tests.approvals.bench import Bench, open_bench
from tests.approvals.people import APPROVALS, HR, MANAGERS, MARCUS, NINA, at_home
from tests.approvals.situations import readable

pytestmark = pytest.mark.anyio

Click = Callable[[Bench, ReissueRequest], Awaitable[object]]

CLICKS: dict[EventKind, Click] = {
    EventKind.EDITED: lambda bench, seen: bench.revisions.revise(at_home(NINA), seen.id, 1, Edit(reason="Twins")),
    EventKind.ANSWERED: lambda bench, seen: bench.revisions.could_answer(at_home(NINA), seen.id, 1),
    EventKind.VIEWED: lambda bench, seen: bench.inspections.inspect(at_home(NINA), seen.id),
    EventKind.REFRESHED: lambda bench, seen: bench.resolutions.refresh(at_home(NINA), seen.id),
    EventKind.SUBMITTED: lambda bench, seen: bench.earlier_requests.again(at_home(NINA), seen.id),
}


@pytest.mark.parametrize("kind", CLICKS)
async def test_reading_and_changing_need_todays_right_to_request_and_the_refusal_is_written_down(
    bench: Bench, kind: EventKind
) -> None:
    status = RequestStatus.NEEDS_INFO if kind is EventKind.ANSWERED else RequestStatus.PENDING
    before = await bench.stored(status=status, decisions=(), requester=NINA)
    bench.directory.groups[HR].discard(NINA)
    with pytest.raises(NotARequester):
        await CLICKS[kind](bench, before)
    assert await bench.request(before.id) == before
    line = (await bench.events(before.id))[-1]
    assert (line.kind, line.actor, line.codes["wanted"]) == (EventKind.REFUSED, NINA, kind.value)


async def test_taking_ones_own_request_back_stays_possible(bench: Bench) -> None:
    submitted = await bench.submit()
    bench.directory.groups[HR].discard(NINA)
    withdrawn = await bench.decisions.withdraw(at_home(NINA), submitted.id)
    assert withdrawn.status is RequestStatus.WITHDRAWN


async def test_lists_and_the_number_show_a_former_requester_the_status_only(bench: Bench) -> None:
    submitted = await bench.submit()
    [before] = readable([await bench.overview.numbered(at_home(NINA), submitted.number)])
    assert before.is_named
    bench.directory.groups[HR].discard(NINA)
    [entry] = readable([await bench.overview.numbered(at_home(NINA), submitted.number)])
    assert (entry.id, entry.is_named) == (submitted.id, False)
    [mine] = readable((await bench.overview.of(at_home(NINA))).pages[Section.MINE].entries)
    assert not mine.is_named


async def test_a_former_approver_reads_only_the_status_of_what_they_decided(bench: Bench) -> None:
    approved = await bench.submit_and_approve()
    [entry] = readable((await bench.overview.of(at_home(MARCUS))).pages[Section.RECENT].entries)
    assert (entry.id, entry.is_named) == (approved.id, True)
    for group in (MANAGERS, HR):
        bench.directory.groups[group].discard(MARCUS)
    recent = (await bench.overview.of(at_home(MARCUS))).pages[Section.RECENT].entries
    assert not any(entry.is_named for entry in readable(recent))


async def test_a_former_requester_who_is_an_approver_reads_as_one(bench: Bench) -> None:
    before = await bench.stored(status=RequestStatus.PENDING, decisions=(), requester=MARCUS)
    bench.directory.groups[HR].discard(MARCUS)
    assert (await bench.inspections.inspect(at_home(MARCUS), before.id)).reissue_request == before
    [view] = [event for event in await bench.events(before.id) if event.kind is EventKind.VIEWED]
    assert view.codes["ground"] == MANAGERS


async def test_where_the_channel_entitles_its_members_stay_entitled_to_what_they_requested_when_it_opens(
    one_engine: AsyncEngine,
) -> None:
    async with open_bench(one_engine, requesters=()) as bench:
        submitted = await bench.submit()
        bench.directory.channels[APPROVALS] = replace(bench.directory.channels[APPROVALS], is_private=False)
        assert (await bench.inspections.inspect(at_home(NINA), submitted.id)).reissue_request.id == submitted.id
        with pytest.raises(NotARequester):
            await bench.submit(key="V0OTHER")
        bench.directory.members[APPROVALS].discard(NINA)
        with pytest.raises(NotARequester):
            await bench.inspections.inspect(at_home(NINA), submitted.id)
