"""The line of a copy that stands in for another: it is there whatever else has to be clipped, and above the buttons."""

import pytest

from handlers.blocks.drawn import Block, Drawn
from handlers.blocks.elements import actions, button, section
from handlers.blocks.messages.replacing import replacing
from handlers.words.controls.copies import POSTED_AGAIN, REPLACES
from handlers.words.mrkdwn import Mrkdwn
from sandbox.slack.blocks import validate_message
from tests.handlers.blocks.limits import breaches
from tests.shown import words_of

BUTTONS = actions([button("Approve", "approve", "1")])


def sections(count: int) -> list[Block]:
    return [section(Mrkdwn(f"Line {number}.")) for number in range(count)]


@pytest.mark.parametrize("count", [1, 48, 49, 60])
def test_a_long_card_keeps_its_buttons_and_the_line_above_them(count: int) -> None:
    copy = replacing(Drawn(text="R-12 " + "&amp;" * 1000, blocks=[*sections(count), BUTTONS]))
    assert [block["type"] for block in copy.blocks[-2:]] == ["context", "actions"]
    assert REPLACES in words_of({"blocks": copy.blocks[-2:]})
    assert copy.text.endswith(f" {REPLACES}")
    payload = {"text": copy.text, "blocks": copy.blocks}
    assert (validate_message(payload, updating=True), breaches(payload)) == ([], [])


@pytest.mark.parametrize("count", [1, 50])
def test_a_post_without_buttons_says_at_its_end_that_it_may_be_there_twice(count: int) -> None:
    copy = replacing(Drawn(text="R-12", blocks=sections(count)))
    assert words_of({"blocks": copy.blocks[-1:]}).endswith(POSTED_AGAIN)
    assert copy.text == f"R-12 {POSTED_AGAIN}"
    assert len(copy.blocks) <= 50
