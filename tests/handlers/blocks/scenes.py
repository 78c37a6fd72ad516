"""Everything that has a snapshot, by name. `python -m tests.handlers.blocks.scenes` writes the snapshots anew.

Look at what changed in them as you would look at a changed screen.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from approvals.actions.approve_several import Result, Waiting, decidable
from approvals.actions.group import Part, Review
from approvals.actions.request_again import Earlier
from approvals.actions.revise import Draft
from approvals.errors import ChangedSinceSeen, NotAnApprover, NotTriedYet, OwnEnrollment, StoreUnavailable
from approvals.model.away import Away, AwayApprover
from approvals.model.choices import Choices, Departure, Obstacle
from approvals.model.conditions import Quorum
from approvals.model.digest import LISTED, Digest, WaitingRequest
from approvals.model.event import THE_BOT, THE_OPERATOR, Event, EventKind
from approvals.model.group import Group
from approvals.model.newer import NewerRequest
from approvals.model.overview import Entry, Overview, SectionPage
from approvals.model.status import RequestStatus, Verb
from approvals.model.transitions import NoLongerPossible
from approvals.model.viewer import Section, Viewer
from benefits.models import QualifyingLifeEvent
from bot.doctor.example import ALL
from handlers.blocks.context import Together
from handlers.blocks.drawn import Drawn
from handlers.blocks.home import home_not_opened, home_of_nobody, home_view
from handlers.blocks.messages.card import approval_card
from handlers.blocks.messages.digest import digest_message
from handlers.blocks.messages.direct import direct_card, direct_note, taken_over_card
from handlers.blocks.messages.listing import listed, request_status
from handlers.blocks.messages.replacing import in_place_of_channel, others_decide_card, replaced_card, replacing
from handlers.blocks.messages.summary import enrollment_summary
from handlers.blocks.messages.thread import thread_post
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
from handlers.blocks.modals.several import choose_modal, confirm_modal, looking_modal, results_modal, working_modal
from handlers.blocks.modals.together import all_done_modal, all_modal
from handlers.blocks.modals.withdraw import withdraw_modal
from handlers.ids import ActionId, SeenRevision
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
from tests.handlers.blocks.document_scenes import document_form_scenes, document_scenes
from tests.handlers.blocks.found_scenes import found_scenes, named_scenes
from tests.handlers.blocks.record_scenes import a_record, record_messages, record_modals
from tests.handlers.blocks.requests import EVERY_CONDITION, FULL, MINIMAL, Standing, a_question, standings

OTHER_ID = UUID(int=13)
SNAPSHOTS = Path(__file__).parent / "snapshots"
Payload = dict[str, Any]

NO_HINTS = RuleHints()

_state = partial(ModalState, approvals_channel="C0APPROVALS", approvers=(APPROVERS_GROUP,))

STANDING_WHEN: Mapping[EventKind, str] = {
    EventKind.SUBMITTED: "pending",
    EventKind.APPROVED: "pending_one_of_two",
    EventKind.DENIED: "denied",
    EventKind.ASKED: "needs_info",
    EventKind.ANSWERED: "pending_after_answer",
    EventKind.WITHDRAWN: "withdrawn",
    EventKind.EXPIRED: "expired",
    EventKind.PAUSED: "applying_on_hold",
    EventKind.RESUMED: "applying",
    EventKind.HELD: "unknown_after_restore",
    EventKind.ATTEMPTED: "applying",
    EventKind.POSTPONED: "applying",
    EventKind.REISSUED: "reissued",
    EventKind.FAILED: "failed",
    EventKind.LOST: "checking",
    EventKind.UNKNOWN: "unknown",
    EventKind.RETRIED: "applying",
    EventKind.CHECKED: "checking",
    EventKind.SENT_AGAIN: "applying",
    EventKind.MARKED_DONE: "reissued_confirmed",
    EventKind.CLOSED: "closed_after_unknown",
    EventKind.REFRESHED: "reissued",
    EventKind.EDITED: "pending_after_change",
    EventKind.REQUESTER_LEFT: "pending_after_the_requester_left",
    EventKind.REQUESTER_BACK: "pending",
    EventKind.TAKEN_OVER: "pending",
    EventKind.ESCALATED: "pending",
    EventKind.ALL_AWAY: "pending",
    EventKind.OVERDUE: "pending_overdue",
    EventKind.MOVED: "pending",
    EventKind.REMINDED: "reissued_awaiting_election",
    EventKind.VIEWED: "pending",
    EventKind.BLANKED: "blanked",
    EventKind.FORGOTTEN: "blanked",
    EventKind.REFUSED: "pending",
    EventKind.UNDELIVERABLE: "pending",
    EventKind.NOT_KNOWN: "pending",
}
TWO_APPROVERS = ("U0MARCUS", "U0PRIYA")
AWAY = (
    AwayApprover(user_id="U0PRIYA", name="Priya <Raman>", until=TODAY + timedelta(days=30)),
    AwayApprover(user_id="U0MARCUS", name="", until=None),
)
BY_THE_REQUESTER = frozenset({EventKind.ANSWERED, EventKind.EDITED, EventKind.WITHDRAWN})
BY_THE_BOT = frozenset(
    {
        EventKind.EXPIRED,
        EventKind.PAUSED,
        EventKind.RESUMED,
        EventKind.ATTEMPTED,
        EventKind.POSTPONED,
        EventKind.REQUESTER_LEFT,
        EventKind.REQUESTER_BACK,
        EventKind.ESCALATED,
        EventKind.ALL_AWAY,
        EventKind.OVERDUE,
        EventKind.MOVED,
        EventKind.REMINDED,
        EventKind.BLANKED,
        EventKind.REISSUED,
        EventKind.FAILED,
        EventKind.LOST,
        EventKind.UNKNOWN,
        EventKind.UNDELIVERABLE,
    }
)


def message_scenes() -> dict[str, Payload]:
    """Every message."""
    drawings = {
        **dict(_cards()),
        **dict(_unrouted()),
        **dict(_posts()),
        **dict(_in_place_of_others()),
        **dict(_digests()),
    }
    drawings |= {**dict(_listings()), **dict(found_scenes()), **dict(_groups()), **dict(record_messages())}
    drawings |= dict(document_scenes())
    return {name: {"text": drawing.text, "blocks": drawing.blocks} for name, drawing in drawings.items()}


def view_scenes() -> dict[str, Payload]:
    """Every modal, and the Home tab."""
    return {
        **dict(_request_modals()),
        **dict(named_scenes()),
        **dict(record_modals()),
        **dict(_other_modals()),
        **dict(_group_modals()),
        **dict(_homes()),
        **dict(_several()),
        **dict(document_form_scenes()),
    }


def what_happened(kind: EventKind) -> Event:
    """An event of a kind, by whoever does such things."""
    codes: dict[str, str | int] = {"attempt": 1, "wanted": "approved", "why": "OwnRequest"}
    codes |= {"message": "card", "code": "is_archived"}
    if kind in (EventKind.ANSWERED, EventKind.EDITED):
        codes |= {"revision": 2, "changed": "reason,qle", "void": 1}
    if kind is EventKind.MOVED:
        codes |= {"route": "freight", "from": "C0APPROVALS", "to": "C0FREIGHT"}
    if kind is EventKind.REQUESTER_LEFT:
        codes |= {"why": "NotARequester"}
    return an_event(kind, actor=_actor(kind), codes=codes)


def _actor(kind: EventKind) -> str:
    if kind in (EventKind.HELD, EventKind.FORGOTTEN):
        return THE_OPERATOR
    if kind in BY_THE_BOT:
        return THE_BOT
    return REQUESTER if kind in BY_THE_REQUESTER else APPROVER


def _cards() -> Iterator[tuple[str, Drawn]]:
    for name, standing in standings().items():
        reissue_request, attempts = standing.reissue_request, standing.attempts
        full, minimal = standing.within(FULL), standing.within(MINIMAL)
        yield f"card/{name}", approval_card(reissue_request, attempts, full)
        yield f"card_minimal/{name}", approval_card(reissue_request, attempts, minimal)
        yield f"direct/{name}", direct_card(reissue_request, attempts, full)
        if reissue_request.status is RequestStatus.REISSUED:
            yield f"summary/{name}", enrollment_summary(reissue_request, attempts, FULL)
            yield f"summary_minimal/{name}", enrollment_summary(reissue_request, attempts, MINIMAL)


def _unrouted() -> Iterator[tuple[str, Drawn]]:
    """Cards of requests that no route has: those that wait for a person say so."""
    for name in ("pending", "needs_info", "failed", "applying", "denied"):
        standing, context = standings()[name], replace(FULL, approvers=(), is_routed=False)
        yield f"card_unrouted/{name}", approval_card(standing.reissue_request, standing.attempts, context)


def three_together(*statuses: RequestStatus) -> Group:
    """Ada's medical, dental and vision requests, in these statuses."""
    plans = ("Gold PPO", "Dental Plus", "Clear View")
    group_id = UUID(int=7)
    members = [
        replace(
            a_request(
                id=REQUEST_ID if n == 0 else UUID(int=n),
                number=12 + n,
                status=status,
                enrollment=an_enrollment(id=f"enrl_ada_{n}", selected_plan_name=plan),
            ),
            group_id=group_id,
        )
        for n, (status, plan) in enumerate(zip(statuses, plans, strict=True))
    ]
    return Group(tuple(members))


