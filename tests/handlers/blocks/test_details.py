"""*Details* says exactly what it leaves out, and shows the requester what they can do."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.model.conversation import Conversation
from approvals.model.event import Event, EventKind
from approvals.model.status import RequestStatus
from handlers.blocks.conversation import REMARKS_SHOWN
from handlers.blocks.modals.details import ATTEMPTS_SHOWN, DECISIONS_SHOWN, LINES_SHOWN, Reader, details_modal
from handlers.ids import ActionId as A
from handlers.words.done import denied_now
from sandbox.slack.blocks import validate_view
from tests.builders import APPROVER, NOW, REQUEST_ID, REQUESTER, a_decision, a_request, an_attempt
from tests.handlers.blocks.requests import FULL, a_question, standings
from tests.shown import buttons_of

Json = dict[str, Any]

TIMES = re.compile(r"\(([0-9]+) times, this was the last\)")
LEFT_OUT = re.compile(r"([0-9]+) earlier events? not shown")


def events(*kinds: EventKind, **codes: str | int) -> list[Event]:
    """Events one second apart."""
    return [
        Event(request_id=REQUEST_ID, at=NOW + timedelta(seconds=n), actor=APPROVER, kind=kind, codes=codes, seq=n + 1)
        for n, kind in enumerate(kinds)
    ]


def timeline(view: Json) -> list[str]:
    """The lines of the timeline."""
    texts = [block["text"]["text"] for block in view["blocks"] if block["type"] == "section" and "text" in block]
    below = texts[texts.index("*Timeline*") + 1 :]
    return [line for text in below for line in text.splitlines()]


def left_out(view: Json) -> int:
    """How many events the timeline says that it leaves out."""
    found = LEFT_OUT.search(json.dumps(view))
    return int(found.group(1)) if found else 0


KINDS = st.lists(st.sampled_from([EventKind.VIEWED, EventKind.REFUSED, EventKind.APPROVED, EventKind.LOST]))


@given(KINDS.map(lambda few: few * 9))
def test_what_is_shown_and_what_is_said_to_be_left_out_are_all_events(kinds: list[EventKind]) -> None:
    view = details_modal(a_request(), (), events(*kinds, wanted="approved", why="OwnRequest"), FULL, NOW)
    lines = timeline(view)
    stand_for = sum(int(found.group(1)) if (found := TIMES.search(line)) else 1 for line in lines)
    assert stand_for + left_out(view) == len(kinds)
    assert len(lines) <= LINES_SHOWN


def test_a_long_history_ends_with_what_happened_last_and_counts_what_it_leaves_out() -> None:
    view = details_modal(a_request(), (), events(*[EventKind.RETRIED] * 500, EventKind.CLOSED), FULL, NOW)
    assert timeline(view)[-1].endswith(f"Closed by <@{APPROVER}>")
    assert (len(timeline(view)), left_out(view)) == (LINES_SHOWN, 501 - LINES_SHOWN)


def test_looking_and_being_refused_often_pushes_nothing_out() -> None:
    many = [EventKind.SUBMITTED, *[EventKind.VIEWED] * 300, *[EventKind.REFUSED] * 200]
    view = details_modal(a_request(), (), events(*many, wanted="approved", why="OwnRequest"), FULL, NOW)
    submitted, viewed, refused = timeline(view)
    assert "Submitted by" in submitted
    assert viewed.endswith(f"Details viewed by <@{APPROVER}> (300 times, this was the last)")
    assert refused.endswith("(their own request) (200 times, this was the last)")
    assert left_out(view) == 0


def test_lines_too_long_for_the_timeline_are_counted_and_not_cut() -> None:
    left = ",".join(f"U{number:09}=InactiveAccount" for number in range(20))
    view = details_modal(a_request(), (), events(*[EventKind.APPROVED] * 40, left=left), FULL, NOW)
    assert validate_view(view) == []
    assert 0 < len(timeline(view)) < 40
    assert len(timeline(view)) + left_out(view) == 40
    assert not any(line.endswith("…") for line in timeline(view))


@pytest.mark.parametrize("more", [0, 1, 7])
def test_decisions_tries_and_remarks_that_are_left_out_are_counted(more: int) -> None:
    decisions = tuple(a_decision(approver=f"U{number:03}") for number in range(DECISIONS_SHOWN + more))
    attempts = [an_attempt(n=number + 1) for number in range(ATTEMPTS_SHOWN + more)]
    said = replace(FULL, conversation=Conversation((a_question(1),) * (REMARKS_SHOWN + more)))
    shown = json.dumps(details_modal(a_request(decisions=decisions), attempts, (), said, NOW))
    words = {"decision": "decision", "try": "try", "remark": "remark"} if more == 1 else {}
    words = words or {"decision": "decisions", "try": "tries", "remark": "remarks"}
    for word in words.values():
        assert (f"{more} earlier {word} not shown." in shown) is (more > 0)


def test_at_its_longest_nothing_is_cut_off_at_the_end() -> None:
    standing = standings()["failed"]
    decisions = tuple(a_decision(approver=f"U{number:03}", reason="no") for number in range(60))
    attempts = [an_attempt(n=number, message="No.") for number in range(1, 60)]
    everything = replace(standing.reissue_request, decisions=decisions, warnings=tuple(_warned().warnings))
    said = replace(FULL, conversation=Conversation((a_question(1),) * 60), namesakes=(APPROVER,), is_matched=False)
    history = events(*[EventKind.RETRIED] * 500)
    view = details_modal(
        everything, attempts, history, replace(said, server="Test server"), NOW, reader=Reader(REQUESTER)
    )
    assert validate_view(view) == []
    assert "As of" in json.dumps(view["blocks"][-1])


def test_no_status_of_http_is_shown() -> None:
    for standing in standings().values():
        view = details_modal(standing.reissue_request, standing.attempts, (), FULL, NOW)
        assert "HTTP" not in json.dumps(view)


def test_each_reader_finds_the_buttons_in_it_that_are_theirs() -> None:
    look = [A.LOOK_AGAIN]
    for status, own, deciding in (
        (RequestStatus.PENDING, [A.CHANGE, A.WITHDRAW, A.LOOK_AGAIN], [A.APPROVE_FORM, A.DENY, A.ASK, A.LOOK_AGAIN]),
        (RequestStatus.NEEDS_INFO, [A.ANSWER, A.WITHDRAW, A.LOOK_AGAIN], [A.DENY, A.LOOK_AGAIN]),
        (RequestStatus.APPLYING, look, look),
        (RequestStatus.REISSUED, [], []),
    ):
        only_look = [] if status is RequestStatus.REISSUED else look
        readers = [
            (Reader(REQUESTER), own),
            (Reader(APPROVER, may_decide=True), deciding),
            (Reader(APPROVER), only_look),
        ]
        for reader, buttons in [*readers, (None, [])]:
            view = details_modal(a_request(status=status), (), (), FULL, NOW, reader=reader)
            assert buttons_of(view) == buttons


def test_an_approver_whose_requester_left_is_not_offered_to_ask_them() -> None:
    left = a_request(requester_left="InactiveAccount")
    view = details_modal(left, (), (), FULL, NOW, reader=Reader(APPROVER, may_decide=True))
    assert buttons_of(view) == [A.APPROVE_FORM, A.DENY, A.LOOK_AGAIN]


def test_what_was_done_comes_first() -> None:
    view = details_modal(a_request(), (), (), FULL, NOW, reader=Reader(APPROVER, done=denied_now(a_request())))
    assert (
        view["blocks"][0]["text"]["text"] == f"✅ You denied R-12. <@{REQUESTER}> gets your reason as a direct message."
    )


def _warned() -> Any:  # noqa: ANN401 - a request
    return standings()["pending_with_warnings"].reissue_request
