"""What is drawn of documents that people saw: on cards, in threads and in forms."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from approvals.actions.approve_several import Waiting
from approvals.actions.group import Part, Review
from approvals.actions.revise import Draft
from approvals.model.choices import Obstacle
from approvals.model.document import DocumentKind, SeenBy, SeenDocument
from approvals.model.event import EventKind
from approvals.model.group import Group
from approvals.model.overview import Entry
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from handlers.blocks.context import Together
from handlers.blocks.drawn import Drawn
from handlers.blocks.messages.card import approval_card
from handlers.blocks.messages.direct import direct_card
from handlers.blocks.messages.thread import thread_post
from handlers.blocks.modals.approve import approve_modal
from handlers.blocks.modals.details import details_modal
from handlers.blocks.modals.revise import revise_modal
from handlers.blocks.modals.several import choose_modal
from handlers.blocks.modals.together import all_modal
from handlers.carried import SeenRevision
from handlers.ids import ActionId
from tests.builders import (
    APPROVER,
    NOW,
    REQUEST_ID,
    SECOND_APPROVER,
    TODAY,
    a_decision,
    a_document,
    a_qle,
    a_request,
    an_enrollment,
    an_event,
)
from tests.handlers.blocks.requests import FULL, MINIMAL

Payload = dict[str, Any]


def two_together() -> tuple[ReissueRequest, ReissueRequest]:
    """Two requests of one life event, whose document was seen."""
    first = a_request(document=a_document(), group_id=UUID(int=7))
    dental = an_enrollment(id="enrl_ada_dental", selected_plan_name="Dental Plus")
    return first, replace(first, id=UUID(int=13), number=13, enrollment=dental)


def documents() -> Mapping[str, SeenDocument]:
    """Documents, as people say that they saw them."""
    return {
        "usual": a_document(),
        "before_the_event": a_document(on=date(2026, 10, 26)),
        "long_after": a_document(on=date(2026, 11, 20)),
        "unusual": a_document(kind=DocumentKind.DEATH_CERTIFICATE),
        "another": a_document(kind=DocumentKind.OTHER, words="Letter of the <clinic> & midwife"),
    }


def document_scenes() -> Iterator[tuple[str, Drawn]]:
    """Requests and approvals of people who saw a document."""
    asking = replace(FULL, seen_by=SeenBy.BOTH)
    for name, seen in documents().items():
        yield f"document/pending_{name}", approval_card(a_request(document=seen), (), asking)
    yield (
        "document/pending_minimal",
        approval_card(a_request(document=a_document()), (), replace(MINIMAL, seen_by=SeenBy.BOTH)),
    )
    yield "document/not_said", approval_card(a_request(), (), asking)
    yield "document/direct", direct_card(a_request(document=a_document()), (), asking)
    members = two_together()
    for each in members:
        yield (
            f"document/together_{each.label}",
            approval_card(each, (), replace(asking, together=Together(Group(members)))),
        )
    late = a_document(by=APPROVER, on=date(2026, 11, 20))
    one, noted = a_decision(document=a_document(by=APPROVER)), a_decision(document=late, reason="Payroll knows.")
    other = a_decision(approver=SECOND_APPROVER, document=a_document(by=SECOND_APPROVER))
    for name, given in (("one", (one,)), ("noted", (noted,)), ("two", (noted, other))):
        approved = a_request(
            status=RequestStatus.APPLYING, decisions=given, approvals_required=len(given), document=a_document()
        )
        yield f"document/approved_by_{name}", approval_card(approved, (), asking)
        event = an_event(EventKind.APPROVED, actor=APPROVER, codes={"revision": 1, "document": 1})
        post = thread_post(event, approved, (), asking)
        assert post is not None
        yield f"document/thread_approved_by_{name}", post


def document_form_scenes() -> Iterator[tuple[str, Payload]]:
    asking, seen = replace(FULL, seen_by=SeenBy.BOTH), SeenRevision(REQUEST_ID, 1)
    for name in ("usual", "unusual"):
        request = a_request(document=documents()[name])
        yield f"document/approve_{name}", approve_modal(request, asking, seen)
        qles = (a_qle(), a_qle(id="qle_5", event_type="Marriage"))
        draft = Draft(reissue_request=request, qles=qles, today=TODAY, asks_document=True)
        yield f"document/change_{name}", revise_modal(draft, seen)
    draft = Draft(reissue_request=a_request(), qles=Obstacle.API_NO_ANSWER, today=TODAY, asks_document=True)
    yield "document/change_from_none", revise_modal(draft, seen)
    yield "document/approve_without_an_event", approve_modal(a_request(qle=None), asking, seen)
    parts = [Part(each) for each in two_together()]
    yield "document/approve_all", all_modal(ActionId.APPROVE_ALL, Review(parts, TODAY, asks_document=True), None)
    yield "document/several_left_out", choose_modal(Waiting([Entry(reissue_request=a_request(), today=TODAY)], 0, 1))
    yield "document/several_none", choose_modal(Waiting(alone=2))
    approved = a_request(
        status=RequestStatus.APPLYING,
        document=a_document(),
        decisions=(a_decision(document=a_document(by=APPROVER, kind=DocumentKind.HOSPITAL_RECORD)),),
    )
    events = [
        an_event(EventKind.SUBMITTED, codes={"revision": 1, "document": 1}),
        an_event(EventKind.APPROVED, actor=APPROVER, codes={"revision": 1, "document": 1}),
    ]
    yield "document/details", details_modal(approved, (), events, asking, NOW)
