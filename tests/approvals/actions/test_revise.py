"""Asking, answering, changing: who may, what is kept of it, and what becomes of approvals given before."""

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
from approvals.model.status import RequestStatus
from approvals.model.transitions import NoLongerPossible
from tests.approvals.desk import ADAS_BIRTH, Desk, open_desk
from tests.approvals.people import MANAGERS, MARCUS, NINA, PRIYA, ZOE, at_home
from tests.approvals.wire import answering

pytestmark = pytest.mark.anyio

Try = Callable[[Desk, ReissueRequest], Awaitable[object]]

QUESTION, ANSWER, REASON = "Is the certificate there?", "Since Monday.", "Ada's daughter was born."
MARRIAGE = "qle_ada_lovelace_marriage"


@pytest.fixture
async def two_needed(either_engine: AsyncEngine) -> AsyncIterator[Desk]:
    """A desk where two have to agree."""
    async with open_desk(either_engine, approvals_required=2) as opened:
        yield opened


def marries(desk: Desk, **facts: str) -> None:
    """Ada has another life event."""
    married = {"id": MARRIAGE, "event_type": "Marriage", **facts}
    desk.world.events[MARRIAGE] = desk.world.events[ADAS_BIRTH] | married


async def asked(desk: Desk) -> ReissueRequest:
    """A request about which Marcus has asked."""
    submitted = await desk.submit()
    return await desk.questions.ask(at_home(MARCUS), submitted.id, 1, QUESTION)


async def test_a_question_is_kept_and_the_request_waits_for_its_requester(either_desk: Desk) -> None:
    waiting = await asked(either_desk)
    assert (waiting.status, waiting.revision) == (RequestStatus.NEEDS_INFO, 1)
    assert await either_desk.remarks(waiting.id) == [(RemarkKind.QUESTION, QUESTION)]
    event = (await either_desk.events(waiting.id))[-1]
    assert (event.kind, event.codes) == (EventKind.ASKED, {"revision": 1, "ground": MANAGERS})
    with pytest.raises(NoLongerPossible):
        await either_desk.decisions.approve(at_home(PRIYA), waiting.id, 1)


async def test_an_answer_makes_a_new_revision_and_earlier_approvals_do_not_count(two_needed: Desk) -> None:
    submitted = await two_needed.submit()
    await two_needed.decisions.approve(at_home(MARCUS), submitted.id, 1)
    await two_needed.questions.ask(at_home(PRIYA), submitted.id, 1, QUESTION)
    await two_needed.revisions.revise(at_home(NINA), submitted.id, 1, Edit(reason=REASON, answer=ANSWER))
    stored = await two_needed.request(submitted.id)
    assert (stored.status, stored.revision, stored.approvals) == (RequestStatus.PENDING, 2, ())
    assert await two_needed.remarks(submitted.id) == [(RemarkKind.QUESTION, QUESTION), (RemarkKind.ANSWER, ANSWER)]
    assert (await two_needed.events(submitted.id))[-1].codes == {"revision": 2, "changed": "", "void": 1}
    with pytest.raises(ChangedSinceSeen):
        await two_needed.decisions.approve(at_home(PRIYA), submitted.id, 1)
    for who in (MARCUS, PRIYA):
        await two_needed.decisions.approve(at_home(who), submitted.id, 2)
    assert (await two_needed.request(submitted.id)).status is RequestStatus.APPLYING


async def test_what_an_answer_changes_is_named_and_the_earlier_reason_is_kept(desk: Desk) -> None:
    marries(desk, status="pending", enrollment_window_end="2026-12-01")
    waiting = await asked(desk)
    edit = Edit(reason=" Ada got married. ", qle_id=MARRIAGE, answer=ANSWER)
    changed = await desk.revisions.revise(at_home(NINA), waiting.id, 1, edit)
    assert (changed.reason, changed.qle.id, str(changed.deadline)) == ("Ada got married.", MARRIAGE, "2026-12-01")
    assert changed.warnings == (RequestWarning.QLE_PENDING,)
    event = (await desk.events(waiting.id))[-1]
    assert (event.kind, event.codes["changed"]) == (EventKind.ANSWERED, "reason,qle,warnings")
    assert (RemarkKind.EARLIER_REASON, REASON) in await desk.remarks(waiting.id)
    assert not {ANSWER, REASON, QUESTION} & set(str(await desk.events(waiting.id)).split("'"))


async def test_the_requester_changes_unasked_what_one_has_approved_and_it_waits_for_two_again(two_needed: Desk) -> None:
    submitted = await two_needed.submit()
    await two_needed.decisions.approve(at_home(MARCUS), submitted.id, 1)
    edited = await two_needed.revisions.revise(at_home(NINA), submitted.id, 1, Edit(reason="Twins"))
    assert (edited.status, edited.revision, edited.approvals) == (RequestStatus.PENDING, 2, ())
    event = (await two_needed.events(submitted.id))[-1]
    assert (event.kind, event.codes) == (EventKind.EDITED, {"revision": 2, "changed": "reason", "void": 1})
    assert await two_needed.remarks(submitted.id) == [(RemarkKind.EARLIER_REASON, REASON)]
    assert two_needed.drivers.started == [submitted.id] * 3


