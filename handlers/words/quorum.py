"""The number of approvals needed, why it is more than one, and whether approvers are checked to be other people."""

from collections.abc import Sequence

from approvals.model.conditions import Condition, ConditionKind, Quorum
from approvals.model.likeness import Likeness
from handlers.words.benefits import money
from handlers.words.dates import counted
from handlers.words.mrkdwn import Mrkdwn

NOT_MATCHED = "Please make sure that neither requester nor approver is this employee: the bot could not check it."
"""Said if an e-mail address is not known, or they are not all of one domain."""


def second_approval_words(conditions: Sequence[Condition]) -> Mrkdwn:
    """Why one approval is not enough; empty if no condition asks for a second one."""
    return Mrkdwn(f"A second approval is needed because {because(conditions)}." if conditions else "")


def quorum_words(quorum: Quorum) -> str:
    """How many approvals are needed, and why if more than usual: said to the person who requests."""
    are_needed = "1 approval is needed" if quorum.needed == 1 else f"{quorum.needed} approvals are needed"
    reasons = [because(quorum.because)] if quorum.because else []
    if quorum.requester is Likeness.NAMESAKE:
        reasons.append("you have the employee's name, and e-mail addresses do not tell you apart")
    return f"{are_needed} because {'; '.join(reasons)}." if reasons else f"{are_needed}."


def because(conditions: Sequence[Condition]) -> str:
    """The conditions in words: "the enrollment window has closed and the life event is not approved yet"."""
    *first, last = map(_condition_words, conditions)
    return f"{', '.join(first)} and {last}" if first else last


def _condition_words(condition: Condition) -> str:
    limit = condition.limit or 0
    match condition.kind:
        case ConditionKind.WINDOW_CLOSED:
            return "the enrollment window has closed"
        case ConditionKind.QLE_NOT_APPROVED:
            return "the life event is not approved yet"
        case ConditionKind.COVERAGE_OLDER_THAN:
            return f"the coverage began more than {counted(limit, 'day')} ago"
        case ConditionKind.EMPLOYER_PAYS_ABOVE:
            return f"the employer pays more than {money(limit)}"
        case ConditionKind.NOT_MATCHED:
            return "e-mail addresses do not show that requester, approver and employee are three people"
