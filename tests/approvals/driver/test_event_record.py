"""Recording a life event: one POST, its outcome found whatever happens, and the requester told."""

import asyncio
import json
from contextlib import suppress
from datetime import timedelta

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.driver.apply import OVERDUE_AFTER
from approvals.driver.event_record import TELL_AFTER, TELL_AGAIN
from approvals.model.event_record import EventRecord, RecordOutcome, RecordState
from approvals.rules.pace import HOLD_WAIT, PATIENCE, Limits
from approvals.upkeep.forgetting import Forgetting
from approvals.upkeep.restore import RestoredBackup
from approvals.upkeep.retention import Retention
from benefits.ids import EmployeeId
from sandbox.benefits.life_events import record_event
from sandbox.benefits.rules import Rules
from tests.approvals.bench import LIMITS, Bench, open_bench
from tests.approvals.recording_events import TOM, TOMS, a_birth, drive, lines, made, record_of
from tests.approvals.wire import Carry, answering, failing
from tests.builders import NOW

pytestmark = [pytest.mark.anyio, pytest.mark.documented]

OVERDUE = LIMITS.timeout + OVERDUE_AFTER


async def sent(bench: Bench) -> EventRecord:
    """A record that a driver has had its turn with."""
    record = await bench.event_records.submit(a_birth())
    await drive(bench, record.id)
    return await record_of(bench, record.id)


def somebody_records(bench: Bench, record: EventRecord) -> None:
    """The same event is recorded, not by this bot's call."""
    rules = Rules(bench.world, bench.clock.today, lambda: bench.clock.at)
    told = {"event_type": record.event_type, "event_date": record.event_date.isoformat()}
    record_event(rules, record.member_id, told)


def standing(record: EventRecord) -> tuple[RecordState, RecordOutcome | None]:
    """How a record stands."""
    return record.state, record.outcome


async def test_it_is_sent_once_and_its_id_is_kept_and_the_notes_are_not(
    either_bench: Bench, either_engine: AsyncEngine
) -> None:
    record = await sent(either_bench)
    assert (record.state, record.event_id, record.notes) == (RecordState.RECORDED, made(either_bench)[0], "")
    (post,) = either_bench.wire.posts
    assert json.loads(post.content) == {"event_type": "Birth", "event_date": "2026-11-03", "notes": "A daughter"}
    kinds = [kind for kind, _ in await lines(either_engine)]
    assert kinds == ["event_asked", "event_attempted", "event_recorded"]
    assert (await lines(either_engine))[-1][1]["qle"] == record.event_id


async def test_ten_drivers_at_once_send_it_once(either_bench: Bench) -> None:
    record = await either_bench.event_records.submit(a_birth())
    await asyncio.gather(*(either_bench.event_driver.advance(record.id) for _ in range(10)))
    await drive(either_bench, record.id)
    assert (await record_of(either_bench, record.id)).state is RecordState.RECORDED
    assert len(either_bench.wire.posts) == 1


@pytest.mark.parametrize("steps", range(6))
async def test_killed_before_any_write_it_makes_one_event_in_the_end(either_bench: Bench, steps: int) -> None:
    record = await either_bench.event_records.submit(a_birth())
    either_bench.store.killed_after = steps
    with suppress(asyncio.CancelledError):
        await drive(either_bench, record.id)
    either_bench.store.killed_after = None
    for _ in range(4):
        await drive(either_bench, record.id, after=OVERDUE)
    settled = await record_of(either_bench, record.id)
    assert (settled.state, settled.event_id) == (RecordState.RECORDED, made(either_bench)[0])
    assert len(either_bench.wire.posts) == len(made(either_bench)) == 1
    assert [told.id for told in either_bench.teller.told] == [record.id]


