"""Who has seen the document of the event: asked of requesters and approvers, and kept with what they said."""

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.actions.revise import Edit
from approvals.errors import DocumentNeeded, InvalidSubmission, NotAnApprover, OwnRequest
from approvals.model.document import DocumentKind, SeenBy, SeenDocument
from approvals.model.event import EventKind
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus, Verb
from approvals.rules.documents import DATE, SEEN, SaidDocument
from approvals.rules.evidence import facts_of
from approvals.upkeep.retention import Retention
from tests.approvals.ada import ADAS_BIRTH, ADAS_DENTAL, ADAS_MEDICAL
from tests.approvals.bench import Bench, open_bench
from tests.approvals.people import MARCUS, NINA, PRIYA, ZOE, at_home
from tests.builders import TODAY

pytestmark = pytest.mark.anyio

SAID = SaidDocument(seen=True, kind="birth_certificate", on=TODAY.isoformat())
LETTER = SaidDocument(seen=True, kind="other", on=TODAY.isoformat(), words="Letter of the midwife")
BOTH = (ADAS_MEDICAL, ADAS_DENTAL)
MARRIAGE = "qle_ada_lovelace_marriage"


def certificate(by: str) -> SeenDocument:
    return SeenDocument(by=by, kind=DocumentKind.BIRTH_CERTIFICATE, on=TODAY)


@pytest.fixture
async def of_requester(either_engine: AsyncEngine) -> AsyncIterator[Bench]:
    async with open_bench(either_engine, seen_by=SeenBy.REQUESTER) as opened:
        yield opened


@pytest.fixture
async def of_approver(either_engine: AsyncEngine) -> AsyncIterator[Bench]:
    async with open_bench(either_engine, seen_by=SeenBy.APPROVER) as opened:
        yield opened


@pytest.fixture
async def of_both(either_engine: AsyncEngine) -> AsyncIterator[Bench]:
    async with open_bench(either_engine, seen_by=SeenBy.BOTH, approvals_required=2) as opened:
        yield opened


async def test_a_request_is_stored_with_the_document_that_its_requester_saw(of_requester: Bench) -> None:
    submitted = await of_requester.submit(document=SAID)
    stored = await of_requester.request(submitted.id)
    assert stored.document == submitted.document == certificate(NINA)
    [line] = await of_requester.events(submitted.id)
    assert line.codes["document"] == 1
    assert "birth_certificate" not in str(line.codes)


async def test_every_request_of_a_submission_has_it(of_requester: Bench) -> None:
    stored = await of_requester.submit_together(enrollment_ids=BOTH, document=SAID)
    assert [each.document for each in stored] == 2 * [certificate(NINA)]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (None, SEEN),
        (replace(SAID, seen=False), SEEN),
        (replace(SAID, on=(TODAY + timedelta(days=9)).isoformat()), DATE),
    ],
)
async def test_without_it_nothing_is_stored(of_requester: Bench, said: SaidDocument | None, field: str) -> None:
    with pytest.raises(InvalidSubmission) as refusal:
        await of_requester.submit(document=said)
    assert refusal.value.field == field
    async with of_requester.store.reading() as work:
        assert await work.requests.in_status(RequestStatus.PENDING) == []


async def test_who_is_not_asked_need_not_say_it(bench: Bench) -> None:
    submitted = await bench.submit()
    assert submitted.document is None
    assert "document" not in (await bench.events(submitted.id))[0].codes
    assert "document" not in facts_of(submitted)
    approved = await bench.decisions.approve(at_home(MARCUS), submitted.id, 1)
    assert approved.decisions[0].document is None


async def test_no_one_approves_without_saying_which_document_they_saw(of_approver: Bench) -> None:
    submitted = await of_approver.submit()
    with pytest.raises(DocumentNeeded):
        await of_approver.decisions.approve(at_home(MARCUS), submitted.id, 1)
    assert (await of_approver.request(submitted.id)).status is RequestStatus.PENDING
    refused = (await of_approver.events(submitted.id))[-1]
    assert (refused.kind, refused.codes["why"]) == (EventKind.REFUSED, "DocumentNeeded")
    with pytest.raises(InvalidSubmission):
        await of_approver.decisions.approve(at_home(MARCUS), submitted.id, 1, said=replace(SAID, on=""))
    approved = await of_approver.decisions.approve(at_home(MARCUS), submitted.id, 1, said=SAID)
    assert approved.status is RequestStatus.APPLYING
    [decision] = (await of_approver.request(submitted.id)).decisions
    assert decision.document == certificate(MARCUS)
    assert (await of_approver.events(submitted.id))[-1].codes["document"] == 1


