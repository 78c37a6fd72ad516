"""A build that is broken on purpose: `python -m tests.chaos.broken web`. Chaos that does not find it out is no proof.

The attempt is not written down before the POST, but together with its outcome: the order in which most programs do it.
"""

from dataclasses import replace

from approvals.driver.apply import Applying
from approvals.model.attempt import Attempt, AttemptState
from approvals.model.request import ReissueRequest
from bot.cli import main
from store.repositories.attempts import SqlAttempts

_settle = SqlAttempts.settle


async def _claim_nothing(_applying: Applying, _seen: ReissueRequest, _attempt: Attempt) -> bool:
    return True


async def _write_down_and_settle(attempts: SqlAttempts, attempt: Attempt) -> bool:
    await attempts.claim(replace(attempt, state=AttemptState.SENDING, outcome=None))
    return await _settle(attempts, attempt)


if __name__ == "__main__":
    setattr(Applying, "_claim", _claim_nothing)  # noqa: B010 this is how it is broken, and mypy need not agree
    setattr(SqlAttempts, "settle", _write_down_and_settle)  # noqa: B010 likewise
    main()
