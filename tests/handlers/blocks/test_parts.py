"""What a message is made of: parts, from which its blocks and its text both follow."""

from handlers.blocks.elements import section
from handlers.blocks.messages.card import approval_card, shared_facts
from handlers.blocks.parts import NOTHING, Part, Turn, message, paragraph, shown_only, small_print
from handlers.words.mrkdwn import Mrkdwn
from tests.handlers.blocks.requests import FULL, standings


def _said(text: str, turn: Turn) -> Part:
    return Part(Mrkdwn(text), (section(Mrkdwn(text)),), turn)


def test_parts_are_shown_in_their_order_and_read_by_their_turns() -> None:
    parts = [_said("Why.", Turn.REASON), _said("Who.", Turn.FACTS), _said("Test server:", Turn.SERVER)]
    drawn = message(parts)
    assert [block["text"]["text"] for block in drawn.blocks] == ["Why.", "Who.", "Test server:"]
    assert drawn.text == "Test server: Who. Why."


def test_parts_of_one_turn_are_read_as_they_are_shown() -> None:
    assert message([paragraph(Mrkdwn("One.")), paragraph(Mrkdwn("Two."))]).text == "One. Two."


def test_small_print_is_read_as_a_sentence_and_is_nothing_without_words() -> None:
    assert message([small_print("Approved by 2 people"), small_print("")]).text == "Approved by 2 people."
    assert small_print("") is NOTHING


def test_what_is_only_shown_leaves_no_gap_in_the_text() -> None:
    parts = [paragraph(Mrkdwn("One.")), shown_only(section(Mrkdwn("Look below."))), paragraph(Mrkdwn("Two."))]
    assert message(parts).text == "One. Two."


def test_a_card_says_every_fact_that_it_shows() -> None:
    for name, standing in standings().items():
        reissue_request, attempts, ctx = standing.reissue_request, standing.attempts, standing.within(FULL)
        if ctx.shows_all_of(reissue_request):
            shown = [part for part in shared_facts(reissue_request, attempts, ctx) if part is not NOTHING]
            text = approval_card(reissue_request, attempts, ctx).text
            assert [part for part in shown if not part.text or part.text not in text] == [], name