async def test_authority_comes_first_and_the_form_opens_for_who_may(of_approver: Bench) -> None:
    submitted = await of_approver.submit()
    with pytest.raises(NotAnApprover):
        await of_approver.decisions.approve(at_home(ZOE), submitted.id, 1)
    own = await of_approver.submit(key="own", actor=at_home(MARCUS), enrollment_id=ADAS_DENTAL)
    with pytest.raises(OwnRequest):
        await of_approver.decisions.could_approve(at_home(MARCUS), own.id, 1)
    assert (await of_approver.decisions.could_approve(at_home(MARCUS), submitted.id, 1)).id == submitted.id
    assert await of_approver.decisions.asks_for_document(submitted.id)


async def test_each_of_two_approvers_says_it_for_themselves(of_both: Bench) -> None:
    submitted = await of_both.submit(document=SAID)
    await of_both.decisions.approve(at_home(MARCUS), submitted.id, 1, said=SAID)
    with pytest.raises(DocumentNeeded):
        await of_both.decisions.approve(at_home(PRIYA), submitted.id, 1)
    await of_both.decisions.approve(at_home(PRIYA), submitted.id, 1, said=LETTER)
    stored = await of_both.request(submitted.id)
    assert [each.document and each.document.kind for each in stored.decisions] == ["birth_certificate", "other"]
    assert stored.status is RequestStatus.APPLYING


async def test_one_document_proves_the_event_of_a_whole_group(of_approver: Bench) -> None:
    requests = await of_approver.submit_together(enrollment_ids=BOTH)
    review = await of_approver.together.review(at_home(MARCUS), requests[0].id, Verb.APPROVE)
    assert review.asks_document
    assert [part.obstacle for part in review.parts] == [None, None]
    seen = [(each.id, each.revision) for each in requests]
    refused = await of_approver.together.approve(at_home(MARCUS), seen)
    assert [type(part.obstacle) for part in refused] == 2 * [DocumentNeeded]
    with pytest.raises(InvalidSubmission):
        await of_approver.together.approve(at_home(MARCUS), seen, replace(SAID, seen=False))
    done = await of_approver.together.approve(at_home(MARCUS), seen, SAID)
    assert [part.obstacle for part in done] == [None, None]
    assert {each.reissue_request.decisions[0].document for each in done} == {certificate(MARCUS)}


async def test_several_in_home_are_left_to_their_own_forms(of_approver: Bench) -> None:
    submitted, marcus = await of_approver.submit(), at_home(MARCUS)
    waiting = await of_approver.several_approvals.waiting(marcus)
    assert (waiting.entries, waiting.alone) == ([], 1)
    chosen = [(submitted.id, submitted.revision)]
    for results in (
        await of_approver.several_approvals.foreseen(marcus, chosen),
        await of_approver.several_approvals.approve(marcus, chosen),
    ):
        assert [type(each.refusal) for each in results] == [DocumentNeeded]


async def test_a_changed_document_is_a_revision_that_approvers_judge_again(of_both: Bench) -> None:
    submitted = await of_both.submit(document=SAID)
    await of_both.decisions.approve(at_home(MARCUS), submitted.id, 1, said=SAID)
    edit = Edit(reason=submitted.reason, qle_id=ADAS_BIRTH, document=SAID)
    with pytest.raises(InvalidSubmission, match="unchanged"):
        await of_both.revisions.revise(at_home(NINA), submitted.id, 1, edit)
    changed = await of_both.revisions.revise(at_home(NINA), submitted.id, 1, replace(edit, document=LETTER))
    stored = await of_both.request(submitted.id)
    assert (stored.revision, stored.approvals) == (2, ())
    assert stored.document == changed.document
    assert stored.document is not None
    assert stored.document.words == "Letter of the midwife"
    line = (await of_both.events(submitted.id))[-1]
    assert (line.codes["changed"], line.codes["void"], line.codes["document"]) == ("document", 1, 1)
    assert '"document":{"by":"U0NINA"' in facts_of(stored)


async def test_a_change_needs_the_document_too(of_requester: Bench) -> None:
    submitted = await of_requester.submit(document=SAID)
    assert (await of_requester.revisions.could_change(at_home(NINA), submitted.id, 1)).asks_document
    edit = Edit(reason="Twins", qle_id=ADAS_BIRTH)
    with pytest.raises(InvalidSubmission) as refusal:
        await of_requester.revisions.revise(at_home(NINA), submitted.id, 1, edit)
    assert refusal.value.field == SEEN