async def test_a_change_that_changes_nothing_voids_nothing(desk: Desk) -> None:
    submitted = await desk.submit()
    with pytest.raises(InvalidSubmission) as refusal:
        await desk.revisions.revise(at_home(NINA), submitted.id, 1, Edit(reason=REASON, qle_id=ADAS_BIRTH))
    assert (refusal.value.field, refusal.value.code) == ("reason", "unchanged")
    assert (await desk.request(submitted.id)).revision == 1


async def test_warnings_are_of_the_day_of_the_answer(desk: Desk) -> None:
    waiting = await asked(desk)
    desk.world.events[ADAS_BIRTH]["enrollment_window_end"] = "2026-11-06"
    desk.clock.pass_(5 * 86_400)
    answered = await desk.revisions.revise(at_home(NINA), waiting.id, 1, Edit(reason=REASON, answer=ANSWER))
    assert answered.warnings == (RequestWarning.WINDOW_CLOSED,)


async def test_while_vitable_is_away_the_life_event_stays_and_another_cannot_be_chosen(desk: Desk) -> None:
    marries(desk)
    waiting = await asked(desk)
    desk.wire.reading = answering(503)
    draft = await desk.revisions.could_answer(at_home(NINA), waiting.id, 1)
    assert (draft.qles, draft.question and draft.question.text) == (Obstacle.API_SERVER_ERROR, QUESTION)
    with pytest.raises(InvalidSubmission) as refusal:
        await desk.revisions.revise(at_home(NINA), waiting.id, 1, Edit(reason=REASON, qle_id=MARRIAGE, answer=ANSWER))
    assert (refusal.value.field, refusal.value.code) == ("qle", "api_server_error")
    answered = await desk.revisions.revise(at_home(NINA), waiting.id, 1, Edit(reason=REASON, answer=ANSWER))
    assert answered.qle == waiting.qle


async def test_the_form_offers_what_was_not_denied_the_current_life_event_first(desk: Desk) -> None:
    marries(desk)
    desk.world.events["qle_denied"] = desk.world.events[ADAS_BIRTH] | {"id": "qle_denied", "status": "denied"}
    submitted = await desk.submit(qle_id=MARRIAGE)
    draft = await desk.revisions.could_change(at_home(NINA), submitted.id, 1)
    assert isinstance(draft.qles, tuple)
    assert draft.qles[0].id == MARRIAGE
    assert {qle.id for qle in draft.qles} == {ADAS_BIRTH, MARRIAGE}


@pytest.mark.parametrize(("facts", "code"), [({"status": "denied"}, "qle_denied"), ({}, "unknown_id")])
async def test_a_life_event_that_was_denied_or_is_gone_cannot_be_sent_again(
    desk: Desk, facts: dict[str, str], code: str
) -> None:
    waiting = await asked(desk)
    if facts:
        desk.world.events[ADAS_BIRTH].update(facts)
    else:
        del desk.world.events[ADAS_BIRTH]
    with pytest.raises(InvalidSubmission) as refusal:
        await desk.revisions.revise(at_home(NINA), waiting.id, 1, Edit(reason=REASON, answer=ANSWER))
    assert (refusal.value.field, refusal.value.code) == ("qle", code)


@pytest.mark.parametrize(("text", "code"), [(" \0", "required"), ("x" * 501, "too_long")])
async def test_questions_answers_and_reasons_have_to_be_there_and_to_fit(desk: Desk, text: str, code: str) -> None:
    waiting = await asked(desk)
    tries: dict[str, Awaitable[object]] = {
        "question": desk.questions.ask(at_home(MARCUS), waiting.id, 1, text),
        "answer": desk.revisions.revise(at_home(NINA), waiting.id, 1, Edit(reason=REASON, answer=text)),
        "reason": desk.revisions.revise(at_home(NINA), waiting.id, 1, Edit(reason=text, answer=ANSWER)),
    }
    for field, attempt in tries.items():
        with pytest.raises(InvalidSubmission) as refusal:
            await attempt
        assert (refusal.value.field, refusal.value.code) == (field, code)


async def test_why_it_was_withdrawn_is_kept_and_may_be_left_out(desk: Desk) -> None:
    first = await desk.submit()
    with pytest.raises(InvalidSubmission):
        await desk.decisions.withdraw(at_home(NINA), first.id, "x" * 501)
    await desk.decisions.withdraw(at_home(NINA), first.id, " Ada changed her mind. ")
    second = await desk.submit(key="V0SECOND")
    await desk.decisions.withdraw(at_home(NINA), second.id)
    assert await desk.remarks(first.id) == [(RemarkKind.WITHDRAWAL, "Ada changed her mind.")]
    assert await desk.remarks(second.id) == []