@pytest.mark.parametrize("took_effect", [False, True])
async def test_killed_between_the_post_and_its_answer_it_reads_back_and_sends_nothing_again(
    either_bench: Bench, took_effect: bool
) -> None:
    either_bench.wire.mishaps = [failing(asyncio.CancelledError(), took_effect=took_effect)]
    record = await either_bench.event_records.submit(a_birth())
    with pytest.raises(asyncio.CancelledError):
        await drive(either_bench, record.id)
    assert (await record_of(either_bench, record.id)).state is RecordState.SENDING
    await drive(either_bench, record.id, after=OVERDUE - 1)
    assert (await record_of(either_bench, record.id)).state is RecordState.SENDING
    await drive(either_bench, record.id, after=2)
    await drive(either_bench, record.id, after=LIMITS.readback_settle)
    found = (
        (RecordState.RECORDED, RecordOutcome.FOUND) if took_effect else (RecordState.UNKNOWN, RecordOutcome.NO_ANSWER)
    )
    assert standing(await record_of(either_bench, record.id)) == found
    assert len(either_bench.wire.posts) == 1


@pytest.mark.parametrize(
    "mishap",
    [
        answering(500, took_effect=True),
        answering(303, took_effect=True),
        answering(408, took_effect=True),
        answering(409, took_effect=True),
        answering(200, took_effect=True, content=b"{"),
        failing(httpx.ReadTimeout("slow"), took_effect=True),
        failing(httpx.RemoteProtocolError("cut"), took_effect=True),
    ],
)
async def test_an_event_whose_answer_was_lost_is_found(bench: Bench, mishap: object) -> None:
    bench.wire.mishaps = [mishap]  # type: ignore[list-item]
    record = await sent(bench)
    assert (*standing(record), record.event_id) == (RecordState.RECORDED, RecordOutcome.FOUND, made(bench)[0])
    assert len(bench.wire.posts) == 1


async def test_an_event_that_shows_late_but_in_time_is_found(bench: Bench) -> None:
    bench.wire.mishaps = [answering(502)]
    record = await sent(bench)
    assert record.state is RecordState.CHECKING
    somebody_records(bench, record)
    await drive(bench, record.id, after=LIMITS.readback_settle - 1)
    assert standing(await record_of(bench, record.id)) == (RecordState.RECORDED, RecordOutcome.FOUND)


async def test_of_several_new_ones_the_bot_takes_none_for_its_own(bench: Bench) -> None:
    bench.wire.mishaps = [answering(502)]
    record = await sent(bench)
    somebody_records(bench, record)
    somebody_records(bench, record)
    await drive(bench, record.id, after=5)
    assert standing(await record_of(bench, record.id)) == (RecordState.UNKNOWN, RecordOutcome.SEVERAL)


async def test_where_nothing_new_shows_the_outcome_is_unknown_and_a_person_may_record_it_again(
    bench: Bench, one_engine: AsyncEngine
) -> None:
    bench.wire.mishaps = [failing(httpx.ReadTimeout("slow"))]
    record = await sent(bench)
    await drive(bench, record.id, after=LIMITS.readback_settle)
    assert standing(await record_of(bench, record.id)) == (RecordState.UNKNOWN, RecordOutcome.NO_ANSWER)
    assert (await lines(one_engine))[-1][0] == "event_unknown"
    await drive(bench, record.id, after=TELL_AFTER)
    assert [told.state for told in bench.teller.told] == [RecordState.UNKNOWN]
    again = await bench.event_records.submit(a_birth(key="V1:0", confirmed=frozenset({str(record.id)})))
    await drive(bench, again.id)
    assert (await record_of(bench, again.id)).state is RecordState.RECORDED


async def test_what_vitable_refuses_is_not_recorded_and_its_words_are_kept_until_they_are_told(bench: Bench) -> None:
    bench.wire.mishaps = [answering(422, json={"message": "Too long ago", "trace_id": "tr_1"})]
    record = await sent(bench)
    assert standing(record) == (RecordState.NOT_RECORDED, RecordOutcome.REFUSED)
    assert (record.message, record.trace_id) == ("Too long ago", "tr_1")
    await drive(bench, record.id, after=TELL_AFTER)
    assert [told.message for told in bench.teller.told] == ["Too long ago"]
    assert (await record_of(bench, record.id)).message is None


