"""What forms ask about the document of a life event, and what they may say in a person's name: nothing."""

from approvals.actions.group import Part, Review
from approvals.actions.revise import Draft
from approvals.model.choices import Obstacle
from benefits.models import QualifyingLifeEvent
from handlers.blocks.drawn import Block
from handlers.blocks.modals.revise import revise_modal
from handlers.blocks.modals.together import all_modal
from handlers.carried import SeenRevision
from handlers.ids import ActionId
from tests.builders import REQUEST_ID, TODAY, a_document, a_qle, a_request

MARRIAGE = a_qle(id="qle_5", event_type="Marriage")


def box_of(view: dict[str, list[Block]]) -> Block:
    """The box with which a person says that they saw the document."""
    return next(b["element"] for b in view["blocks"] if str(b.get("block_id")).startswith("document:"))


def change_form(qles: tuple[QualifyingLifeEvent, ...] | Obstacle) -> dict[str, list[Block]]:
    """*Change…* of a request whose requester said which document they saw."""
    request = a_request(document=a_document())
    draft = Draft(reissue_request=request, qles=qles, today=TODAY, asks_document=True)
    return revise_modal(draft, SeenRevision(REQUEST_ID, 1))


def test_who_can_choose_another_event_has_to_say_again_that_they_saw_its_document() -> None:
    assert "initial_options" not in box_of(change_form((a_qle(), MARRIAGE)))


def test_who_cannot_choose_another_event_has_said_it_already() -> None:
    assert box_of(change_form((a_qle(),)))["initial_options"]
    assert box_of(change_form(Obstacle.API_NO_ANSWER))["initial_options"]


def test_the_list_of_all_asks_for_the_document_of_the_event_of_those_it_approves() -> None:
    parts = [Part(a_request(qle=None)), Part(a_request(qle=MARRIAGE))]
    view = all_modal(ActionId.APPROVE_ALL, Review(parts, TODAY, asks_document=True), None)
    [box] = [b for b in view["blocks"] if str(b.get("block_id")).startswith("document:")]
    assert box["block_id"] == "document:qle_5"
