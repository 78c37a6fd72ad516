"""A requester whose answer is missing reads that it is their turn, and until when, also when the request is overdue."""

from dataclasses import replace

import pytest

from approvals.model.event import EventKind
from approvals.model.status import RequestStatus
from handlers.blocks.messages.direct import direct_card, direct_note
from handlers.words.dates import day
from tests.builders import an_event
from tests.handlers.blocks.requests import FULL, standings

OVERDUE = standings()["pending_overdue"].reissue_request


@pytest.mark.parametrize(
    ("status", "turn", "is_said"),
    [
        (RequestStatus.PENDING, "the approvers have been reminded", True),
        (RequestStatus.PENDING, "it waits for your answer", False),
        (RequestStatus.NEEDS_INFO, "the approvers have been reminded", False),
        (RequestStatus.NEEDS_INFO, "it waits for your answer", True),
    ],
)
def test_the_note_about_an_overdue_request_says_whose_turn_it_is(
    status: RequestStatus, turn: str, *, is_said: bool
) -> None:
    note = direct_note(an_event(EventKind.OVERDUE), replace(OVERDUE, status=status), FULL)
    assert note is not None
    assert (turn in note.text) is is_said


def test_the_copy_of_an_unanswered_request_says_until_when_to_answer() -> None:
    asked = direct_card(replace(OVERDUE, status=RequestStatus.NEEDS_INFO), (), FULL)
    assert OVERDUE.lapses_on is not None
    assert f"Please answer it with *Answer…* by {day(OVERDUE.lapses_on)}" in asked.text
    assert "then it expires): it cannot be approved until then." in asked.text