async def test_once_it_is_switched_off_a_document_stays_with_its_event_only(bench: Bench) -> None:
    birth = bench.world.events[ADAS_BIRTH]
    bench.world.events["qle_marriage"] = birth | {"id": "qle_marriage", "event_type": "Marriage"}
    submitted = await bench.submit(document=SAID)
    kept = await bench.revisions.revise(at_home(NINA), submitted.id, 1, Edit(reason="Twins", qle_id=ADAS_BIRTH))
    assert kept.document == certificate(NINA)
    married = await bench.revisions.revise(at_home(NINA), submitted.id, 2, Edit(reason="Twins", qle_id="qle_marriage"))
    assert married.document is None


async def test_what_people_said_about_a_document_goes_with_reasons(of_both: Bench) -> None:
    submitted = await of_both.submit(document=LETTER)
    await of_both.decisions.approve(at_home(MARCUS), submitted.id, 1, said=LETTER)
    await of_both.decisions.deny(at_home(PRIYA), submitted.id, 1, "No")
    of_both.clock.at += timedelta(days=91)
    assert await Retention(of_both.store, of_both.clock, timedelta(days=90)).blank_due() == 1
    blanked = await of_both.request(submitted.id)
    assert blanked.document is None
    assert [each.document for each in blanked.decisions] == [None, None]


@pytest.mark.parametrize("first", [None, SAID, replace(SAID, seen=False), replace(SAID, kind="")])
@pytest.mark.parametrize("second", [None, SAID, replace(SAID, on="")])
async def test_a_decision_counts_only_with_the_document_in_every_order(
    of_both: Bench, first: SaidDocument | None, second: SaidDocument | None
) -> None:
    submitted = await of_both.submit(document=SAID)
    for who, said in ((MARCUS, first), (PRIYA, second)):
        with suppress(DocumentNeeded, InvalidSubmission):
            await of_both.decisions.approve(at_home(who), submitted.id, 1, said=said)
    stored = await of_both.request(submitted.id)
    assert all(each.document == certificate(each.approver) for each in stored.decisions)
    assert len(stored.decisions) == [first, second].count(SAID)
    assert (stored.status is RequestStatus.APPLYING) == (first == second == SAID)


async def changed_to_marriage(bench: Bench, request_id: UUID) -> ReissueRequest:
    """The requester chooses another event for one request of a group."""
    facts = {"id": MARRIAGE, "event_type": "Marriage"}
    bench.world.events[MARRIAGE] = bench.world.events[ADAS_BIRTH] | facts
    return await bench.revisions.revise(at_home(NINA), request_id, 1, Edit(reason="Ada got married", qle_id=MARRIAGE))


async def test_of_a_group_whose_events_differ_those_of_another_event_are_approved_alone(of_approver: Bench) -> None:
    married, born = await of_approver.submit_together(enrollment_ids=BOTH)
    married = await changed_to_marriage(of_approver, married.id)
    review = await of_approver.together.review(at_home(MARCUS), born.id, Verb.APPROVE)
    assert [type(part.obstacle) for part in review.parts] == [DocumentNeeded, type(None)]
    assert review.asks_document
    from_the_other = await of_approver.together.review(at_home(MARCUS), married.id, Verb.APPROVE)
    assert [type(part.obstacle) for part in from_the_other.parts] == [type(None), DocumentNeeded]


async def test_a_document_of_one_event_approves_no_request_with_another(of_approver: Bench) -> None:
    married, born = await of_approver.submit_together(enrollment_ids=BOTH)
    married = await changed_to_marriage(of_approver, married.id)
    seen = [(married.id, married.revision), (born.id, born.revision)]
    done = await of_approver.together.approve(at_home(MARCUS), seen, replace(SAID, about=ADAS_BIRTH))
    assert [type(part.obstacle) for part in done] == [DocumentNeeded, type(None)]
    assert (await of_approver.request(married.id)).status is RequestStatus.PENDING
    assert (await of_approver.request(born.id)).decisions[0].document == certificate(MARCUS)


async def test_a_request_keeps_no_document_of_an_event_that_was_chosen_before_its_own(of_requester: Bench) -> None:
    with pytest.raises(InvalidSubmission) as refusal:
        await of_requester.submit(document=replace(SAID, about=MARRIAGE))
    assert refusal.value.field == SEEN
    assert (await of_requester.submit(document=replace(SAID, about=ADAS_BIRTH))).document == certificate(NINA)
