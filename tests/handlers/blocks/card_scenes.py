"""Cards, the posts in their threads, groups of them, and what stands in their place."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from approvals.model.away import AwayApprover
from approvals.model.event import EventKind
from approvals.model.group import Group
from approvals.model.status import RequestStatus
from handlers.blocks.context import Together
from handlers.blocks.drawn import Drawn
from handlers.blocks.messages.card import approval_card
from handlers.blocks.messages.direct import direct_card, direct_note, taken_over_card
from handlers.blocks.messages.replacing import in_place_of_channel, others_decide_card, replaced_card, replacing
from handlers.blocks.messages.summary import enrollment_summary
from handlers.blocks.messages.thread import thread_post
from tests.builders import (
    REQUEST_ID,
    TODAY,
    a_request,
    an_enrollment,
)
from tests.handlers.blocks.event_scenes import STANDING_WHEN, what_happened
from tests.handlers.blocks.requests import FULL, MINIMAL, a_question, standings

TWO_APPROVERS = ("U0MARCUS", "U0PRIYA")
AWAY = (
    AwayApprover(user_id="U0PRIYA", name="Priya <Raman>", until=TODAY + timedelta(days=30)),
    AwayApprover(user_id="U0MARCUS", name="", until=None),
)


def card_scenes() -> Iterator[tuple[str, Drawn]]:
    """The card in every standing."""
    for name, standing in standings().items():
        reissue_request, attempts = standing.reissue_request, standing.attempts
        full, minimal = standing.within(FULL), standing.within(MINIMAL)
        yield f"card/{name}", approval_card(reissue_request, attempts, full)
        yield f"card_minimal/{name}", approval_card(reissue_request, attempts, minimal)
        yield f"direct/{name}", direct_card(reissue_request, attempts, full)
        if reissue_request.status is RequestStatus.REISSUED:
            yield f"summary/{name}", enrollment_summary(reissue_request, attempts, FULL)
            yield f"summary_minimal/{name}", enrollment_summary(reissue_request, attempts, MINIMAL)


def unrouted_scenes() -> Iterator[tuple[str, Drawn]]:
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


def group_scenes() -> Iterator[tuple[str, Drawn]]:
    """Requests that were sent together."""
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


def post_scenes() -> Iterator[tuple[str, Drawn]]:
    """Posts in threads, and direct messages."""
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


def in_place_of_others_scenes() -> Iterator[tuple[str, Drawn]]:
    """What stands where a copy cannot be, or is no longer."""
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
