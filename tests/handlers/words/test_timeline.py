"""Every event of a request has its line in the timeline, and every step a post in the thread."""

import json

import pytest

from approvals.model.event import EventKind
from approvals.model.status import RequestStatus
from handlers.blocks.modals.details import details_modal
from handlers.words.thread import thread_words
from handlers.words.timeline import timeline_words
from tests.builders import NOW, a_request, an_event
from tests.handlers.blocks.requests import FULL, standings


@pytest.mark.parametrize("kind", EventKind)
def test_every_event_has_a_line_in_the_timeline(kind: EventKind) -> None:
    assert "{" not in timeline_words(an_event(kind))


def test_the_timeline_keeps_why_two_approvals_were_needed() -> None:
    submitted = an_event(codes={"second_approval": "window_closed,coverage_older_than=1"})
    assert timeline_words(submitted) == (
        "Submitted by <@U0NINA>; 2 approvals needed because the enrollment window has closed and the coverage began "
        "more than 1 day ago"
    )


def test_a_refused_click_says_what_was_wanted_and_why_not() -> None:
    refused = an_event(EventKind.REFUSED, codes={"wanted": "approved", "why": "OwnRequest"})
    assert timeline_words(refused) == "Refused: <@U0NINA> wanted to approve (their own request)"


def test_a_message_that_slack_refused_is_named_with_slacks_word_for_why() -> None:
    refused = [{"message": name, "code": "is_archived"} for name in ("card", "thread:7", "approver:U0PRIYA", "new")]
    said = [timeline_words(an_event(EventKind.UNDELIVERABLE, codes=codes)) for codes in refused]
    assert said == [
        "Slack refused the card in the approvals channel (is_archived)",
        "Slack refused a post in the thread (is_archived)",
        "Slack refused the card for <@U0PRIYA> (is_archived)",
        "Slack refused a message about the request (is_archived)",
    ]


def test_whoever_looks_often_is_in_the_timeline_once_with_the_last_time() -> None:
    looks = [an_event(EventKind.VIEWED, actor=actor) for actor in ("U0PRIYA", "U0MARCUS", "U0PRIYA")]
    view = json.dumps(details_modal(a_request(), (), [an_event(), *looks], FULL, NOW))
    assert (view.count("viewed by <@U0PRIYA>"), view.count("viewed by <@U0MARCUS>")) == (1, 1)
    assert "Submitted by" in view


def test_only_the_first_try_is_posted_in_the_thread() -> None:
    tries = [an_event(EventKind.ATTEMPTED, codes={"attempt": n}) for n in (1, 2)]
    assert [thread_words(event, a_request(), named=True) is not None for event in tries] == [True, False]


SHOWN_OTHERWISE = {EventKind.REISSUED, EventKind.REMINDED}
"""The summary in the thread tells of the reissue, and a direct message to the requester reminds."""

NOT_ABOUT_A_STEP = {
    EventKind.ALL_AWAY,
    EventKind.BLANKED,
    EventKind.ESCALATED,
    EventKind.FORGOTTEN,
    EventKind.NOT_KNOWN,
    EventKind.OVERDUE,
    EventKind.POSTPONED,
    EventKind.REFRESHED,
    EventKind.REFUSED,
    EventKind.UNDELIVERABLE,
    EventKind.VIEWED,
}

ABOUT_A_LIFE_EVENT = {kind for kind in EventKind if kind.value.startswith("event_")}
"""Lines without a request."""


@pytest.mark.parametrize("kind", sorted(set(EventKind) - SHOWN_OTHERWISE - NOT_ABOUT_A_STEP - ABOUT_A_LIFE_EVENT))
def test_no_step_of_a_request_is_silent_in_its_thread(kind: EventKind) -> None:
    assert thread_words(an_event(kind), a_request(), named=True)


def test_every_status_has_an_example_that_is_drawn_and_so_its_words() -> None:
    assert {standing.reissue_request.status for standing in standings().values()} == set(RequestStatus)
