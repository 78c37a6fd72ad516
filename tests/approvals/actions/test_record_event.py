"""Having a life event recorded: who may, what is refused, and that two who want the same share one row."""

import asyncio
from dataclasses import replace
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.actions.record_event import NearDuplicates
from approvals.errors import InvalidSubmission, NotARequester
from approvals.model.event_record import RecordOutcome, RecordState
from approvals.recording import LEASE
from tests.approvals.ada import ADA, ADAS_BIRTH
from tests.approvals.bench import LIMITS, Bench
from tests.approvals.people import MARCUS, NINA, ZOE, a_person, at_home
from tests.approvals.recording_events import TOM, TOMS, a_birth, drive, lines, made, record_of
from tests.approvals.wire import failing
from tests.builders import NOW

pytestmark = [pytest.mark.anyio, pytest.mark.documented]


async def test_it_is_written_down_with_its_audit_line_before_anything_is_sent(
    either_bench: Bench, either_engine: AsyncEngine
) -> None:
    record = await either_bench.event_records.submit(a_birth())
    stored = await record_of(either_bench, record.id)
    assert (stored, stored.state, stored.member_id, stored.notes) == (record, RecordState.WAITING, TOMS, "A daughter")
    assert either_bench.wire.posts == []
    assert either_bench.event_drivers.started == [record.id]
    assert await lines(either_engine) == [("event_asked", {"record": str(record.id), "employee": TOM})]
    either_bench.clock.pass_(LEASE.total_seconds())
    assert await either_bench.event_driver.sweep() == 1


async def test_a_repeated_delivery_finds_the_same_row(either_bench: Bench) -> None:
    first, *others = [await either_bench.event_records.submit(a_birth()) for _ in range(3)]
    assert others == [first, first]
    assert either_bench.event_drivers.started == [first.id]


async def test_ten_people_who_record_the_same_event_at_once_make_one_post(either_bench: Bench) -> None:
    submissions = [a_birth(key=f"V{n}:0", actor=at_home((NINA, MARCUS)[n % 2])) for n in range(10)]
    records = await asyncio.gather(*map(either_bench.event_records.submit, submissions))
    (only,) = {record.id for record in records}
    await asyncio.gather(*(either_bench.event_driver.advance(only) for _ in range(5)))
    await drive(either_bench, only)
    assert len(either_bench.wire.posts) == len(made(either_bench)) == 1


async def test_an_event_that_was_just_recorded_is_not_recorded_once_more_though_the_list_has_it_not_yet(
    bench: Bench,
) -> None:
    first = await bench.event_records.submit(a_birth())
    await drive(bench, first.id)
    hidden = bench.world.events.pop(made(bench)[0])
    again = await bench.event_records.submit(a_birth(key="V1:0", actor=at_home(MARCUS)))
    assert (again.id, again.state) == (first.id, RecordState.RECORDED)
    bench.world.events[hidden["id"]] = hidden
    assert len(bench.wire.posts) == 1


async def test_a_near_duplicate_is_named_and_has_to_be_confirmed(bench: Bench) -> None:
    day = bench.world.events[ADAS_BIRTH]["event_date"]
    with pytest.raises(NearDuplicates) as refused:
        await bench.event_records.submit(a_birth(employee_id=ADA, event_date="2026-10-20"))
    assert [event.id for event in refused.value.events] == [ADAS_BIRTH]
    confirmed = a_birth(employee_id=ADA, event_date=day, confirmed=frozenset({ADAS_BIRTH}))
    record = await bench.event_records.submit(confirmed)
    await drive(bench, record.id)
    assert len(made(bench)) == 1


async def test_an_event_that_is_being_recorded_for_another_day_is_named_and_has_to_be_confirmed(
    either_bench: Bench,
) -> None:
    first = await either_bench.event_records.submit(a_birth())
    other = a_birth(key="V1:0", actor=at_home(MARCUS), event_date="2026-11-02")
    with pytest.raises(NearDuplicates) as refused:
        await either_bench.event_records.submit(other)
    assert [record.id for record in refused.value.records] == [first.id]
    assert either_bench.event_drivers.started == [first.id]
    twin = await either_bench.event_records.submit(replace(other, confirmed=frozenset(refused.value.ids)))
    for record in (first, twin):
        await drive(either_bench, record.id)
    assert len(made(either_bench)) == 2


