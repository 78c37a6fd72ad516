"""What stands on a card whatever becomes of its request, and what is said while it is undecided."""

import pytest

from approvals.model.conversation import Conversation
from approvals.model.status import UNDECIDED, RequestStatus
from handlers.blocks.messages.card import approval_card
from handlers.blocks.messages.direct import direct_card
from handlers.words.facts import NOT_RECORDED
from tests.builders import a_request
from tests.handlers.blocks.requests import FULL, MINIMAL, Standing, a_question, an_answer
from tests.shown import words_of


@pytest.mark.parametrize("status", RequestStatus)
def test_a_card_keeps_its_facts_and_what_was_asked_and_answered(status: RequestStatus) -> None:
    question, answer = a_question(5), an_answer()
    talk = Conversation((question, answer))
    standing = Standing(a_request(status=status), conversation=talk)
    card = approval_card(standing.reissue_request, (), standing.within(FULL))
    own = direct_card(standing.reissue_request, (), standing.within(FULL))
    for drawn in (card, own):
        shown = words_of({"blocks": drawn.blocks})
        for fact in ("Ada Lovelace", "Gold PPO", "Birth", a_request().reason, question.text, answer.text):
            assert fact in shown
        assert question.text.rstrip("?.") in drawn.text


@pytest.mark.parametrize("status", RequestStatus)
def test_while_it_is_undecided_the_card_says_that_replies_are_not_recorded(status: RequestStatus) -> None:
    for ctx in (FULL, MINIMAL):
        shown = words_of({"blocks": approval_card(a_request(status=status), (), ctx).blocks})
        assert (NOT_RECORDED in shown) is (status in UNDECIDED)
