"""The brake and the restored backup: nothing is sent, every card says it, and nothing is sent again by itself."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.errors import TooEarly
from approvals.model.attempt import AttemptState
from approvals.model.event import THE_BOT, THE_OPERATOR, EventKind
from approvals.model.request import ProblemCode, ReissueRequest
from approvals.model.status import RequestStatus
from approvals.rules import lifecycle
from approvals.rules.pace import HOLD_WAIT
from approvals.upkeep.restore import RestoredBackup
from benefits.outcome import OutcomeKind
from tests.approvals.ada import ADAS_MEDICAL
from tests.approvals.bench import LIMITS, Bench, open_bench
from tests.approvals.people import PRIYA, at_home
from tests.approvals.situations import abandoned, standing
from tests.approvals.wire import failing
from tests.builders import an_attempt, the_call_of

pytestmark = pytest.mark.anyio

UNKNOWN_AFTER_RESTORE = (RequestStatus.UNKNOWN, ProblemCode.RESTORED)


@pytest.fixture
async def braked(one_engine: AsyncEngine) -> AsyncIterator[Bench]:
    """A bench with sending switched off."""
    async with open_bench(one_engine, replace(LIMITS, paused=True)) as bench:
        yield bench


async def give_up(bench: Bench, request: ReissueRequest) -> None:
    """A person is asked although the outcome has not settled yet."""
    await bench.drive(request.id)
    async with bench.store.writing() as work:
        current = await work.requests.get(request.id)
        await work.requests.save(lifecycle.give_up(current, bench.clock.now()))
        await work.commit()


async def held(bench: Bench) -> list[ReissueRequest]:
    """What the operator's command holds."""
    return await RestoredBackup(bench.store, bench.clock).mark_unknown()


def of(bench: Bench, person: str) -> dict[str, str]:
    """The fields of a submission about another person."""
    qle = next(event["id"] for event in bench.world.events.values() if event["employee_id"] == f"empl_{person}")
    return {"key": person, "employee_id": f"empl_{person}", "enrollment_id": f"enrl_{person}_medical", "qle_id": qle}


async def sent_after_the_backup(bench: Bench) -> ReissueRequest:
    """A request that was being applied when the backup was taken, and was sent after that."""
    approved = await bench.approved()
    await bench.benefits.reissue(the_call_of(approved))
    await held(bench)
    return approved


async def test_while_sending_is_switched_off_an_approved_request_waits_and_says_so(braked: Bench) -> None:
    approved = await braked.approved()
    assert await braked.drive(approved.id) is None
    waiting = await braked.request(approved.id)
    assert (waiting.status, waiting.on_hold) == (RequestStatus.APPLYING, True)
    assert waiting.next_at == braked.clock.now() + timedelta(seconds=HOLD_WAIT)
    event = (await braked.events(approved.id))[-1]
    assert (event.kind, event.actor) == (EventKind.PAUSED, THE_BOT)
    await braked.drive_after(HOLD_WAIT, approved.id)
    assert (await braked.kinds(approved.id)).count(EventKind.PAUSED) == 1
    assert braked.wire.posts == []


async def test_switched_on_again_it_is_sent_once(bench: Bench) -> None:
    paused = await bench.stored(status=RequestStatus.APPLYING, version=3, on_hold=True)
    await bench.drive(paused.id)
    done = await bench.request(paused.id)
    assert (done.status, done.on_hold) == (RequestStatus.REISSUED, False)
    assert (await bench.kinds(paused.id))[:2] == [EventKind.RESUMED, EventKind.ATTEMPTED]
    assert len(bench.wire.posts) == 1


async def test_an_attempt_under_way_when_sending_is_switched_off_is_still_settled(braked: Bench) -> None:
    sending = braked.clock.now() - timedelta(hours=1)
    attempt = an_attempt(state=AttemptState.SENDING, started_at=sending, outcome=None)
    request = await braked.stored(attempt, status=RequestStatus.APPLYING, version=2)
    await braked.drive(request.id)
    (settled,) = await braked.attempts(request.id)
    assert (settled.state, settled.outcome) == (AttemptState.FINISHED, OutcomeKind.UNKNOWN)


