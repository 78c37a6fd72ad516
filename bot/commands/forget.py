"""`python -m bot forget`: for an operator who has to remove what the bot knows about one employee."""

from collections.abc import Iterator, Sequence

from approvals.model.request import ReissueRequest
from approvals.upkeep.forgetting import Forgetting, Forgotten
from benefits.ids import EmployeeId
from bot.clock import SystemClock
from bot.commands.database import store_to_change
from store.audit.chain import Chain

NOT_REACHED = """Not reached:
- digests sent before, answers to /reissue that only one person saw, and what people wrote in Slack themselves;
- what requests about other people say of this employee, for example as a dependent;
- Slack's own exports and logs of edits, exported files, backups, and PostgreSQL's own leftovers.
docs/privacy.md says what to do about each."""


async def forget_employee(database_url: str, employee_id: EmployeeId, chain: Chain | None = None) -> tuple[bool, str]:
    """Forget an employee. Returns whether everything in reach was removed, and what happened in sentences.

    `chain` is the audit's. Raises what `store_to_change` raises.
    """
    async with store_to_change(database_url, chain) as store:
        forgotten = await Forgetting(store, SystemClock()).forget(employee_id)
    return _is_complete(forgotten), "\n".join(_told(employee_id, forgotten))


def _is_complete(forgotten: Forgotten) -> bool:
    is_settled = not forgotten.still_open and not forgotten.open_events
    return forgotten.is_purged and is_settled and not forgotten.lost


def _told(employee_id: EmployeeId, forgotten: Forgotten) -> Iterator[str]:
    if forgotten.still_open:
        yield (
            f"Nothing was removed: {_labels(forgotten.still_open)} about {employee_id} must be settled first, and "
            "approvers need the names for it. Have them denied, withdrawn or closed in Slack, then type this again."
        )
        return
    if forgotten.open_events:
        yield (
            f"Nothing was removed: the result of {_counted(forgotten.open_events)} of {employee_id} that the bot "
            "records in Vitable is not known yet, or not to the requester. Type this again later: `python -m bot "
            "events` lists what is open."
        )
        return
    yield _removed(employee_id, forgotten)
    if forgotten.events:
        yield f"Removed: what the bot kept about recording {_counted(forgotten.events)}."
    if forgotten.earlier:
        yield f"Removed before: what {_labels(forgotten.earlier)} said."
    if forgotten.was_indexed:
        yield (
            "Removed from the employee index: name and e-mail address. The next refresh adds them again, as long as "
            "Vitable lists the employee."
        )
    yield from _in_slack(forgotten)
    if not forgotten.is_purged:
        yield (
            "Not removed yet from the database's write-ahead log: something reads the database, perhaps an export. "
            "Type this again when that is done."
        )
    yield NOT_REACHED


def _removed(employee_id: EmployeeId, forgotten: Forgotten) -> str:
    if not (forgotten.blanked or forgotten.earlier or forgotten.was_indexed or forgotten.events):
        return (
            f"The bot knows nobody with the id {employee_id}: if it was not forgotten before, look whether it is right."
        )
    if not forgotten.blanked:
        return f"No request about {employee_id} has a name or a reason{' any more' if forgotten.earlier else ''}."
    return f"Removed names, reasons, questions and answers, and Vitable's messages from {_labels(forgotten.blanked)}."


def _in_slack(forgotten: Forgotten) -> Iterator[str]:
    if forgotten.outdated:
        yield (
            f"In Slack: {_messages(forgotten.outdated)} about them, and Home tabs, are redrawn within minutes by a bot "
            "that runs, otherwise after its start. Typed again, this says how many are left."
        )
    if forgotten.lost:
        yield (
            f"Not reached in Slack: up to {_messages(forgotten.lost)} that Slack accepted without an answer, or no "
            "longer lets the bot edit. Search Slack for the numbers above and delete them by hand."
        )


def _counted(count: int) -> str:
    return "1 life event" if count == 1 else f"{count} life events"


def _messages(count: int) -> str:
    return "1 message" if count == 1 else f"{count} messages"


def _labels(requests: Sequence[ReissueRequest]) -> str:
    return ", ".join(each.label for each in requests)
