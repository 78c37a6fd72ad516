"""In a channel that is public or shared, a card says number, deadline and status, and nothing about anybody."""

import json

import pytest

from approvals.model.event import EventKind
from handlers.blocks.messages.card import approval_card
from handlers.blocks.messages.direct import direct_card
from handlers.blocks.messages.summary import enrollment_summary
from handlers.blocks.messages.thread import thread_post
from tests.builders import APPROVER, REQUESTER
from tests.handlers.blocks.event_scenes import what_happened
from tests.handlers.blocks.requests import FULL, MINIMAL, standings

PERSONAL = [
    REQUESTER,
    APPROVER,
    "Ada",
    "Lovelace",
    "Byron",
    "Gold",
    "Silver",
    "Medical",
    "Employee only",
    "Birth",
    "Loss of coverage",
    "daughter",
    "certificate",
    "coverage began",
    "employer pays",
    "window is closed",
    "trace-4711",
    "enrl_",
    "empl_",
    "qle_",
]


@pytest.mark.parametrize("name", sorted(standings()))
def test_nothing_personal_stands_in_a_minimal_card_or_thread(name: str) -> None:
    standing = standings()[name]
    reissue_request, attempts = standing.reissue_request, standing.attempts
    minimal = standing.within(MINIMAL)
    posts = [thread_post(what_happened(kind), reissue_request, attempts, minimal) for kind in EventKind]
    drawings = [
        approval_card(reissue_request, attempts, minimal),
        enrollment_summary(reissue_request, attempts, minimal),
        *filter(None, posts),
    ]
    for drawing in drawings:
        written = json.dumps([drawing.text, drawing.blocks], ensure_ascii=False)
        assert [word for word in PERSONAL if word in written] == []


def test_a_minimal_card_says_number_status_and_deadline() -> None:
    drawing = approval_card(standings()["pending_one_of_two"].reissue_request, (), MINIMAL)
    written = json.dumps(drawing.blocks, ensure_ascii=False)
    assert "R-12 · Waiting for approval (1 of 2)" in written
    assert "17 Nov 2026" in written
    assert "Test server" in written


def test_the_requester_sees_everything_in_a_direct_message_whatever_the_channel_may_show() -> None:
    standing = standings()["denied"]
    full, minimal = (direct_card(standing.reissue_request, standing.attempts, ctx) for ctx in (FULL, MINIMAL))
    assert "certificate" in full.text
    assert "certificate" in minimal.text
