"""Messages: posted, edited, deleted, threaded, and shown to one person only."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox import cast

Json = dict[str, Any]


@dataclass
class Message:
    """One message; `only_for` is the person an ephemeral is shown to."""

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
    """Every message of the workspace, in the order of posting."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._messages: list[Message] = []
        self._last_micros = 0

    def next_ts(self) -> str:
        """A timestamp that no message has yet."""
        self._last_micros = max(int(self._clock() * 1_000_000), self._last_micros + 1)
        return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"

    def post(self, message: Message) -> Message:
        """Keep a message and give it its timestamp."""
        message.ts = self.next_ts()
        self._messages.append(message)
        return message

    def find(self, channel: str, ts: str) -> Message | None:
        """The message everybody in the conversation sees under this timestamp."""
        return next((m for m in self._of(channel) if m.ts == ts and m.only_for is None), None)

    def find_for(self, person: str, channel: str, ts: str) -> Message | None:
        """The message this person sees under this timestamp, an ephemeral included."""
        return next((m for m in self.shown_to(person, channel) if m.ts == ts), None)

    def shown_to(self, person: str, channel: str) -> list[Message]:
        """The messages of a conversation, those meant for others alone left out."""
        return [m for m in self._of(channel) if m.only_for in (None, person)]

    def public(self, channel: str) -> list[Message]:
        """The messages of a conversation that everybody in it sees."""
        return [m for m in self._of(channel) if m.only_for is None]

    def replies(self, message: Message) -> list[Message]:
        """The replies everybody sees in the thread under a message."""
        return [m for m in self.public(message.channel) if m.thread_ts == message.ts and m.ts != message.ts]

    def remove(self, message: Message) -> None:
        """Delete a message; one that has replies leaves a tombstone, as in Slack."""
        if message.only_for is None and self.replies(message):
            message.subtype, message.text, message.blocks = "tombstone", "This message was deleted.", None
        else:
            self._messages.remove(message)

    def _of(self, channel: str) -> list[Message]:
        return [m for m in self._messages if m.channel == channel]