def _groups() -> Iterator[tuple[str, Drawn]]:
    pending, denied, reissued = RequestStatus.PENDING, RequestStatus.DENIED, RequestStatus.REISSUED
    states = {
        "waiting": three_together(pending, pending, pending),
        "one_waits": three_together(denied, denied, pending),
        "lead_waits": three_together(pending, denied, denied),
    }
    for name, group in states.items():
        links = {each.id: f"https://brightside.slack.com/archives/C0APPROVALS/p{each.number}" for each in group.members}
        for ctx, kind in ((FULL, "group"), (MINIMAL, "group_minimal")):
            within = replace(ctx, together=Together(group, links))
            for each in group.members:
                yield f"{kind}/{name}_{each.label}", approval_card(each, (), within)
                if ctx is FULL:
                    yield f"group_direct/{name}_{each.label}", direct_card(each, (), within)
    settled, event = three_together(reissued, denied, reissued), what_happened(EventKind.DENIED)
    for ctx, kind in ((FULL, "group"), (MINIMAL, "group_minimal")):
        within = replace(ctx, together=Together(settled, settled_by=event.seq))
        post = thread_post(event, settled.members[1], (), within)
        assert post is not None
        yield f"{kind}/settled_by_denial", post
        yield f"{kind}/settled_by_reissue", enrollment_summary(settled.members[2], (), within, event)
    note = direct_note(event, settled.members[1], replace(FULL, together=Together(settled, settled_by=event.seq)))
    assert note is not None
    yield "group_direct/settled_by_denial", note