async def test_a_conflict_without_an_event_is_a_refusal(bench: Bench) -> None:
    bench.wire.mishaps = [answering(409)]
    assert standing(await sent(bench)) == (RecordState.NOT_RECORDED, RecordOutcome.CONFLICT)


async def test_a_success_that_cannot_be_read_and_never_shows_stays_a_success(bench: Bench) -> None:
    bench.wire.mishaps = [answering(200, content=b"{")]
    record = await sent(bench)
    assert standing(record) == (RecordState.CHECKING, RecordOutcome.DONE_UNREADABLE)
    await drive(bench, record.id, after=LIMITS.readback_settle)
    settled = await record_of(bench, record.id)
    assert (*standing(settled), settled.event_id) == (RecordState.RECORDED, RecordOutcome.DONE_UNREADABLE, None)


@pytest.mark.parametrize("mishap", [failing(httpx.ConnectError("no")), answering(429, headers={"Retry-After": "3"})])
async def test_what_was_certainly_not_processed_is_sent_again_by_itself(bench: Bench, mishap: object) -> None:
    bench.wire.mishaps = [mishap]  # type: ignore[list-item]
    record = await sent(bench)
    assert (record.state, record.notes) == (RecordState.WAITING, "A daughter")
    await drive(bench, record.id, after=4)
    assert (await record_of(bench, record.id)).state is RecordState.RECORDED
    assert (len(bench.wire.posts), len(made(bench))) == (2, 1)


async def test_after_half_an_hour_without_a_connection_it_gives_up_and_says_so(bench: Bench) -> None:
    bench.wire.mishaps = [failing(httpx.ConnectError("no"))] * 2
    record = await sent(bench)
    await drive(bench, record.id, after=PATIENCE.total_seconds() + 1)
    assert standing(await record_of(bench, record.id)) == (RecordState.NOT_RECORDED, RecordOutcome.NOT_REACHED)


async def test_an_event_that_somebody_else_recorded_meanwhile_is_taken_and_nothing_is_sent(bench: Bench) -> None:
    record = await bench.event_records.submit(a_birth())
    somebody_records(bench, record)
    await drive(bench, record.id)
    settled = await record_of(bench, record.id)
    assert (*standing(settled), settled.event_id) == (RecordState.RECORDED, RecordOutcome.FOUND, made(bench)[0])
    assert bench.wire.posts == []


async def test_a_server_that_writes_kinds_otherwise_is_understood(bench: Bench) -> None:
    bench.wire.mishaps = [answering(502)]
    record = await bench.event_records.submit(a_birth(event_type="Job Loss"))
    await drive(bench, record.id)
    somebody_records(bench, record)
    bench.world.events[made(bench)[0]]["event_type"] = "job_loss"
    await drive(bench, record.id, after=5)
    assert standing(await record_of(bench, record.id)) == (RecordState.RECORDED, RecordOutcome.FOUND)


async def test_while_sending_is_switched_off_nothing_is_sent(one_engine: AsyncEngine) -> None:
    paused = Limits(timeout=30, readback_settle=90, max_concurrent=8, paused=True)
    async with open_bench(one_engine, paused) as bench:
        record = await bench.event_records.submit(a_birth())
        assert await drive(bench, record.id) is None
        assert bench.wire.posts == []
        assert bench.event_records.is_paused
    async with open_bench(one_engine) as bench:
        bench.clock.pass_(HOLD_WAIT)
        assert await bench.event_driver.sweep() == 1
        await drive(bench, record.id)
        assert len(made(bench)) == 1


