"""The form of a request in every state, and all other modals."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from approvals.actions.group import Part, Review
from approvals.actions.request_again import Earlier
from approvals.actions.revise import Draft
from approvals.errors import NotTriedYet, OwnEnrollment
from approvals.model.choices import Choices, Departure, Obstacle
from approvals.model.conditions import Quorum
from approvals.model.event import EventKind
from approvals.model.status import RequestStatus, Verb
from approvals.model.transitions import NoLongerPossible
from benefits.models import QualifyingLifeEvent
from handlers.blocks.modals.approve import approve_modal
from handlers.blocks.modals.ask import ask_modal
from handlers.blocks.modals.away import away_modal
from handlers.blocks.modals.deny import deny_modal
from handlers.blocks.modals.details import Reader, details_modal
from handlers.blocks.modals.earlier import earlier_part
from handlers.blocks.modals.employee_options import employee_option
from handlers.blocks.modals.mark_done import mark_done_modal
from handlers.blocks.modals.notices import notice_modal, refused_modal, submitted_modal
from handlers.blocks.modals.request import ModalState, request_modal
from handlers.blocks.modals.revise import revise_modal
from handlers.blocks.modals.together import all_done_modal, all_modal
from handlers.blocks.modals.withdraw import withdraw_modal
from handlers.carried import SeenRevision
from handlers.ids import ActionId
from handlers.words.controls.forms import LOADING, ONE_MOMENT
from handlers.words.done import asked_now
from handlers.words.mrkdwn import escape
from handlers.words.rule_hints import RuleHints
from tests.builders import (
    APPROVER,
    APPROVERS_GROUP,
    NOW,
    REQUEST_ID,
    REQUESTER,
    TODAY,
    a_decision,
    a_qle,
    a_reported_qle,
    a_request,
    an_employee,
    an_enrollment,
    an_event,
)
from tests.handlers.blocks.card_scenes import three_together
from tests.handlers.blocks.event_scenes import STANDING_WHEN, what_happened
from tests.handlers.blocks.record_scenes import a_record
from tests.handlers.blocks.requests import EVERY_CONDITION, FULL, Standing, a_question, standings

OTHER_ID = UUID(int=13)
NO_HINTS = RuleHints()
_state = partial(ModalState, approvals_channel="C0APPROVALS", approvers=(APPROVERS_GROUP,))


def group_modal_scenes() -> Iterator[tuple[str, dict[str, Any]]]:
    """All of a group at once."""
    group = three_together(RequestStatus.PENDING, RequestStatus.PENDING, RequestStatus.REISSUED)
    first, second, third = group.members
    gone = NoLongerPossible(RequestStatus.REISSUED, Verb.APPROVE)
    parts = [Part(first), Part(replace(second, approvals_required=2)), Part(third, gone)]
    left = [Part(first), Part(second, NotTriedYet()), Part(third, OwnEnrollment())]
    for action in (ActionId.APPROVE_ALL, ActionId.DENY_ALL, ActionId.WITHDRAW_ALL):
        yield f"modal/{action}", all_modal(action, Review(parts, TODAY), "Test server")
        yield f"modal/{action}_result", all_done_modal(action, left)
    yield "modal/approve_all_but_none_is_possible", all_modal(ActionId.APPROVE_ALL, Review(parts[2:], TODAY), None)


def request_modal_scenes() -> Iterator[tuple[str, dict[str, Any]]]:
    """The form of a request."""
    ada = an_employee()
    option = employee_option(ada)
    elsewhere = employee_option(ada.model_copy(update={"employer_name": "Halvorsen Freight"}))
    denied = (a_qle(id="qle_6", event_type="Divorce", status="denied"),)
    enrollments = (
        an_enrollment(),
        an_enrollment(
            id="enrl_ada_dental", benefit_product_id="bprd_dental", selected_plan_name=None, status="pending"
        ),
    )
    choices = Choices(
        employee=ada,
        enrollments=enrollments,
        qles=tuple(some_events()),
        today=TODAY,
        products={"bprd_dental": "Dental"},
    )
    chosen = replace(choices, chosen=("enrl_ada_medical",))
    both = replace(chosen, chosen_qle="qle_2")
    several = replace(
        choices,
        enrollments=(
            enrollments[0],
            an_enrollment(id="enrl_ada_dental_plus", selected_plan_name="Dental Plus"),
            *enrollments[1:],
            an_enrollment(id="enrl_ada_vision", selected_plan_name="Clear View"),
        ),
        open_for={"enrl_ada_dental_plus": "R-7"},
        opened_by={"enrl_ada_vision": "R-3"},
    )
    states = {
        "empty": _state(),
        "loading_employee": _state(loading="Ada Lovelace"),
        "loading_id": _state(loading="enrl_ada_medical", typed_id="enrl_ada_medical"),
        "choices": _state(choices=choices, employee_option=option),
        "enrollment_chosen": _state(choices=chosen, employee_option=option, server="Test server"),
        "both_chosen": _state(
            choices=both, employee_option=option, quorums=(("Gold PPO", Quorum(2, EVERY_CONDITION)),)
        ),
        "several_chosen": _state(
            choices=replace(several, chosen=tuple(each.id for each in several.enrollments[:3]), chosen_qle="qle_2"),
            employee_option=option,
            quorums=(("Gold PPO", Quorum(2, EVERY_CONDITION)), ("Dental Plus", Quorum(1)), ("Dental", Quorum(1))),
        ),
        "in_doubt": _state(
            choices=replace(
                several, chosen=("enrl_ada_dental_plus",), open_for={}, in_doubt={"enrl_ada_dental_plus": "R-7"}
            ),
            employee_option=option,
        ),
        "reported_long_ago": _state(
            choices=replace(
                chosen, qles=(a_reported_qle(), a_reported_qle(id="qle_old", submitted_at=NOW - timedelta(days=96)))
            ),
            employee_option=option,
        ),
        "more_than_checkboxes": _state(
            choices=replace(
                choices, enrollments=tuple(an_enrollment(id=f"enrl_{n}") for n in range(11)), chosen=("enrl_1",)
            ),
            employee_option=option,
        ),
        "both_chosen_with_hints": _state(
            choices=replace(chosen, chosen_qle="qle_5"),
            employee_option=option,
            rule_hints=RuleHints.read().in_form(a_qle(event_type="Marriage")),
        ),
        "again": _state(
            choices=both,
            employee_option=option,
            reason="As before.",
            typed_id="enrl_ada_medical",
            quorums=(("Gold PPO", Quorum(1)),),
        ),
        "no_enrollments": _state(choices=replace(choices, enrollments=())),
        "no_enrollments_of_one_who_left": _state(
            choices=replace(choices, enrollments=(), departure=Departure(TODAY)), employee_option=elsewhere
        ),
        "no_events": _state(choices=replace(choices, qles=())),
        "no_events_but_denied_ones": _state(choices=replace(choices, qles=(), denied=denied)),
        "left_with_a_denied_event": _state(choices=replace(both, denied=denied, departure=Departure(TODAY))),
        "elsewhere": _state(choices=replace(choices, enrollments=(), elsewhere=2), employee_option=option),
        "some_elsewhere": _state(
            choices=replace(choices, elsewhere=1), employee_option=option, approvals_channel=None, approvers=()
        ),
        "document": _state(
            choices=replace(both, chosen_qle="qle_ada_birth"), employee_option=option, asks_document=True
        ),
        "document_of_another_event": _state(
            choices=replace(both, chosen_qle="qle_4"), employee_option=option, asks_document=True
        ),
        "document_before_an_event": _state(choices=chosen, employee_option=option, asks_document=True),
        "no_events_to_be_recorded": _state(choices=replace(choices, qles=()), records_events=True),
        "events_and_one_recorded": _state(
            choices=replace(choices, chosen_qle="qle_ada_birth"),
            employee_option=option,
            records_events=True,
            recorded=a_record(),
        ),
        "recorded_and_not_listed_yet": _state(choices=choices, records_events=True, recorded=a_record()),
        "left_out": _state(choices=replace(choices, left_out=(1, 2)), employee_option=option),
        "no_events_that_can_be_read": _state(choices=replace(choices, qles=(), left_out=(0, 1))),
    }
    obstacles = {
        f"obstacle_{obstacle}": _state(obstacle=obstacle, typed_id="enrl_nowhere")
        for obstacle in Obstacle
        if obstacle not in (Obstacle.NO_ENROLLMENTS, Obstacle.ELSEWHERE, Obstacle.NO_EVENTS, Obstacle.EVENTS_DENIED)
    }
    again = {
        f"again_after_{name}": _state(
            choices=both, employee_option=option, reason="As before.", earlier=earlier_part(it)
        )
        for name, it in dict(_earlier()).items()
    }
    for name, state in {**states, **again, **obstacles}.items():
        yield f"request_modal/{name}", request_modal(state)


def _earlier() -> Iterator[tuple[str, Earlier]]:
    """A request that ended, in each way."""
    ends = {
        "denied": EventKind.DENIED,
        "withdrawn": EventKind.WITHDRAWN,
        "expired": EventKind.EXPIRED,
        "closed_after_failure": EventKind.CLOSED,
        "closed_after_unknown": EventKind.CLOSED,
    }
    for name, kind in ends.items():
        standing = standings()[name]
        remarks = [a_question(9), *standing.within(FULL).conversation.remarks]
        yield (
            name,
            Earlier(
                reissue_request=standing.reissue_request,
                remarks=remarks,
                ended=an_event(kind, actor=APPROVER),
                offer=Obstacle.API_NO_ANSWER,
            ),
        )


def some_events() -> Iterator[QualifyingLifeEvent]:
    """Life events in every state that is offered."""
    yield a_qle()
    yield a_qle(id="qle_2", event_type="loss_of_coverage", status="pending", enrollment_window_end=TODAY)
    yield a_qle(id="qle_3", event_type="Job Loss", enrollment_window_end="2026-11-01")
    yield a_qle(id="qle_4", event_type="Other", enrollment_window_end=None)
    yield a_qle(id="qle_5", event_type="Marriage", enrollment_window_start="2026-11-20")


def other_modal_scenes() -> Iterator[tuple[str, dict[str, Any]]]:
    """All other modals."""
    seen = SeenRevision(REQUEST_ID, 1)
    permalink = "https://brightside.slack.com/archives/C0APPROVALS/p1?thread_ts=1&cid=2"
    yield "modal/submitted", submitted_modal([a_request()], permalink, ["C0APPROVALS"])
    yield "modal/submitted_together", submitted_modal([a_request(), a_request(number=13)], None, ["C0APPROVALS"])
    yield "modal/submitted_without_link", submitted_modal([a_request()], None, ["C0APPROVALS"])
    yield "modal/loading", notice_modal(ONE_MOMENT, LOADING)
    yield "modal/refused", refused_modal(escape("Only approvers can do this with R-12."))
    yield "modal/deny", deny_modal(a_request(), seen)
    yield "modal/refused_keeping_texts", refused_modal(escape("R-12 was withdrawn."), [("Answer", "Yes"), ("", "No")])
    for name in ("pending", "pending_with_warnings", "pending_with_notes", "pending_after_answer"):
        waiting = standings()[name]
        yield f"modal/approve_{name}", approve_modal(waiting.reissue_request, waiting.within(FULL), seen)
    yield "modal/approve_on_test_server", approve_modal(a_request(), replace(FULL, server="Test server"), seen)
    yield "modal/ask", ask_modal(a_request(), seen)
    yield "modal/away", away_modal(TODAY)
    yield "modal/withdraw", withdraw_modal(a_request(), seen)
    asked = standings()["needs_info"].reissue_request
    qles = (a_qle(), a_qle(id="qle_2", event_type="loss_of_coverage", status="pending"))
    yield (
        "modal/answer",
        revise_modal(Draft(reissue_request=asked, qles=qles, question=a_question(5), today=TODAY), seen),
    )
    approved_by_one = a_request(approvals_required=2, decisions=(a_decision(),))
    yield "modal/change", revise_modal(Draft(reissue_request=approved_by_one, qles=qles, today=TODAY), seen)
    yield (
        "modal/change_without_events",
        revise_modal(Draft(reissue_request=a_request(), qles=Obstacle.API_NO_ANSWER, today=TODAY), seen),
    )
    yield "modal/change_to_nothing_else", revise_modal(Draft(reissue_request=a_request(), qles=(), today=TODAY), seen)
    yield "modal/mark_done", mark_done_modal(a_request(), seen)
    for name, standing in standings().items():
        yield f"details/{name}", _details(standing)
    undecided, questioned = standings()["pending"], standings()["needs_info"]
    yield "details/pending_with_rule_hints", _details(undecided, RuleHints.read())
    yield "details/pending_for_an_approver", _details(undecided, reader=Reader(APPROVER, may_decide=True))
    yield "details/pending_for_the_requester", _details(undecided, reader=Reader(REQUESTER))
    done = asked_now(questioned.reissue_request)
    yield "details/asked_just_now", _details(questioned, reader=Reader(APPROVER, may_decide=True, done=done))


def _details(standing: Standing, hints: RuleHints = NO_HINTS, reader: Reader | None = None) -> dict[str, Any]:
    kinds = [kind for kind, _ in STANDING_WHEN.items()]
    return details_modal(
        standing.reissue_request,
        standing.attempts,
        [what_happened(kind) for kind in kinds],
        standing.within(FULL),
        NOW,
        hints.in_details(standing.reissue_request.qle),
        reader,
    )
