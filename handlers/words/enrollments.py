"""An enrollment in words, fact by fact; and the new one that a reissue opened."""

from collections.abc import Sequence

from approvals.model.request import ReissueRequest
from benefits.models import Enrollment
from handlers.words.benefits import (
    coverage_words,
    dependents_words,
    enrollment_status_words,
    money,
    plan_words,
    tier_words,
    told_dependents,
    unsaid,
)
from handlers.words.mrkdwn import Mrkdwn, code, escape, one_line
from handlers.words.removed import employee_name

UNREADABLE = Mrkdwn(
    "Vitable did the reissue, but the bot could not read its answer, and did not find the new enrollment either. "
    "Look for it in Vitable."
)
NOT_READ_YET = "Vitable opened {id}. The bot could not read it yet and keeps trying; *Refresh* tries now."
NOT_NAMED = Mrkdwn("They gave no id of the new enrollment, so there is no summary: look in Vitable.")
CONFIRMED = Mrkdwn(f"An approver saw in Vitable that the reissue took effect. {NOT_NAMED}")
NEW_ENROLLMENT = "New enrollment"


def not_read_yet(reissue_request: ReissueRequest) -> Mrkdwn:
    """The id of the new enrollment, of which nothing more is known yet."""
    return Mrkdwn(NOT_READ_YET.format(id=code(reissue_request.new_enrollment_id or "")))


def enrollment_facts(enrollment: Enrollment, product: str) -> list[tuple[str, str]]:
    """Every fact about an enrollment that people compare, with its name."""
    otherwise = unsaid(enrollment)
    dependents = dependents_words(told_dependents(enrollment), otherwise)
    return [
        ("Plan", plan_words(enrollment, product)),
        ("Status", enrollment_status_words(enrollment.status)),
        ("Covers", tier_words(enrollment.coverage_tier) or otherwise),
        ("Coverage", coverage_words(enrollment) or otherwise),
        ("Employee pays", money(enrollment.employee_contribution_cents, otherwise)),
        ("Employer pays", money(enrollment.employer_contribution_cents, otherwise)),
        *([("Dependents", dependents)] if enrollment.may_tell_dependents else []),
    ]


def escaped(facts: Sequence[tuple[str, str]]) -> list[tuple[str, Mrkdwn]]:
    """Facts, safe to show."""
    return [(name, escape(value)) for name, value in facts]


def new_enrollment_shown(reissue_request: ReissueRequest) -> Mrkdwn:
    """Whose enrollment it is, and of which product, on the summary."""
    return _new_enrollment(reissue_request, Mrkdwn(f"*{employee_name(reissue_request)}*"))


def new_enrollment_said(reissue_request: ReissueRequest) -> Mrkdwn:
    """Whose enrollment it is, and of which product, in a text."""
    return _new_enrollment(reissue_request, employee_name(reissue_request))


def enrollment_ids(before: Enrollment, after: Enrollment) -> list[Mrkdwn]:
    """The ids that people look for in Vitable."""
    plan = [Mrkdwn(f"Plan: {code(after.selected_plan_id)}")] if after.selected_plan_id else []
    return [Mrkdwn(f"Enrollment before: {code(before.id)} · after: {code(after.id)}"), *plan]


def _new_enrollment(reissue_request: ReissueRequest, employee: Mrkdwn) -> Mrkdwn:
    product = f" in {escape(one_line(reissue_request.product))}" if reissue_request.product.strip() else ""
    return Mrkdwn(f"{NEW_ENROLLMENT} of {employee}{product}.")