def _group_modals() -> Iterator[tuple[str, Payload]]:
    group = three_together(RequestStatus.PENDING, RequestStatus.PENDING, RequestStatus.REISSUED)
    first, second, third = group.members
    gone = NoLongerPossible(RequestStatus.REISSUED, Verb.APPROVE)
    parts = [Part(first), Part(replace(second, approvals_required=2)), Part(third, gone)]
    left = [Part(first), Part(second, NotTriedYet()), Part(third, OwnEnrollment())]
    for action in (ActionId.APPROVE_ALL, ActionId.DENY_ALL, ActionId.WITHDRAW_ALL):
        yield f"modal/{action}", all_modal(action, Review(parts, TODAY), "Test server")
        yield f"modal/{action}_result", all_done_modal(action, left)
    yield "modal/approve_all_but_none_is_possible", all_modal(ActionId.APPROVE_ALL, Review(parts[2:], TODAY), None)


def _posts() -> Iterator[tuple[str, Drawn]]:
    for kind, name in STANDING_WHEN.items():
        standing, event = standings()[name], what_happened(kind)
        full, minimal = standing.within(FULL), standing.within(MINIMAL)
        posts = {
            f"thread/{kind}": thread_post(event, standing.reissue_request, standing.attempts, full),
            f"thread_minimal/{kind}": thread_post(event, standing.reissue_request, standing.attempts, minimal),
            f"note/{kind}": direct_note(event, standing.reissue_request, full),
        }
        yield from ((name, drawing) for name, drawing in posts.items() if drawing is not None)
    answered = standings()["pending_after_answer"]
    asked = replace(what_happened(EventKind.ASKED), at=a_question(5).at)
    noted = replace(what_happened(EventKind.APPROVED), codes={"revision": 1})
    with_note = standings()["applying_with_a_note"]
    post = thread_post(noted, with_note.reissue_request, with_note.attempts, with_note.within(FULL))
    assert post is not None
    yield "thread/approved_with_a_note", post
    left = what_happened(EventKind.APPROVED)
    left = replace(left, codes={**left.codes, "left": "U0MARCUS=InactiveAccount"}, actor="U0PRIYA")
    gone = standings()["pending_after_an_approver_left"]
    for name, ctx in (("thread", FULL), ("thread_minimal", MINIMAL)):
        post = thread_post(left, gone.reissue_request, gone.attempts, gone.within(ctx))
        assert post is not None
        yield f"{name}/approved_after_another_left", post
    moved = what_happened(EventKind.MOVED)
    after_it = replace(FULL, earlier_cards={"C0APPROVALS": "https://brightside.slack.com/archives/C0APPROVALS/p1"})
    post = thread_post(moved, standings()["pending"].reissue_request, (), after_it)
    assert post is not None
    yield "thread/moved_with_a_link", post
    deserted = replace(what_happened(EventKind.ESCALATED), codes={"because": "away"})
    pending = standings()["pending"]
    for who, away in (("one", AWAY[:1]), ("all", AWAY)):
        ctx = replace(FULL, approvers=TWO_APPROVERS, escalation_approvers=TWO_APPROVERS, away=away)
        yield f"card/pending_{who}_away", approval_card(pending.reissue_request, (), ctx)
        post = thread_post(deserted, pending.reissue_request, (), ctx)
        assert post is not None
        yield f"thread/escalated_because_all_are_away_{who}_of_the_others_too", post
    for kind in (EventKind.ESCALATED, EventKind.ALL_AWAY):
        few = replace(what_happened(kind), codes={"because": "away", "present": 1})
        two = replace(pending.reissue_request, approvals_required=2)
        post = thread_post(few, two, (), replace(FULL, escalation_approvers=TWO_APPROVERS))
        assert post is not None
        yield f"thread/{kind.value}_because_too_few_are_present", post
    yield "direct/taken_over", taken_over_card(answered.reissue_request)
    note = direct_note(asked, answered.reissue_request, answered.within(FULL))
    assert note is not None
    yield "note/asked_and_answered", note


