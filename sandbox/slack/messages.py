"""Messages: posting, editing, deleting, threads, and ephemerals that only one person sees."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox import cast

Json = dict[str, Any]


@dataclass
class Message:
    """One message. `only_for` is the person who sees an ephemeral; None for other messages."""

    channel: str
    user: str
    text: str
    ts: str = ""
    blocks: list[Json] | None = None
    attachments: list[Json] | None = None
    thread_ts: str | None = None
    only_for: str | None = None
    metadata: Json | None = None
    subtype: str | None = None
    edited_ts: str | None = None
    broadcast: bool = False

    @property
    def is_bot(self) -> bool:
        """Whether the app wrote it."""
        return self.user == cast.BOT_USER_ID


class Messages:
    """Every message of the workspace, by conversation and thread, in the order of posting."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._by_ts: dict[str, dict[str, Message]] = defaultdict(dict)
        self._in_threads: dict[tuple[str, str | None], dict[str, Message]] = defaultdict(dict)
        self._last_micros = 0

    def next_ts(self) -> str:
        """A new timestamp that no message has."""
        self._last_micros = max(int(self._clock() * 1_000_000), self._last_micros + 1)
        return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"

    def post(self, message: Message) -> Message:
        """Store a message and give it a timestamp."""
        message.ts = self.next_ts()
        self._by_ts[message.channel][message.ts] = message
        self._in_threads[message.channel, message.thread_ts][message.ts] = message
        return message

    def find(self, channel: str, ts: str) -> Message | None:
        """The message with this timestamp that all members of the conversation see."""
        message = self._by_ts[channel].get(ts)
        return message if message and message.only_for is None else None

    def find_for(self, person: str, channel: str, ts: str) -> Message | None:
        """The message with this timestamp that this person sees; it may be an ephemeral."""
        message = self._by_ts[channel].get(ts)
        return message if message and message.only_for in (None, person) else None

    def shown_to(self, person: str, channel: str) -> list[Message]:
        """The messages of a conversation that this person sees: all except other people's ephemerals."""
        return [m for m in self._by_ts[channel].values() if m.only_for in (None, person)]

    def public(self, channel: str) -> list[Message]:
        """The messages of a conversation that all its members see."""
        return [m for m in self._by_ts[channel].values() if m.only_for is None]

    def replies(self, message: Message) -> list[Message]:
        """The replies in the thread under a message, without ephemerals."""
        thread = self._in_threads.get((message.channel, message.ts), {})
        return [m for m in thread.values() if m.only_for is None]

    def move(self, channel: str, to: str) -> None:
        """Keep all messages of a conversation under its new id."""
        self._by_ts[to] = self._by_ts.pop(channel, {})
        for message in self._by_ts[to].values():
            message.channel = to
        for old, thread in [key for key in self._in_threads if key[0] == channel]:
            self._in_threads[to, thread] = self._in_threads.pop((old, thread))

    def remove(self, message: Message) -> None:
        """Delete a message. One with replies leaves a tombstone, as in Slack."""
        if message.only_for is None and self.replies(message):
            message.subtype, message.text, message.blocks = "tombstone", "This message was deleted.", None
        else:
            del self._by_ts[message.channel][message.ts]
            del self._in_threads[message.channel, message.thread_ts][message.ts]
