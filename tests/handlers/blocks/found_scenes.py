"""The scenes of finding again: what was found, page by page, and the form that a name opened."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from approvals.model.choices import Matches, Obstacle
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.history import History, Month, Wanted
from approvals.model.newer import NewerRequest
from approvals.model.overview import Entry, SectionPage
from approvals.model.status import RequestStatus
from approvals.model.viewer import Viewer
from benefits.ids import EmployeeId, EmployerId, MemberId
from bot.doctor.example import ALL
from handlers.blocks.drawn import Drawn
from handlers.blocks.messages.found import found_message
from handlers.blocks.modals.named import Named
from handlers.blocks.modals.request import ModalState, request_modal
from handlers.words.controls.forms import IN_TYPEAHEAD
from handlers.words.mrkdwn import Mrkdwn
from tests.builders import APPROVER, APPROVERS_GROUP, NOW, REQUEST_ID, REQUESTER, TODAY, a_request
from tests.handlers.blocks.requests import standings

LINKS = {REQUEST_ID: "https://brightside.slack.com/archives/C0APPROVALS/p1"}
READER = Viewer(user_id=REQUESTER, requests=ALL, reads_own=ALL)
NOBODY = Viewer(user_id=REQUESTER)
BY_NAME = Wanted(employees=(EmployeeId("empl_ada"),))

_history = partial(History, reader=READER)
_state = partial(ModalState, approvals_channel="C0APPROVALS", approvers=(APPROVERS_GROUP,))


def an_entry(name: str = "Ada Lovelace", number: int = 1) -> EmployeeEntry:
    """An employee who was found."""
    return EmployeeEntry(
        id=EmployeeId(f"empl_{number}"),
        member_id=MemberId("mbr_1"),
        name=name,
        email="ada@juniper.example",
        employer_id=EmployerId("empr_1"),
        employer_name="Juniper & Pine",
        active=True,
    )


def page_of(*entries: Entry | NewerRequest, total: int = 0, number: int = 0) -> SectionPage:
    """A page with these entries."""
    return SectionPage(entries=entries, total=total or len(entries), number=number)


def some_entries() -> list[Entry | NewerRequest]:
    """Requests in several states, one that may not be named, and one that only a later release understands."""
    known = [standings()[name].reissue_request for name in ("denied", "reissued_confirmed", "blanked")]
    newer = NewerRequest(id=REQUEST_ID, number=9, revision=1, requester=APPROVER, submitted_at=NOW, escalated_at=None)
    named: list[Entry | NewerRequest] = [Entry(reissue_request=each, today=TODAY) for each in known]
    return [*named, Entry(reissue_request=a_request(), today=TODAY, is_named=False), newer]


def found_scenes() -> Iterator[tuple[str, Drawn]]:
    """The answers to `/reissue find` and `/reissue history`."""
    entries = some_entries()
    gone = replace(an_entry("Seán <O'Brien>", 2), active=False, left_on=TODAY)
    people = Matches(entries=[an_entry(), gone])
    narrow = Wanted(statuses=frozenset({RequestStatus.DENIED, RequestStatus.EXPIRED}), month=Month(2026, 11))
    two = Wanted(employees=(EmployeeId("empl_ada"), EmployeeId("empl_2")))
    none = _history(wanted=Wanted(), page=page_of())
    yield "found/people_and_requests", found_message(_history(wanted=BY_NAME, page=page_of(*entries)), LINKS, people)
    many = Matches(entries=[an_entry(number=number) for number in range(12)], more=True, left_out=2)
    yield "found/many_people", found_message(none, {}, many, by_name=True)
    yield "found/nothing", found_message(none, {}, Matches(), by_name=True)
    yield "found/too_short", found_message(none, {}, Matches(too_short=True), by_name=True)
    yield "found/api_away", found_message(none, {}, Mrkdwn(IN_TYPEAHEAD[Obstacle.API_NO_ANSWER]), by_name=True)
    yield "found/nobodys", found_message(History(reader=NOBODY, wanted=Wanted(), page=page_of()), {})
    yield "history/first_page", found_message(_history(wanted=narrow, page=page_of(*entries, total=41)), LINKS)
    yield "history/middle_page", found_message(_history(wanted=two, page=page_of(*entries, total=41, number=1)), {})
    yield "history/last_page", found_message(_history(wanted=narrow, page=page_of(*entries, total=41, number=2)), {})
    yield "history/nothing", found_message(_history(wanted=narrow, page=page_of()), {})
    yield "history/too_many", found_message(_history(wanted=Wanted(), page=page_of(), too_many=True), {})
    unsure = replace(READER, unchecked=frozenset({"freight"}))
    some = History(reader=unsure, wanted=BY_NAME, page=page_of(entries[0]))
    yield "history/one_route_unchecked", found_message(some, {})
    yield "history/not_whole", found_message(_history(wanted=BY_NAME, page=page_of(entries[0]), is_whole=False), {})


def named_scenes() -> Iterator[tuple[str, dict[str, Any]]]:
    """The form that `/reissue grace mwangi` opens, unless the name is that of one employee."""
    few = Matches(entries=[an_entry(), an_entry("Seán <O'Brien>", 2)])
    many = Matches(entries=[an_entry(number=number) for number in range(12)])
    states = {
        "searching": Named("grace <mwangi>"),
        "few": Named("grace <mwangi>", few),
        "many": Named("a", many),
        "more": Named("a", Matches(entries=few.entries, more=True, left_out=1)),
        "one_and_unreadable": Named("a", Matches(entries=[an_entry()], left_out=1)),
        "none": Named("grace <mwangi>", Matches()),
        "too_short": Named("gr", Matches(too_short=True)),
    }
    for name, named in states.items():
        yield f"request_modal/named_{name}", request_modal(_state(named=named))
