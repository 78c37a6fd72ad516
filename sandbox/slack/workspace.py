"""The state of the whole workspace, and the changes that the app and people make to it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.calls import CallLog
from sandbox.cast import EVENTS, MESSAGES_TAB_READ_ONLY, SCOPES, Channel
from sandbox.faults import FaultBook
from sandbox.slack.changes import Changes
from sandbox.slack.directory import Directory
from sandbox.slack.installation import Installation
from sandbox.slack.messages import Message, Messages
from sandbox.slack.notices import NoticeKind, Notices
from sandbox.slack.post_limit import PostLimit
from sandbox.slack.tickets import ResponseUrls, Triggers
from sandbox.slack.views import Views


@dataclass
class BotHealth:
    """Whether the app is running, whether it answered the last delivery, and the error if it did not."""

    running: bool = True
    answering: bool = True
    last_error: str | None = None

    def is_well(self) -> None:
        """Note that the app has just answered correctly."""
        self.running, self.answering, self.last_error = True, True, None


class Workspace:
    """People, conversations, messages, views, and short-lived ids. `clock` gives unix seconds.

    `run` is a different id for each run of the sandbox, because request numbers start at R-1 again in each.
    """

    def __init__(self, faults: FaultBook, calls: CallLog, clock: Callable[[], float]) -> None:
        self.faults = faults
        self.calls = calls
        self.clock = clock
        self.run = secrets.token_hex(4)
        self.scopes: set[str] = set(SCOPES)
        self.lists_scopes = True
        self.events: set[str] = set(EVENTS)
        self.messages_tab_read_only = MESSAGES_TAB_READ_ONLY
        self.directory = Directory()
        self.installation = Installation()
        self.messages = Messages(clock)
        self.post_limit = PostLimit(clock)
        self.views = Views(faults, clock)
        self.triggers = Triggers(clock)
        self.response_urls = ResponseUrls(clock)
        self.notices = Notices(clock)
        self.changes = Changes()
        faults.changed = self.changes.touch
        calls.wire.changed = self.changes.touch_wire
        self.bot = BotHealth()
        self._read_up_to: dict[tuple[str, str], str] = {}

    def join_organization(self, *, org_wide: bool = False) -> None:
        """Let the workspace be one of an organization's, with the app in it or in the whole organization."""
        self.installation = self.directory.join_organization(org_wide=org_wide)
        self.changes.touch()

    def post(self, message: Message) -> Message:
        """Post a message, and wake the people who see it. It counts as read for its author."""
        posted = self.messages.post(message)
        if not posted.is_bot:
            self._read_up_to[posted.user, posted.channel] = posted.ts
        self.touch(posted)
        return posted

    def touch(self, message: Message) -> None:
        """Wake the people who see a message, because it has changed."""
        channel = self.directory.conversation(message.channel)
        viewers = [message.only_for] if message.only_for else self.directory.viewers(channel) if channel else []
        self.changes.touch(*viewers)

    def delete(self, message: Message) -> None:
        """Delete a message, and wake the people who saw it."""
        self.messages.remove(message)
        self.touch(message)

    def renumber(self, channel_id: str) -> None:
        """Keep a channel and its messages under its new id, if it has one."""
        channel = self.directory.channels[channel_id]
        if channel.id != channel_id:
            self.directory.channels[channel.id] = self.directory.channels.pop(channel_id)
            self.messages.move(channel_id, channel.id)

    def takes_messages(self, channel: Channel) -> bool:
        """Whether people can write in a conversation: everywhere, except in an app's own if that is read-only."""
        return not (self.messages_tab_read_only and self.directory.is_im(channel))

    def read(self, person: str, channel: Channel) -> None:
        """Mark the conversation as read by this person up to now."""
        self._read_up_to[person, channel.id] = self.messages.next_ts()
        self.changes.touch(person)

    def unread(self, person: str, channel: Channel) -> list[Message]:
        """The messages that others wrote in the conversation since this person last read it."""
        since = self._read_up_to.get((person, channel.id), "")
        return [m for m in self.messages.shown_to(person, channel.id) if m.ts > since and m.user != person]

    def notify(
        self, person: str, kind: NoticeKind, text: str, conversation: str | None = None, view_id: str | None = None
    ) -> None:
        """Show a person a sentence from Slack itself."""
        self.notices.say(person, kind, text, conversation, view_id)
        self.changes.touch(person)