async def test_after_an_unknown_outcome_no_one_records_the_event_again_without_having_read_that(bench: Bench) -> None:
    first = await bench.event_records.submit(a_birth())
    bench.wire.mishaps = [failing(httpx.ReadTimeout("slow"))]
    await drive(bench, first.id)
    await drive(bench, first.id, after=LIMITS.readback_settle)
    assert (await record_of(bench, first.id)).state is RecordState.UNKNOWN
    again = a_birth(key="V1:0", actor=at_home(MARCUS))
    with pytest.raises(NearDuplicates) as refused:
        await bench.event_records.submit(again)
    assert refused.value.ids == (str(first.id),)
    assert len(bench.wire.posts) == 1
    shown = bench.world.events[ADAS_BIRTH] | {"id": "qle_late", "member_id": TOMS, "event_date": "2026-11-03"}
    bench.world.events["qle_late"] = shown
    with pytest.raises(NearDuplicates) as refused:
        await bench.event_records.submit(again)
    assert refused.value.ids == ("qle_late",)


async def test_an_event_that_was_just_recorded_for_another_day_is_named_though_the_list_has_it_not_yet(
    bench: Bench,
) -> None:
    first = await bench.event_records.submit(a_birth())
    await drive(bench, first.id)
    hidden = bench.world.events.pop(made(bench)[0])
    with pytest.raises(NearDuplicates) as refused:
        await bench.event_records.submit(a_birth(key="V1:0", event_date="2026-11-02"))
    assert refused.value.ids == (str(first.id),)
    bench.world.events[hidden["id"]] = hidden


@pytest.mark.parametrize("changes", [{"event_type": "Marriage"}, {"event_date": "2026-08-01"}])
async def test_another_kind_or_a_day_far_away_is_no_duplicate(bench: Bench, changes: dict[str, str]) -> None:
    assert (await bench.event_records.submit(a_birth(employee_id=ADA, **changes))).state is RecordState.WAITING


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"event_type": ""}, "event_type", "required"),
        ({"event_type": "Moved"}, "event_type", "required"),
        ({"event_date": ""}, "event_date", "required"),
        ({"event_date": "2026-11-06"}, "event_date", "day_ahead"),
        ({"event_date": "0206-11-05"}, "event_date", "long_ago"),
        ({"event_date": "0001-01-05"}, "event_date", "long_ago"),
        ({"notes": "x" * 501}, "notes", "too_long"),
        ({"employee_id": "empl_nobody"}, "event_type", "unknown_id"),
    ],
)
async def test_what_cannot_be_recorded_is_refused_at_its_field_and_nothing_is_stored(
    bench: Bench, changes: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(InvalidSubmission) as refused:
        await bench.event_records.submit(a_birth(**changes))
    assert (refused.value.field, refused.value.code) == (field, code)
    assert bench.event_drivers.started == []


async def test_only_who_may_request_for_the_employee_may_record_an_event_of_theirs(bench: Bench) -> None:
    with pytest.raises(NotARequester):
        await bench.event_records.recordable(at_home(ZOE), TOM)
    with pytest.raises(NotARequester):
        await bench.event_records.submit(a_birth(actor=at_home(ZOE)))
    address = bench.world.employees[TOM]["member"]["email"]
    bench.directory.people[NINA] = a_person(NINA, email=address)
    with pytest.raises(InvalidSubmission) as refused:
        await bench.event_records.submit(a_birth())
    assert refused.value.code == "own_event"
    assert bench.event_drivers.started == []


async def test_the_result_is_waited_for_only_so_long(bench: Bench) -> None:
    record = await bench.event_records.submit(a_birth())
    waiting = await bench.event_records.result(record.id, within=0.0)
    assert waiting is not None
    assert waiting.state is RecordState.WAITING
    sent = asyncio.create_task(drive(bench, record.id))
    known = await bench.event_records.result(record.id, within=60.0)
    await sent
    assert known is not None
    assert (known.state, known.outcome, known.event_id) == (RecordState.RECORDED, RecordOutcome.DONE, made(bench)[0])


async def test_who_saw_the_result_is_not_told_again_and_only_the_requester_counts(bench: Bench) -> None:
    record = await bench.event_records.submit(a_birth())
    await drive(bench, record.id)
    await bench.event_records.told(record, at_home(MARCUS))
    assert (await record_of(bench, record.id)).told_at is None
    await bench.event_records.told(record, at_home(NINA))
    assert await drive(bench, record.id, after=60) is None
    assert bench.teller.told == []
    assert replace(await record_of(bench, record.id), told_at=None).employee_name == ""
    assert (await record_of(bench, record.id)).told_at == NOW
