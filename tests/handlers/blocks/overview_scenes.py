"""Lists of requests: the answers to /reissue, digests, the Home tab, and several that are approved together."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from approvals.actions.approve_several import Result, Waiting, decidable
from approvals.errors import ChangedSinceSeen, NotAnApprover, StoreUnavailable
from approvals.model.away import Away
from approvals.model.digest import LISTED, Digest, WaitingRequest
from approvals.model.newer import NewerRequest
from approvals.model.overview import Entry, Overview, SectionPage
from approvals.model.status import RequestStatus
from approvals.model.viewer import Section, Viewer
from bot.doctor.example import ALL
from handlers.blocks.drawn import Drawn
from handlers.blocks.home import home_not_opened, home_of_nobody, home_view
from handlers.blocks.messages.digest import digest_message
from handlers.blocks.messages.listing import listed, request_status
from handlers.blocks.modals.several import choose_modal, confirm_modal, looking_modal, results_modal, working_modal
from tests.builders import (
    APPROVER,
    NOW,
    REQUEST_ID,
    REQUESTER,
    TODAY,
    a_decision,
    a_request,
    an_employee,
)
from tests.handlers.blocks.card_scenes import three_together
from tests.handlers.blocks.form_scenes import OTHER_ID
from tests.handlers.blocks.requests import standings


def digest_scenes() -> Iterator[tuple[str, Drawn]]:
    """Digests."""
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


def listing_scenes() -> Iterator[tuple[str, Drawn]]:
    """Answers to /reissue."""
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


def home_scenes() -> Iterator[tuple[str, dict[str, Any]]]:
    """The Home tab."""
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


def several_scenes() -> Iterator[tuple[str, dict[str, Any]]]:
    """Several that are approved together."""
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