def _in_place_of_others() -> Iterator[tuple[str, Drawn]]:
    standing = standings()["pending"]
    reissue_request = standing.reissue_request
    card = approval_card(reissue_request, standing.attempts, FULL)
    post = thread_post(what_happened(EventKind.SUBMITTED), reissue_request, standing.attempts, FULL)
    assert post is not None
    yield "replacing/card", replacing(card)
    yield "replacing/thread", replacing(post)
    yield "replacing/for_approver", replacing(in_place_of_channel(card, "C0APPROVALS"))
    yield "replaced/with_link", replaced_card(reissue_request, "https://example.slack.com/archives/C0/p1")
    yield "replaced/without_link", replaced_card(reissue_request, None)
    yield "replaced/others_decide", others_decide_card(reissue_request)


def _digests() -> Iterator[tuple[str, Drawn]]:
    urgent = WaitingRequest(reissue_request=a_request(deadline=TODAY), today=TODAY)
    waiting = WaitingRequest(reissue_request=a_request(employee=an_employee("Seán <O'Brien>")), today=TODAY)
    to_card = "https://example.slack.com/archives/C0/p1"
    one, many = Digest(approver=APPROVER, waiting=(urgent,)), Digest(approver=APPROVER, waiting=(urgent, waiting))
    more = Digest(approver=APPROVER, waiting=(waiting,) * (LISTED + 3))
    yield "digest/one", digest_message(one, [None], None)
    yield "digest/two", digest_message(many, [to_card, None], "Test server")
    together = [
        WaitingRequest(reissue_request=each, today=TODAY)
        for each in three_together(*[RequestStatus.PENDING] * 3).members
    ]
    yield (
        "digest/together",
        digest_message(Digest(approver=APPROVER, waiting=(*together, waiting)), [to_card] * 4, None),
    )
    yield "digest/more", digest_message(more, [to_card] * LISTED, None)


