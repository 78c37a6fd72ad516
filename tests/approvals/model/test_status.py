"""The table of statuses and verbs, written out by hand from the diagram in the product's description."""

from collections.abc import Callable

import pytest

from approvals.model.entitlement import Standing
from approvals.model.request import ReissueRequest, Verdict
from approvals.model.status import OPEN, RequestStatus, Verb
from approvals.model.transitions import TRANSITIONS, NoLongerPossible, status_after
from approvals.rules import lifecycle
from tests.builders import APPROVER, NOW, a_decision, a_new_enrollment, a_problem, a_request, a_revision

VERBS = "approve deny ask answer edit take_over withdraw expire succeed fail lose give_up restore retry check send_again mark_done close"  # noqa: E501 - the row of the table below

TABLE = """
           approve  deny   ask        answer  edit    take_over  withdraw  expire  succeed  fail   lose     give_up restore retry    check    again    done     close
pending    applying denied needs_info -       pending pending    withdrawn expired -        -      -        -       -       -        -        -        -        closed
needs_info -        denied -          pending -       needs_info withdrawn expired -        -      -        -       -       -        -        -        -        closed
applying   -        -      -          -       -       -          -         -       reissued failed checking -       unknown -        -        -        -        -
checking   -        -      -          -       -       -          -         -       reissued failed -        unknown -       -        -        -        -        -
failed     -        -      -          -       -       -          -         -       -        -      -        -       -       applying -        -        -        closed
unknown    -        -      -          -       -       -          -         -       -        -      -        -       -       -        checking applying reissued closed
reissued   -        -      -          -       -       -          -         -       -        -      -        -       -       -        -        -        -        -
withdrawn  -        -      -          -       -       -          -         -       -        -      -        -       -       -        -        -        -        -
denied     -        -      -          -       -       -          -         -       -        -      -        -       -       -        -        -        -        -
expired    -        -      -          -       -       -          -         -       -        -      -        -       -       -        -        -        -        -
closed     -        -      -          -       -       -          -         -       -        -      -        -       -       -        -        -        -        -
"""  # noqa: E501 - a table is read as a table

SECOND_REQUESTER = "U0NORA"

STILL_OPEN = {"pending", "needs_info", "applying", "checking", "failed", "unknown"}

CELLS = [
    pytest.param(
        RequestStatus(status), Verb(verb), RequestStatus(leads) if leads != "-" else None, id=f"{status}-{verb}"
    )
    for status, *row in (line.split() for line in TABLE.strip().splitlines()[1:])
    for verb, leads in zip(VERBS.split(), row, strict=True)
]


def _left(one: ReissueRequest) -> Standing:
    return Standing(requester=one.requester, requester_left="InactiveAccount")


BY_VERB: dict[Verb, Callable[[ReissueRequest], ReissueRequest]] = {
    Verb.APPROVE: lambda one: lifecycle.decide(one, a_decision()),
    Verb.DENY: lambda one: lifecycle.decide(one, a_decision(verdict=Verdict.DENY, reason="No")),
    Verb.ASK: lambda one: lifecycle.ask(one, one.revision, NOW),
    Verb.ANSWER: lambda one: lifecycle.answer(one, one.revision, a_revision(), NOW),
    Verb.EDIT: lambda one: lifecycle.edit(one, one.revision, a_revision(), NOW),
    Verb.TAKE_OVER: lambda one: lifecycle.take_over(one, SECOND_REQUESTER, 1, _left(one)),
    Verb.WITHDRAW: lambda one: lifecycle.withdraw(one, NOW),
    Verb.EXPIRE: lambda one: lifecycle.expire(one, NOW),
    Verb.SUCCEED: lambda one: lifecycle.succeed(one, a_new_enrollment(), NOW),
    Verb.FAIL: lambda one: lifecycle.fail(one, a_problem(), NOW),
    Verb.LOSE: lambda one: lifecycle.lose(one, a_problem(), NOW),
    Verb.GIVE_UP: lambda one: lifecycle.give_up(one, NOW),
    Verb.RESTORE: lambda one: lifecycle.after_restore(one, NOW),
    Verb.RETRY: lambda one: lifecycle.retry(one, NOW),
    Verb.CHECK: lambda one: lifecycle.check(one, NOW),
    Verb.SEND_AGAIN: lambda one: lifecycle.send_again(one, NOW),
    Verb.MARK_DONE: lambda one: lifecycle.mark_done(one, APPROVER, None, NOW),
    Verb.CLOSE: lambda one: lifecycle.close(one, NOW, _left(one)),
}


def test_the_table_has_every_status_and_every_verb_once() -> None:
    assert len(CELLS) == len(RequestStatus) * len(Verb) == 198
    assert {cell.values[:2] for cell in CELLS} == {(status, verb) for status in RequestStatus for verb in Verb}


@pytest.mark.parametrize(("status", "verb", "leads_to"), CELLS)
def test_a_verb_leads_where_the_table_says_and_nowhere_else(
    status: RequestStatus, verb: Verb, leads_to: RequestStatus | None
) -> None:
    before = a_request(status=status, requester_left="InactiveAccount")
    assert TRANSITIONS.get((status, verb)) is leads_to
    if leads_to is not None:
        after = BY_VERB[verb](before)
        assert (status_after(status, verb), after.status, after.version) == (leads_to, leads_to, before.version + 1)
        return
    for attempt in (lambda: status_after(status, verb), lambda: BY_VERB[verb](before)):
        with pytest.raises(NoLongerPossible) as refusal:
            attempt()
        assert (refusal.value.status, refusal.value.verb) == (status, verb)


@pytest.mark.parametrize("status", RequestStatus)
def test_a_request_is_open_exactly_as_long_as_something_may_still_come_of_it(status: RequestStatus) -> None:
    assert status.is_open is (status.value in STILL_OPEN)
    assert status.is_open is any(origin is status for origin, _ in TRANSITIONS)


def test_six_statuses_keep_other_requests_for_the_enrollment_out() -> None:
    assert {status.value for status in OPEN} == STILL_OPEN


def test_the_table_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        TRANSITIONS[RequestStatus.DENIED, Verb.APPROVE] = RequestStatus.APPLYING  # type: ignore[index]


def test_only_an_approval_or_an_approver_leads_to_applying() -> None:
    ways = {verb for (_, verb), leads_to in TRANSITIONS.items() if leads_to is RequestStatus.APPLYING}
    assert ways == {Verb.APPROVE, Verb.RETRY, Verb.SEND_AGAIN}
