"""Asking, answering, changing: who may, which texts are kept, and that earlier approvals become void."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.actions.revise import Edit
from approvals.errors import ChangedSinceSeen, InvalidSubmission, NotAnApprover, NotYourRequest, OwnRequest, Refusal
from approvals.model.choices import Obstacle
from approvals.model.event import EventKind
from approvals.model.remark import RemarkKind
from approvals.model.request import ReissueRequest, RequestWarning
from approvals.model.routing import SOLE
from approvals.model.status import RequestStatus
from approvals.model.transitions import NoLongerPossible
from tests.approvals.ada import ADAS_BIRTH, ADAS_MEDICAL
from tests.approvals.bench import Bench, open_bench
from tests.approvals.people import MANAGERS, MARCUS, NINA, PRIYA, ZOE, at_home
from tests.approvals.wire import answering

pytestmark = pytest.mark.anyio

Try = Callable[[Bench, ReissueRequest], Awaitable[object]]

QUESTION, ANSWER, REASON = "Is the certificate there?", "Since Monday.", "Ada's daughter was born."
MARRIAGE = "qle_ada_lovelace_marriage"


@pytest.fixture
async def two_needed(either_engine: AsyncEngine) -> AsyncIterator[Bench]:
    """A desk where two have to agree."""
    async with open_bench(either_engine, approvals_required=2) as opened:
        yield opened


def marries(bench: Bench, **facts: str) -> None:
    """Ada has another life event."""
    married = {"id": MARRIAGE, "event_type": "Marriage", **facts}
    bench.world.events[MARRIAGE] = bench.world.events[ADAS_BIRTH] | married


async def asked(bench: Bench) -> ReissueRequest:
    """A request about which Marcus has asked."""
    submitted = await bench.submit()
    return await bench.questions.ask(at_home(MARCUS), submitted.id, 1, QUESTION)


async def test_a_question_is_kept_and_the_request_waits_for_its_requester(either_bench: Bench) -> None:
    waiting = await asked(either_bench)
    assert (waiting.status, waiting.revision) == (RequestStatus.NEEDS_INFO, 1)
    assert await either_bench.remarks(waiting.id) == [(RemarkKind.QUESTION, QUESTION)]
    event = (await either_bench.events(waiting.id))[-1]
    assert (event.kind, event.codes) == (EventKind.ASKED, {"revision": 1, "ground": MANAGERS, "members": 6})
    with pytest.raises(NoLongerPossible):
        await either_bench.decisions.approve(at_home(PRIYA), waiting.id, 1)


async def test_an_answer_makes_a_new_revision_and_earlier_approvals_do_not_count(two_needed: Bench) -> None:
    submitted = await two_needed.submit()
    await two_needed.decisions.approve(at_home(MARCUS), submitted.id, 1)
    await two_needed.questions.ask(at_home(PRIYA), submitted.id, 1, QUESTION)
    await two_needed.revisions.revise(at_home(NINA), submitted.id, 1, Edit(reason=REASON, answer=ANSWER))
    stored = await two_needed.request(submitted.id)
    assert (stored.status, stored.revision, stored.approvals) == (RequestStatus.PENDING, 2, ())
    assert await two_needed.remarks(submitted.id) == [(RemarkKind.QUESTION, QUESTION), (RemarkKind.ANSWER, ANSWER)]
    assert (await two_needed.events(submitted.id))[-1].codes == {
        "revision": 2,
        "changed": "",
        "void": 1,
        "likeness": "unproven",
    }
    with pytest.raises(ChangedSinceSeen):
        await two_needed.decisions.approve(at_home(PRIYA), submitted.id, 1)
    for who in (MARCUS, PRIYA):
        await two_needed.decisions.approve(at_home(who), submitted.id, 2)
    assert (await two_needed.request(submitted.id)).status is RequestStatus.APPLYING


async def test_what_an_answer_changes_is_named_and_the_earlier_reason_is_kept(bench: Bench) -> None:
    marries(bench, status="pending", enrollment_window_end="2026-12-01")
    waiting = await asked(bench)
    edit = Edit(reason=" Ada got married. ", qle_id=MARRIAGE, answer=ANSWER)
    changed = await bench.revisions.revise(at_home(NINA), waiting.id, 1, edit)
    assert (changed.reason, changed.qle_id, str(changed.deadline)) == ("Ada got married.", MARRIAGE, "2026-12-01")
    assert changed.warnings == (RequestWarning.QLE_PENDING,)
    event = (await bench.events(waiting.id))[-1]
    assert (event.kind, event.codes["changed"]) == (EventKind.ANSWERED, "reason,qle,warnings")
    assert (RemarkKind.EARLIER_REASON, REASON) in await bench.remarks(waiting.id)
    assert not {ANSWER, REASON, QUESTION} & set(str(await bench.events(waiting.id)).split("'"))


async def test_the_requester_changes_unasked_what_one_has_approved_and_it_waits_for_two_again(
    two_needed: Bench,
) -> None:
    submitted = await two_needed.submit()
    await two_needed.decisions.approve(at_home(MARCUS), submitted.id, 1)
    edited = await two_needed.revisions.revise(at_home(NINA), submitted.id, 1, Edit(reason="Twins"))
    assert (edited.status, edited.revision, edited.approvals) == (RequestStatus.PENDING, 2, ())
    event = (await two_needed.events(submitted.id))[-1]
    assert event.kind is EventKind.EDITED
    assert event.codes == {"revision": 2, "changed": "reason", "void": 1, "likeness": "unproven"}
    assert await two_needed.remarks(submitted.id) == [(RemarkKind.EARLIER_REASON, REASON)]
    assert two_needed.drivers.started == [submitted.id] * 3


async def test_a_change_that_changes_nothing_voids_nothing(bench: Bench) -> None:
    submitted = await bench.submit()
    with pytest.raises(InvalidSubmission) as refusal:
        await bench.revisions.revise(at_home(NINA), submitted.id, 1, Edit(reason=REASON, qle_id=ADAS_BIRTH))
    assert (refusal.value.field, refusal.value.code) == ("reason", "unchanged")
    assert (await bench.request(submitted.id)).revision == 1


async def test_warnings_are_of_the_day_of_the_answer(bench: Bench) -> None:
    waiting = await asked(bench)
    bench.world.events[ADAS_BIRTH]["status"] = "pending"
    answered = await bench.revisions.revise(at_home(NINA), waiting.id, 1, Edit(reason=REASON, answer=ANSWER))
    assert answered.warnings == (RequestWarning.QLE_PENDING,)


@pytest.mark.parametrize(("window_end", "is_late"), [("2026-11-05", False), ("2026-11-04", True)])
async def test_an_answer_after_the_window_does_not_make_the_request_late(
    bench: Bench, window_end: str, *, is_late: bool
) -> None:
    waiting = await asked(bench)
    bench.world.events[ADAS_BIRTH]["enrollment_window_end"] = window_end
    bench.clock.pass_(5 * 86_400)
    answered = await bench.revisions.revise(at_home(NINA), waiting.id, 1, Edit(reason=REASON, answer=ANSWER))
    assert answered.warnings == ((RequestWarning.WINDOW_CLOSED,) if is_late else ())
    assert (answered.asked_on, answered.is_asked_late) == (waiting.asked_on, is_late)


async def test_for_another_life_event_the_day_of_the_change_counts(bench: Bench) -> None:
    marries(bench)
    submitted = await bench.submit()
    bench.clock.pass_(3 * 86_400)
    changed = await bench.revisions.revise(at_home(NINA), submitted.id, 1, Edit(reason=REASON, qle_id=MARRIAGE))
    assert changed.asked_on == submitted.asked_on + timedelta(days=3)
    assert changed.lapses_on == submitted.lapses_on


async def test_back_at_the_submitted_life_event_the_day_of_the_request_counts_again(bench: Bench) -> None:
    marries(bench)
    bench.world.events[ADAS_BIRTH]["enrollment_window_end"] = "2026-11-06"
    submitted = await bench.submit()
    bench.clock.pass_(3 * 86_400)
    await bench.revisions.revise(at_home(NINA), submitted.id, 1, Edit(reason=REASON, qle_id=MARRIAGE))
    back = await bench.revisions.revise(at_home(NINA), submitted.id, 2, Edit(reason=REASON, qle_id=ADAS_BIRTH))
    assert (back.asked_on, back.deadline) == (submitted.asked_on, submitted.deadline)
    assert (back.is_asked_late, back.warnings) == (False, ())


async def test_while_vitable_is_away_the_life_event_stays_and_another_cannot_be_chosen(bench: Bench) -> None:
    marries(bench)
    waiting = await asked(bench)
    bench.wire.reading = answering(503)
    draft = await bench.revisions.could_answer(at_home(NINA), waiting.id, 1)
    assert (draft.qles, draft.question and draft.question.text) == (Obstacle.API_SERVER_ERROR, QUESTION)
    with pytest.raises(InvalidSubmission) as refusal:
        await bench.revisions.revise(at_home(NINA), waiting.id, 1, Edit(reason=REASON, qle_id=MARRIAGE, answer=ANSWER))
    assert (refusal.value.field, refusal.value.code) == ("qle", "api_server_error")
    answered = await bench.revisions.revise(at_home(NINA), waiting.id, 1, Edit(reason=REASON, answer=ANSWER))
    assert answered.qle == waiting.qle


async def test_the_form_offers_life_events_that_were_not_denied_the_current_one_first(bench: Bench) -> None:
    marries(bench)
    bench.world.events["qle_denied"] = bench.world.events[ADAS_BIRTH] | {"id": "qle_denied", "status": "denied"}
    submitted = await bench.submit(qle_id=MARRIAGE)
    draft = await bench.revisions.could_change(at_home(NINA), submitted.id, 1)
    assert isinstance(draft.qles, tuple)
    assert draft.qles[0].id == MARRIAGE
    assert {qle.id for qle in draft.qles} == {ADAS_BIRTH, MARRIAGE}


@pytest.mark.parametrize(("facts", "code"), [({"status": "denied"}, "qle_denied"), ({}, "unknown_id")])
async def test_a_life_event_that_was_denied_or_is_gone_cannot_be_sent_again(
    bench: Bench, facts: dict[str, str], code: str
) -> None:
    waiting = await asked(bench)
    if facts:
        bench.world.events[ADAS_BIRTH].update(facts)
    else:
        del bench.world.events[ADAS_BIRTH]
    with pytest.raises(InvalidSubmission) as refusal:
        await bench.revisions.revise(at_home(NINA), waiting.id, 1, Edit(reason=REASON, answer=ANSWER))
    assert (refusal.value.field, refusal.value.code) == ("qle", code)


@pytest.mark.parametrize(("text", "code"), [(" \0", "required"), ("x" * 501, "too_long")])
async def test_questions_answers_and_reasons_have_to_be_there_and_to_fit(bench: Bench, text: str, code: str) -> None:
    waiting = await asked(bench)
    tries: dict[str, Awaitable[object]] = {
        "question": bench.questions.ask(at_home(MARCUS), waiting.id, 1, text),
        "answer": bench.revisions.revise(at_home(NINA), waiting.id, 1, Edit(reason=REASON, answer=text)),
        "reason": bench.revisions.revise(at_home(NINA), waiting.id, 1, Edit(reason=text, answer=ANSWER)),
    }
    for field, attempt in tries.items():
        with pytest.raises(InvalidSubmission) as refusal:
            await attempt
        assert (refusal.value.field, refusal.value.code) == (field, code)


async def test_why_it_was_withdrawn_is_kept_and_may_be_left_out(bench: Bench) -> None:
    first = await bench.submit()
    with pytest.raises(InvalidSubmission):
        await bench.decisions.withdraw(at_home(NINA), first.id, "x" * 501)
    await bench.decisions.withdraw(at_home(NINA), first.id, " Ada changed her mind. ")
    second = await bench.submit(key="V0SECOND")
    await bench.decisions.withdraw(at_home(NINA), second.id)
    assert await bench.remarks(first.id) == [(RemarkKind.WITHDRAWAL, "Ada changed her mind.")]
    assert await bench.remarks(second.id) == []


async def test_a_repeated_answer_changes_nothing_more(bench: Bench) -> None:
    waiting = await asked(bench)
    edit = Edit(reason="Twins", answer=ANSWER)
    await bench.revisions.revise(at_home(NINA), waiting.id, 1, edit)
    with pytest.raises(NoLongerPossible):
        await bench.revisions.revise(at_home(NINA), waiting.id, 1, edit)
    await bench.questions.ask(at_home(MARCUS), waiting.id, 2, "And now?")
    with pytest.raises(ChangedSinceSeen):
        await bench.revisions.revise(at_home(NINA), waiting.id, 1, edit)
    assert [kind for kind, _ in await bench.remarks(waiting.id)].count(RemarkKind.ANSWER) == 1


EDIT = Edit(reason="Twins")
WITH_ANSWER = Edit(reason="Twins", answer=ANSWER)

REFUSED: list[tuple[Try, type[Refusal], str]] = [
    (lambda bench, one: bench.questions.ask(at_home(ZOE), one.id, 1, QUESTION), NotAnApprover, "asked"),
    (lambda bench, one: bench.questions.ask(at_home(NINA), one.id, 1, QUESTION), OwnRequest, "asked"),
    (lambda bench, one: bench.questions.ask(at_home(MARCUS), one.id, 2, QUESTION), ChangedSinceSeen, "asked"),
    (lambda bench, one: bench.questions.could_ask(at_home(ZOE), one.id, 1), NotAnApprover, "asked"),
    (lambda bench, one: bench.revisions.revise(at_home(MARCUS), one.id, 1, EDIT), NotYourRequest, "edited"),
    (lambda bench, one: bench.revisions.revise(at_home(NINA), one.id, 2, EDIT), ChangedSinceSeen, "edited"),
    (lambda bench, one: bench.revisions.could_change(at_home(MARCUS), one.id, 1), NotYourRequest, "edited"),
    (lambda bench, one: bench.revisions.revise(at_home(MARCUS), one.id, 1, WITH_ANSWER), NotYourRequest, "answered"),
    (lambda bench, one: bench.revisions.revise(at_home(NINA), one.id, 1, WITH_ANSWER), NoLongerPossible, "answered"),
    (lambda bench, one: bench.revisions.could_answer(at_home(MARCUS), one.id, 1), NotYourRequest, "answered"),
    (lambda bench, one: bench.decisions.could_withdraw(at_home(MARCUS), one.id), NotYourRequest, "withdrawn"),
]


async def test_a_refusal_is_written_down_and_changes_nothing_else(bench: Bench) -> None:
    bench.directory.groups[MANAGERS].add(NINA)
    submitted = await bench.submit()
    for attempt, why, wanted in REFUSED:
        with pytest.raises(why):
            await attempt(bench, submitted)
        event = (await bench.events(submitted.id))[-1]
        assert (event.kind, event.codes) == (EventKind.REFUSED, {"wanted": wanted, "why": why.__name__, "revision": 1})
    assert (await bench.request(submitted.id)).version == 1
    assert await bench.remarks(submitted.id) == []


async def test_who_may_not_change_it_has_nothing_read_for_them(bench: Bench) -> None:
    submitted = await bench.submit()
    before = len(bench.wire.reads)
    with pytest.raises(NotYourRequest):
        await bench.revisions.revise(at_home(MARCUS), submitted.id, 1, Edit(reason="Mine now", qle_id=MARRIAGE))
    assert len(bench.wire.reads) == before


async def test_a_request_that_waits_for_an_answer_can_be_denied_and_then_the_answer_is_refused(bench: Bench) -> None:
    waiting = await asked(bench)
    denied = await bench.decisions.deny(at_home(PRIYA), waiting.id, 1, "Too late")
    assert denied.status is RequestStatus.DENIED
    with pytest.raises(NoLongerPossible):
        await bench.revisions.revise(at_home(NINA), waiting.id, 1, WITH_ANSWER)


async def test_changing_a_request_wins_no_time_beyond_the_days_every_request_has(bench: Bench) -> None:
    marries(bench, enrollment_window_end="2027-06-30")
    submitted = await bench.submit()
    ttl = bench.submissions.authority.routes.named[SOLE].request_ttl_days
    bench.clock.pass_(3 * 86_400)
    changed = await bench.revisions.revise(at_home(NINA), submitted.id, 1, Edit(reason=REASON, qle_id=MARRIAGE))
    assert changed.deadline == submitted.submitted_at.date() + timedelta(days=ttl)


async def test_a_life_event_whose_window_has_ended_does_not_let_the_request_expire_at_once(bench: Bench) -> None:
    submitted = await bench.submit()
    bench.clock.pass_(3 * 86_400)
    ended = bench.clock.today() - timedelta(days=1)
    marries(bench, enrollment_window_end=ended.isoformat())
    changed = await bench.revisions.revise(at_home(NINA), submitted.id, 1, Edit(reason=REASON, qle_id=MARRIAGE))
    assert changed.warnings == (RequestWarning.WINDOW_CLOSED,)
    assert changed.deadline is not None
    assert changed.deadline > bench.clock.today()


def needs_no_event(bench: Bench) -> None:
    """Ada's enrollment can be reissued without a life event, as in open enrollment."""
    bench.world.connect6.odd[ADAS_MEDICAL] = {"requires_qle_for_reissue": False}