def a_newer_request() -> NewerRequest:
    """One that a later release has changed."""
    return NewerRequest(id=REQUEST_ID, number=12, revision=1, requester=REQUESTER, submitted_at=NOW, escalated_at=None)


def an_overview(**totals: int) -> Overview:
    """What concerns Marcus: the entries fit their sections; `totals` says how many there are beside them."""
    mine = a_request(number=13, requester=APPROVER, employee=an_employee("Seán <O'Brien>"), approvals_required=2)
    entries: dict[Section, list[Entry | NewerRequest]] = {
        Section.WAITING: [Entry(reissue_request=a_request(deadline=TODAY), today=TODAY)],
        Section.ATTENTION: [
            Entry(reissue_request=standings()["failed"].reissue_request, today=TODAY),
            Entry(reissue_request=a_request(status=RequestStatus.APPLYING), today=TODAY, is_undeliverable=True),
        ],
        Section.MINE: [Entry(reissue_request=mine, today=None)],
        Section.RECENT: [
            Entry(reissue_request=standings()["reissued_awaiting_election"].reissue_request, today=TODAY),
            a_newer_request(),
        ],
    }
    reader = Viewer(user_id=APPROVER, requests=ALL, reads_own=ALL, decides=ALL)
    pages = {
        name: SectionPage(entries=found, total=totals.get(name, len(found)), number=0)
        for name, found in entries.items()
    }
    return Overview(reader, pages)


def unchecked(overview: Overview) -> Overview:
    """The same while Slack is silent about one route."""
    return replace(overview, reader=replace(overview.reader, unchecked=frozenset({"freight"})))


def _listings() -> Iterator[tuple[str, Drawn]]:
    links = {REQUEST_ID: "https://brightside.slack.com/archives/C0APPROVALS/p1"}
    yield "listing/all_sections", listed(an_overview(), links)
    yield "listing/more", listed(an_overview(waiting=31), {})
    yield "listing/one_route_unchecked", listed(unchecked(an_overview()), links)
    for name in ("pending_one_of_two", "failed", "reissued_confirmed", "blanked"):
        entry = Entry(reissue_request=standings()[name].reissue_request, today=TODAY)
        yield f"listing/status_{name}", request_status(entry, REQUESTER, links[REQUEST_ID])
    asked = Entry(reissue_request=standings()["needs_info"].reissue_request, today=TODAY)
    yield "listing/status_needs_info", request_status(asked, APPROVER, None)
    yield "listing/status_newer", request_status(a_newer_request(), APPROVER, None)


def _homes() -> Iterator[tuple[str, Payload]]:
    links = {REQUEST_ID: "https://brightside.slack.com/archives/C0APPROVALS/p1"}
    overview = an_overview()
    yield "home/all_sections", home_view(overview, links, "Test server")
    only_decides = replace(overview.reader, requests=frozenset())
    entries = overview.pages[Section.WAITING].entries
    for number in range(3):
        pages = {Section.WAITING: SectionPage(entries=entries, total=41, number=number)}
        yield f"home/page_{number + 1}_of_3", home_view(Overview(only_decides, pages), {}, None)
    yield "home/several_wait", home_view(Overview(overview.reader, {Section.WAITING: several_waiting()}), links, None)
    nothing = dict.fromkeys(Section, SectionPage(entries=[], total=0))
    yield "home/nothing", home_view(Overview(overview.reader, nothing), {}, None)
    yield "home/nothing_of_what_could_be_checked", home_view(unchecked(Overview(overview.reader, nothing)), {}, None)
    together = [
        Entry(reissue_request=each, today=TODAY) for each in three_together(*[RequestStatus.PENDING] * 3).members
    ]
    grouped = {Section.WAITING: SectionPage(entries=[*together, *entries[:1]], total=4)}
    yield "home/together", home_view(Overview(only_decides, grouped), {}, None)
    yield "home/one_route_unchecked", home_view(unchecked(Overview(only_decides, grouped)), {}, None)
    own = Away(until=TODAY + timedelta(days=30), is_own_word=True)
    for name, away in (("own_word", own), ("status", Away(until=None, is_own_word=False))):
        yield f"home/away_by_{name}", home_view(replace(Overview(only_decides, nothing), away=away), {}, None)
    yield "home/nobody", home_of_nobody()
    yield "home/not_opened", home_not_opened()


