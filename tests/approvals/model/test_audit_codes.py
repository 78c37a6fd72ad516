"""The codes of an audit line: what this release knows of them, whichever release wrote the line."""

from approvals.model.audit_codes import AuditCodes
from approvals.model.conditions import Condition, ConditionKind
from approvals.model.event import Event, EventKind
from approvals.model.likeness import Likeness
from tests.builders import an_event


def approved(**codes: str) -> Event:
    """An approval with these codes."""
    return an_event(EventKind.APPROVED, codes=codes)


def test_codes_are_read_as_they_were_written() -> None:
    codes = AuditCodes(
        changed=("reason",),
        void=1,
        second_approval=(Condition(ConditionKind.WINDOW_CLOSED),),
        click="click",
        likeness=Likeness.NAMESAKE,
        left={"U0PRIYA": "NotAnApprover"},
        again_of="R-12",
    )
    assert AuditCodes.of(an_event(codes=codes.written())) == codes


def test_values_that_only_a_later_release_knows_are_left_out() -> None:
    line = approved(likeness="twin", second_approval="full_moon,window_closed", new_code="new", click="click")
    assert AuditCodes.of(line) == AuditCodes(second_approval=(Condition(ConditionKind.WINDOW_CLOSED),), click="click")