async def test_the_limit_on_calls_under_way_counts_life_events_and_reissues_together(
    one_engine: AsyncEngine,
) -> None:
    one = Limits(timeout=30, readback_settle=90, max_concurrent=1)
    async with open_bench(one_engine, one) as bench:
        record, approved = await bench.event_records.submit(a_birth()), await bench.approved()

        async def drive_the_other(_: httpx.Request) -> None:
            bench.wire.watchers.clear()
            await bench.driver.advance(approved.id)

        bench.wire.watchers.append(drive_the_other)
        await drive(bench, record.id)
        assert [post.url.path.rsplit("/", 1)[-1] for post in bench.wire.posts] == ["qualifying-life-events"]
        await bench.drive(approved.id)
        assert len(bench.world.reissues) == 1


async def test_the_outcome_is_kept_over_a_database_outage(bench: Bench) -> None:
    async def go_away(carry: Carry, request: httpx.Request) -> httpx.Response:
        bench.store.outages = 2
        return await carry(request)

    bench.wire.mishaps = [go_away]
    assert (await sent(bench)).state is RecordState.RECORDED


async def test_a_claim_whose_answer_is_lost_is_not_sent_and_tried_again(bench: Bench) -> None:
    record = await bench.event_records.submit(a_birth())
    bench.store.lost_answers = 1
    await drive(bench, record.id)
    assert bench.wire.posts == []
    await drive(bench, record.id, after=5)
    assert len(made(bench)) == 1


async def test_a_claim_that_took_more_than_a_second_is_not_sent(bench: Bench) -> None:
    record = await bench.event_records.submit(a_birth())
    bench.clock.moves_by = timedelta(seconds=2)
    await bench.event_driver.advance(record.id)
    assert bench.wire.posts == []
    bench.clock.moves_by = timedelta(0)
    await drive(bench, record.id, after=30)
    assert len(made(bench)) == 1


async def test_the_requester_is_told_once_unless_the_form_showed_it(bench: Bench) -> None:
    record = await sent(bench)
    assert bench.teller.told == []
    bench.teller.takes = False
    await drive(bench, record.id, after=TELL_AFTER)
    bench.teller.takes = True
    bench.clock.pass_(TELL_AGAIN)
    assert await bench.event_driver.sweep() == 1
    assert await drive(bench, record.id) is None
    assert await drive(bench, record.id, after=TELL_AGAIN) is None
    assert [told.event_id for told in bench.teller.told] == [record.event_id]


async def test_after_a_restored_backup_it_is_only_read_back(bench: Bench, one_engine: AsyncEngine) -> None:
    record = await bench.event_records.submit(a_birth())
    assert await RestoredBackup(bench.store, bench.clock).read_events_back() == 1
    assert await RestoredBackup(bench.store, bench.clock).read_events_back() == 0
    somebody_records(bench, record)
    await drive(bench, record.id)
    assert standing(await record_of(bench, record.id)) == (RecordState.RECORDED, RecordOutcome.FOUND)
    assert bench.wire.posts == []
    assert [kind for kind, _ in await lines(one_engine)] == ["event_asked", "event_held", "event_recorded"]


async def test_forgetting_waits_for_the_result_and_then_removes_the_row(bench: Bench) -> None:
    record, forgetting = await bench.event_records.submit(a_birth()), Forgetting(bench.store, bench.clock)
    assert (await forgetting.forget(EmployeeId(TOM))).open_events == 1
    await drive(bench, record.id)
    await drive(bench, record.id, after=TELL_AFTER)
    assert (await forgetting.forget(EmployeeId(TOM))).events == 1
    async with bench.store.reading() as work:
        assert await work.event_records.get(record.id) is None


async def test_retention_removes_what_was_settled_long_ago(bench: Bench) -> None:
    record = await sent(bench)
    await drive(bench, record.id, after=TELL_AFTER)
    retention = Retention(bench.store, bench.clock, timedelta(days=30))
    bench.clock.at = NOW + timedelta(days=30)
    await retention.blank_due()
    assert (await record_of(bench, record.id)).member_id == TOMS
    bench.clock.pass_(60)
    await retention.blank_due()
    async with bench.store.reading() as work:
        assert await work.event_records.get(record.id) is None
