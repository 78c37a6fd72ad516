"""The books of the chaos: what counts as the bot's doing, and which words on a copy are held against what was done."""

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from benefits import ids
from benefits.contract import Contract
from handlers.blocks.messages.direct import direct_card
from handlers.blocks.messages.summary import enrollment_summary
from sandbox import cast
from sandbox.app import Sandbox, build_sandbox
from sandbox.benefits.rules import Rules
from sandbox.benefits.world import CONTRACTS
from sandbox.slack.messages import Message
from tests.builders import a_new_enrollment, a_request
from tests.chaos.audit import Audit, Wrong
from tests.chaos.books import ApiBook, Kept, wanted
from tests.chaos.colleagues import beside, event_of, furnish
from tests.handlers.blocks.requests import FULL

NEW, OTHER = "enrl_crowd_1_medical_r1", "enrl_crowd_1_dental_r1"


@pytest.fixture(params=Contract)
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """One with a crowd of eight, in each contract."""
    sandbox = build_sandbox("", crowd=8, shape=CONTRACTS[request.param.value])
    furnish(sandbox, 8, request.param)
    return sandbox


def test_a_colleagues_reissue_beside_the_wanted_one_is_none_of_the_bots_doing(sandbox: Sandbox) -> None:
    api = ApiBook(sandbox)
    reissue(sandbox, beside(1))
    assert (api.effects(), api.opened(1)) == (0, None)
    reissue(sandbox, wanted(1))
    assert (api.effects(), api.opened(1)) == (1, "enrl_crowd_1_medical_r2")


def test_in_connect_6_a_quarter_of_the_requests_have_no_event_because_they_need_none() -> None:
    assert [number for number in range(1, 9) if event_of(number, Contract.CONNECT_6) is None] == [4, 8]
    assert all(event_of(number, Contract.DOCUMENTED) for number in range(1, 9))


def test_calls_that_the_contract_does_not_have_and_the_private_record_are_found(sandbox: Sandbox) -> None:
    for call, path in (("enrollment", "/v1/a"), ("unknown", "/v1/b"), ("member", "/v1/c")):
        sandbox.calls.record("benefits", call, "GET", path, 200, effect=False, detail={})
    sandbox.benefits.world.connect6.violations.append({"rule": "null in the body", "detail": "reason"})
    assert ApiBook(sandbox).forbidden() == ["null in the body: reason", "GET /v1/b", "GET /v1/c"]


def test_a_new_enrollment_whose_summary_is_not_read_yet_is_true_and_one_that_was_not_opened_is_not() -> None:
    assert told_untruths(new_id=NEW, summary_id=None) == []
    assert told_untruths(new_id=OTHER, summary_id=None) == [
        f"the row tells of {OTHER}, and the API opened {NEW}",
        f"the summary tells of {OTHER}, and the API opened {NEW}",
    ]


def test_a_summary_is_true_if_it_is_of_the_enrollment_that_was_opened() -> None:
    assert told_untruths(new_id=NEW, summary_id=NEW) == []
    assert f"the summary tells of {OTHER}, and the API opened {NEW}" in told_untruths(NEW, OTHER)


def test_a_copy_that_tells_a_summary_which_was_never_read_is_untrue() -> None:
    shown = a_done_request(NEW, NEW)
    assert told_untruths(NEW, None, shown=shown) == [
        "the direct tells a summary that was never read",
        "the summary tells a summary that was never read",
    ]


def told_untruths(new_id: str, summary_id: str | None, shown: ReissueRequest | None = None) -> list[str]:
    """What the audit says about a row with these ids, and about its copies, drawn as the bot draws `shown`."""
    sandbox = build_sandbox("", crowd=1, shape="connect-6")
    reissue(sandbox, wanted(1))
    done = a_done_request(new_id, summary_id)
    drawn = {"direct": direct_card(shown or done, (), FULL), "summary": enrollment_summary(shown or done, (), FULL)}
    post = sandbox.workspace.messages.post
    posted = {kind: post(Message(cast.APPROVALS, cast.BOT_USER_ID, one.text)) for kind, one in drawn.items()}
    row: Any = SimpleNamespace(
        number=1,
        status=done.status,
        enrollment_id=wanted(1),
        new_enrollment_id=new_id,
        summary=summary_id and {"id": summary_id},
    )
    cards: list[Any] = [
        SimpleNamespace(kind=kind, channel=cast.APPROVALS, ts=message.ts) for kind, message in posted.items()
    ]
    people: Any = SimpleNamespace(eyes=SimpleNamespace(workspace=sandbox.workspace))
    audit = Audit({}, ApiBook(sandbox), people)
    found = list(audit.oversaid(Kept(row, [], [], cards)))
    assert {finding.wrong for finding in found} <= {Wrong.UNTRUE}
    return [finding.what for finding in found]


def a_done_request(new_id: str, summary_id: str | None) -> ReissueRequest:
    """A reissued request, with or without its summary."""
    summary = summary_id and a_new_enrollment(id=summary_id)
    done = a_request(status=RequestStatus.REISSUED, summary=summary or None)
    return replace(done, new_enrollment_id=ids.enrollment_id(new_id))


def reissue(sandbox: Sandbox, enrollment_id: str) -> None:
    """Close an enrollment and open another."""
    world = sandbox.benefits.world
    rules = Rules(world, cast.today, lambda: datetime.now(UTC))
    rules.replace(world.enrollments[enrollment_id], None, None)