async def test_a_repeated_answer_changes_nothing_more(desk: Desk) -> None:
    waiting = await asked(desk)
    edit = Edit(reason="Twins", answer=ANSWER)
    await desk.revisions.revise(at_home(NINA), waiting.id, 1, edit)
    with pytest.raises(NoLongerPossible):
        await desk.revisions.revise(at_home(NINA), waiting.id, 1, edit)
    await desk.questions.ask(at_home(MARCUS), waiting.id, 2, "And now?")
    with pytest.raises(ChangedSinceSeen):
        await desk.revisions.revise(at_home(NINA), waiting.id, 1, edit)
    assert [kind for kind, _ in await desk.remarks(waiting.id)].count(RemarkKind.ANSWER) == 1


EDIT = Edit(reason="Twins")
WITH_ANSWER = Edit(reason="Twins", answer=ANSWER)

REFUSED: list[tuple[Try, type[Refusal], str]] = [
    (lambda desk, one: desk.questions.ask(at_home(ZOE), one.id, 1, QUESTION), NotAnApprover, "asked"),
    (lambda desk, one: desk.questions.ask(at_home(NINA), one.id, 1, QUESTION), OwnRequest, "asked"),
    (lambda desk, one: desk.questions.ask(at_home(MARCUS), one.id, 2, QUESTION), ChangedSinceSeen, "asked"),
    (lambda desk, one: desk.questions.could_ask(at_home(ZOE), one.id, 1), NotAnApprover, "asked"),
    (lambda desk, one: desk.revisions.revise(at_home(MARCUS), one.id, 1, EDIT), NotYourRequest, "edited"),
    (lambda desk, one: desk.revisions.revise(at_home(NINA), one.id, 2, EDIT), ChangedSinceSeen, "edited"),
    (lambda desk, one: desk.revisions.could_change(at_home(MARCUS), one.id, 1), NotYourRequest, "edited"),
    (lambda desk, one: desk.revisions.revise(at_home(MARCUS), one.id, 1, WITH_ANSWER), NotYourRequest, "answered"),
    (lambda desk, one: desk.revisions.revise(at_home(NINA), one.id, 1, WITH_ANSWER), NoLongerPossible, "answered"),
    (lambda desk, one: desk.revisions.could_answer(at_home(MARCUS), one.id, 1), NotYourRequest, "answered"),
    (lambda desk, one: desk.decisions.could_withdraw(at_home(MARCUS), one.id), NotYourRequest, "withdrawn"),
]


async def test_a_refusal_is_written_down_and_changes_nothing_else(desk: Desk) -> None:
    desk.directory.groups[MANAGERS].add(NINA)
    submitted = await desk.submit()
    for attempt, why, wanted in REFUSED:
        with pytest.raises(why):
            await attempt(desk, submitted)
        event = (await desk.events(submitted.id))[-1]
        assert (event.kind, event.codes) == (EventKind.REFUSED, {"wanted": wanted, "why": why.__name__, "revision": 1})
    assert (await desk.request(submitted.id)).version == 1
    assert await desk.remarks(submitted.id) == []


async def test_who_may_not_change_it_has_nothing_read_for_them(desk: Desk) -> None:
    submitted = await desk.submit()
    before = len(desk.wire.reads)
    with pytest.raises(NotYourRequest):
        await desk.revisions.revise(at_home(MARCUS), submitted.id, 1, Edit(reason="Mine now", qle_id=MARRIAGE))
    assert len(desk.wire.reads) == before


async def test_a_request_that_waits_for_an_answer_can_be_denied_and_then_the_answer_is_refused(desk: Desk) -> None:
    waiting = await asked(desk)
    denied = await desk.decisions.deny(at_home(PRIYA), waiting.id, 1, "Too late")
    assert denied.status is RequestStatus.DENIED
    with pytest.raises(NoLongerPossible):
        await desk.revisions.revise(at_home(NINA), waiting.id, 1, WITH_ANSWER)


async def test_changing_a_request_wins_no_time_beyond_the_days_every_request_has(desk: Desk) -> None:
    marries(desk, enrollment_window_end="2027-06-30")
    submitted = await desk.submit()
    ttl = desk.submissions.authority.policy.request_ttl_days
    desk.clock.pass_(3 * 86_400)
    changed = await desk.revisions.revise(at_home(NINA), submitted.id, 1, Edit(reason=REASON, qle_id=MARRIAGE))
    assert changed.deadline == submitted.submitted_at.date() + timedelta(days=ttl)


async def test_a_life_event_whose_window_has_ended_does_not_let_the_request_expire_at_once(desk: Desk) -> None:
    submitted = await desk.submit()
    desk.clock.pass_(3 * 86_400)
    ended = desk.clock.today() - timedelta(days=1)
    marries(desk, enrollment_window_end=ended.isoformat())
    changed = await desk.revisions.revise(at_home(NINA), submitted.id, 1, Edit(reason=REASON, qle_id=MARRIAGE))
    assert changed.warnings == (RequestWarning.WINDOW_CLOSED,)
    assert changed.deadline is not None
    assert changed.deadline > desk.clock.today()
