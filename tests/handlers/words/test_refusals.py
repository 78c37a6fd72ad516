"""One plain sentence for each refusal, each code under a field and each obstacle in the form."""

import re

import pytest

from approvals import errors
from approvals.actions.record_event import NearDuplicates, Recordable
from approvals.model.card import ReplacedCard
from approvals.model.choices import Obstacle
from approvals.model.request import OpenRequestExists, Verdict
from approvals.model.status import RequestStatus, Verb
from approvals.model.transitions import NoLongerPossible
from handlers.words.controls.fields import field_sentence
from handlers.words.controls.forms import IN_TYPEAHEAD, obstacle_words
from handlers.words.refusals import sentence_for
from handlers.words.vitable import VITABLE_OBSTACLES, vitable_words
from tests.builders import APPROVER, NOW, TODAY, a_decision, a_qle, a_request, an_employee


def test_who_comes_second_is_told_who_already_denied() -> None:
    denial = a_decision(verdict=Verdict.DENY)
    denied = a_request(status=RequestStatus.DENIED, decisions=(denial,))
    refusal = NoLongerPossible(RequestStatus.DENIED, Verb.APPROVE)
    assert sentence_for(refusal, denied) == f"R-12 was already denied by <@{APPROVER}>."


def test_who_approves_twice_is_told_how_many_are_missing() -> None:
    reissue_request = a_request(approvals_required=2, decisions=(a_decision(),))
    assert sentence_for(errors.AlreadyApproved(), reissue_request) == (
        "You approved R-12 already. It still needs 1 more approval by someone else."
    )


@pytest.mark.parametrize("status", RequestStatus)
def test_what_is_no_longer_possible_has_a_sentence_in_every_status(status: RequestStatus) -> None:
    words = sentence_for(NoLongerPossible(status, Verb.APPROVE), a_request(status=status))
    assert words.startswith("R-12 ")
    assert words.endswith(".")


def refusals() -> list[errors.ApprovalsError]:
    """One of each kind."""

    def leaves(kind: type[errors.ApprovalsError]) -> list[type[errors.ApprovalsError]]:
        return [kind, *(leaf for below in kind.__subclasses__() for leaf in leaves(below))]

    special: dict[type, errors.ApprovalsError] = {
        NoLongerPossible: NoLongerPossible(RequestStatus.EXPIRED, Verb.DENY),
        errors.InvalidSubmission: errors.InvalidSubmission("reason", "too_long"),
        OpenRequestExists: OpenRequestExists(a_request()),
        errors.RequesterLeft: errors.RequesterLeft("InactiveAccount"),
        errors.TooEarly: errors.TooEarly(NOW),
        ReplacedCard: ReplacedCard(None),
        NearDuplicates: NearDuplicates((a_qle(),), Recordable(employee=an_employee(), today=TODAY)),
    }
    return [special.get(kind) or kind() for kind in leaves(errors.ApprovalsError)]


@pytest.mark.parametrize("error", refusals(), ids=lambda error: type(error).__name__)
def test_every_refusal_has_one_plain_sentence_with_and_without_a_request(error: errors.ApprovalsError) -> None:
    for words in (sentence_for(error), sentence_for(error, a_request())):
        assert words.endswith(".")
        plain = re.sub(r"<!date[^>]+>", "5 Nov", words)
        assert not set("{_") & set(plain.replace("enrl_", ""))


@pytest.mark.parametrize(
    "code",
    [
        "required",
        "too_long",
        "not_this_employees",
        "unknown_id",
        "invalid_id",
        "qle_denied",
        "enrollment_inactive",
        *VITABLE_OBSTACLES,
    ],
)
def test_every_code_under_a_field_has_a_sentence_of_its_own(code: str) -> None:
    otherwise = field_sentence("never heard of")
    for field in ("employee", "enrollment", "qle", "reason", "enrollment_id"):
        assert field_sentence(code, field) != otherwise


def test_a_second_open_request_is_refused_with_the_number_and_the_link_of_the_first() -> None:
    words = field_sentence("open_request_exists", "enrollment", other=a_request(), link="https://slack.example/p1")
    assert words == "R-12 is already open for this enrollment: https://slack.example/p1"


@pytest.mark.parametrize("obstacle", Obstacle)
def test_every_obstacle_has_a_sentence(obstacle: Obstacle) -> None:
    assert obstacle_words(obstacle, "enrl_<x>", "Ada <b>").count("<") == 0
    assert obstacle_words(obstacle, None, None).endswith(".")


def test_a_sentence_in_the_typeahead_fits_a_line_of_a_menu() -> None:
    assert max(map(len, IN_TYPEAHEAD.values())) <= 75


def test_only_where_vitable_did_not_answer_is_it_said_that_it_did_not() -> None:
    silent = [obstacle for obstacle in VITABLE_OBSTACLES if "did not answer" in vitable_words(obstacle)]
    assert silent == [Obstacle.API_NO_ANSWER]
    assert len({vitable_words(obstacle) for obstacle in VITABLE_OBSTACLES}) == len(VITABLE_OBSTACLES)
