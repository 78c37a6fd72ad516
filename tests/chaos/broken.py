"""A build that is broken on purpose: `python -m tests.chaos.broken web`. Chaos that does not find it out is no proof.

The attempt is not written down before the POST, but together with its outcome: the order in which most programs do it.
"""

from dataclasses import replace

from approvals.driver.apply import ReissueSender
from approvals.model.attempt import Attempt, AttemptState
from approvals.model.request import ReissueRequest
from bot.entry import main
from store.repositories.attempts import SqlAttempts

_finish = SqlAttempts.finish


async def _claim_nothing(_sender: ReissueSender, _seen: ReissueRequest, _attempt: Attempt) -> bool:
    return True


async def _write_down_and_finish(attempts: SqlAttempts, attempt: Attempt) -> bool:
    await attempts.claim(replace(attempt, state=AttemptState.SENDING, outcome=None))
    return await _finish(attempts, attempt)


if __name__ == "__main__":
    setattr(ReissueSender, "_claim", _claim_nothing)  # noqa: B010 this is how it is broken, and mypy need not agree
    setattr(SqlAttempts, "finish", _write_down_and_finish)  # noqa: B010 likewise
    main()