def several_waiting(total: int = 0) -> SectionPage:
    """Two requests wait for a decision and one for an answer; `total` says how many there are with those of other
    pages."""
    seen, asked = "pending_with_warnings", standings()["needs_info"].reissue_request
    entries = [
        Entry(reissue_request=a_request(deadline=TODAY), today=TODAY),
        Entry(reissue_request=replace(standings()[seen].reissue_request, id=OTHER_ID, number=13), today=TODAY),
        Entry(reissue_request=replace(asked, number=14, requester=APPROVER), today=TODAY),
    ]
    return SectionPage(entries=entries, total=total or len(entries), number=0)


def _several() -> Iterator[tuple[str, Payload]]:
    waiting = decidable(several_waiting())
    first, second = (each.reissue_request for each in waiting)
    yield "several/choose", choose_modal(Waiting(waiting))
    yield "several/choose_back", choose_modal(Waiting(waiting, 3), {OTHER_ID})
    yield "several/choose_many", choose_modal(Waiting([waiting[0]] * 20, 1))
    yield "several/choose_none", choose_modal(Waiting())
    one_of_two = standings()["pending_one_of_two"].reissue_request
    changed = Result(reissue_request=second, refusal=ChangedSinceSeen())
    foreseen = [
        Result(reissue_request=first, today=TODAY),
        Result(reissue_request=second, today=TODAY),
        Result(reissue_request=replace(one_of_two, number=14), today=None),
        changed,
    ]
    yield "several/confirm", confirm_modal(foreseen)
    yield "several/confirm_none", confirm_modal([changed])
    approved = replace(first, status=RequestStatus.APPLYING, decisions=(a_decision(),))
    yield (
        "several/results",
        results_modal(
            [
                Result(reissue_request=approved, today=TODAY),
                Result(reissue_request=replace(one_of_two, number=14), today=TODAY),
                changed,
                Result(reissue_request=second, refusal=NotAnApprover()),
                Result(reissue_request=None, refusal=StoreUnavailable()),
            ]
        ),
    )
    yield "several/looking", looking_modal()
    yield "several/working", working_modal()


def _request_modals() -> Iterator[tuple[str, Payload]]:
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


def _other_modals() -> Iterator[tuple[str, Payload]]:
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


def _details(standing: Standing, hints: RuleHints = NO_HINTS, reader: Reader | None = None) -> Payload:
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


def snapshot_of(payload: Payload) -> str:
    """A payload as it stands in its file."""
    return json.dumps(payload, indent=1, ensure_ascii=False) + "\n"


def path_of(name: str) -> Path:
    """Where the snapshot of a scene is kept."""
    return SNAPSHOTS / f"{name}.json"


def write_all() -> None:
    """Write every snapshot, and remove those of scenes that are gone."""
    scenes = {**message_scenes(), **view_scenes()}
    for name, payload in scenes.items():
        path_of(name).parent.mkdir(parents=True, exist_ok=True)
        path_of(name).write_text(snapshot_of(payload), encoding="utf-8")
    wanted = {path_of(name) for name in scenes}
    for path in set(SNAPSHOTS.rglob("*.json")) - wanted:
        path.unlink()


if __name__ == "__main__":
    write_all()