async def test_where_no_event_is_needed_a_change_can_take_it_out_and_put_it_back(bench6: Bench) -> None:
    needs_no_event(bench6)
    submitted = await bench6.submit()
    edit = Edit(reason=REASON, without_event=True)
    without = await bench6.revisions.revise(at_home(NINA), submitted.id, 1, edit)
    assert (without.qle, without.revision) == (None, 2)
    back = await bench6.revisions.revise(at_home(NINA), submitted.id, 2, Edit(reason=REASON, qle_id=ADAS_BIRTH))
    assert back.qle_id == ADAS_BIRTH


async def test_where_an_event_is_needed_a_change_cannot_take_it_out(bench6: Bench) -> None:
    submitted = await bench6.submit()
    with pytest.raises(InvalidSubmission) as refused:
        await bench6.revisions.revise(at_home(NINA), submitted.id, 1, Edit(reason=REASON, without_event=True))
    assert (refused.value.field, refused.value.code) == ("qle", "required")


async def test_a_sent_change_that_took_the_event_out_names_none_in_the_call(bench6: Bench) -> None:
    needs_no_event(bench6)
    submitted = await bench6.submit()
    await bench6.revisions.revise(at_home(NINA), submitted.id, 1, Edit(reason=REASON, without_event=True))
    await bench6.decisions.approve(at_home(MARCUS), submitted.id, 2)
    await bench6.drive(submitted.id)
    (sent,) = bench6.wire.posts
    assert sent.content == b'{"reason":"Ada\'s daughter was born.","ticket_number":"R-1"}'