async def test_after_a_restore_only_requests_that_were_being_applied_are_unknown(either_bench: Bench) -> None:
    approved = await either_bench.approved()
    waiting = await either_bench.submit(**of(either_bench, "sean_obrien"))
    either_bench.drivers.started.clear()
    (unknown,) = await held(either_bench)
    assert unknown.id == approved.id
    assert await standing(either_bench, approved) == UNKNOWN_AFTER_RESTORE
    assert await standing(either_bench, waiting) == (RequestStatus.PENDING, None)
    event = (await either_bench.events(approved.id))[-1]
    assert (event.kind, event.actor) == (EventKind.HELD, THE_OPERATOR)
    async with either_bench.store.writing() as work:
        due = await work.requests.claim_due(either_bench.clock.now(), timedelta(seconds=60), 10)
    assert list(due) == [approved.id]
    assert either_bench.drivers.started == []


async def test_holding_twice_changes_nothing_more(bench: Bench) -> None:
    await bench.approved()
    assert len(await held(bench)) == 1
    assert await held(bench) == []


async def test_an_attempt_that_was_under_way_in_the_backup_is_settled_as_unknown(bench: Bench) -> None:
    request = await abandoned(bench)
    await held(bench)
    (attempt,) = await bench.attempts(request.id)
    assert (attempt.state, attempt.outcome) == (AttemptState.FINISHED, OutcomeKind.UNKNOWN)


async def test_checking_finds_a_reissue_sent_after_the_backup_though_no_attempt_is_written_down(bench: Bench) -> None:
    request = await sent_after_the_backup(bench)
    await bench.resolutions.check(at_home(PRIYA), request.id)
    await bench.drive(request.id)
    done = await bench.request(request.id)
    assert (done.status, done.summary and done.summary.id) == (RequestStatus.REISSUED, f"{ADAS_MEDICAL}_r1")
    assert len(bench.wire.posts) == 1


async def test_checking_does_not_take_an_enrollment_from_before_the_request_for_its_effect(bench: Bench) -> None:
    ours = bench.world.enrollments[ADAS_MEDICAL]
    earlier = bench.clock.now() - timedelta(days=30)
    bench.world.enrollments["enrl_waived"] = {**ours, "id": "enrl_waived", "created_at": earlier.isoformat()}
    approved = await bench.approved()
    await held(bench)
    await bench.resolutions.check(at_home(PRIYA), approved.id)
    await bench.drive_after(LIMITS.readback_settle, approved.id)
    assert await standing(bench, approved) == UNKNOWN_AFTER_RESTORE


async def test_sent_again_after_a_restore_it_is_not_sent_when_it_took_effect_since_the_backup(bench: Bench) -> None:
    request = await sent_after_the_backup(bench)
    bench.clock.pass_(LIMITS.readback_settle)
    await bench.resolutions.send_again(at_home(PRIYA), request.id)
    await bench.drive(request.id)
    assert await standing(bench, request) == (RequestStatus.FAILED, ProblemCode.CHANGED_SINCE_APPROVAL)
    assert len(bench.wire.posts) == 1


@pytest.mark.parametrize("restored", [True, False], ids=["restored", "lost"])
async def test_sending_again_is_refused_until_an_earlier_try_cannot_be_at_work_any_more(
    bench: Bench, restored: bool
) -> None:
    bench.wire.mishaps.append(failing(TimeoutError()))
    request = await bench.approved()
    if restored:
        await held(bench)
        began = bench.clock.now()
    else:
        await give_up(bench, request)
        began = (await bench.attempts(request.id))[0].started_at
    with pytest.raises(TooEarly) as refusal:
        await bench.resolutions.send_again(at_home(PRIYA), request.id)
    assert refusal.value.possible_at == began + timedelta(seconds=LIMITS.readback_settle)
    assert (await bench.events(request.id))[-1].codes == {"wanted": "sent_again", "why": "TooEarly", "revision": 1}
    bench.clock.at = refusal.value.possible_at
    await bench.resolutions.send_again(at_home(PRIYA), request.id)
    assert (await bench.request(request.id)).status is RequestStatus.APPLYING
