"""The posts that stand in Slack twice: Slack accepted one of them without the bot coming to know of it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sandbox import cast
from sandbox.app import Sandbox
from sandbox.slack.messages import Message
from tests.chaos.books import Kept

LATE = 6.0
"""Seconds after a blow within which what Slack accepted may still remain unknown to the bot: its timeout, and one."""


@dataclass(frozen=True)
class Doubled:
    """How many of the bot's posts stand in Slack beside the one it knows of: cards, and what is under them or direct.

    `lost` of them were accepted by Slack while the answer was lost, or the process or its database was struck.
    """

    cards: int
    posts: int
    lost: int


def doubled(sandbox: Sandbox, rows: Iterable[Kept], struck: Sequence[tuple[float, float]]) -> Doubled:
    """Count them. `struck` is when something befell the bot: begin and end, in unix seconds."""
    known = {(card.channel, card.ts) for row in rows for card in row.cards}
    extra = [(message, dropped) for message, dropped in _posted(sandbox) if (message.channel, message.ts) not in known]
    cards = [message for message, _ in extra if message.channel == cast.APPROVALS and message.thread_ts is None]
    lost = [message for message, dropped in extra if dropped or _was_struck(float(message.ts), struck)]
    return Doubled(cards=len(cards), posts=len(extra) - len(cards), lost=len(lost))


def _posted(sandbox: Sandbox) -> Iterator[tuple[Message, bool]]:
    """What `chat.postMessage` has posted, and whether its answer was dropped: calls are written down once done."""
    directory, messages = sandbox.workspace.directory, sandbox.workspace.messages
    channels = [cast.APPROVALS, *(directory.im_with(person.id).id for person in directory.humans())]
    calls = [call for call in sandbox.calls.since("slack") if call.call == "chat.postMessage" and call.effect]
    done = [call.at for call in calls]
    for message in (message for channel in channels for message in messages.public(channel)):
        yield message, calls[min(bisect_left(done, float(message.ts)), len(calls) - 1)].status == 0


def _was_struck(at: float, struck: Sequence[tuple[float, float]]) -> bool:
    return any(begin - LATE <= at <= end for begin, end in struck)
