"""Who can read the channel that cards are in, as far as it decides how much may be shown there."""

from dataclasses import dataclass
from enum import StrEnum

from approvals.errors import AuthorityUnreadable
from approvals.ports.outside import Channel
from handlers.blocks.context import Detail
from handlers.slack.client import error_code
from handlers.slack.directory import SlackDirectory
from handlers.slack.troubles import NOT_ANSWERED, SlackTroubles

CHANNEL = "channel"
"""The name in troubles for a channel that cannot be read."""


class Readers(StrEnum):
    """Who can read a channel."""

    INVITED = "invited"
    """Only colleagues who were let in: it is private, and not shared."""
    PUBLIC = "public"
    """Everybody in the company."""
    SHARED = "shared"
    """People of another company or workspace too."""
    LIMITED = "limited"
    """It does not matter: the setting CARD_DETAIL=minimal shows names nowhere."""
    UNKNOWN = "unknown"
    """Slack refuses to say."""


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, by its present id, and who can read it."""

    id: str
    readers: Readers

    @property
    def detail(self) -> Detail:
        """How much may be shown there: everything only where all readers are colleagues who were let in."""
        return Detail.FULL if self.readers is Readers.INVITED else Detail.MINIMAL

    @property
    def is_open(self) -> bool:
        """Whether names must not stay there. Where Slack refuses to say, they may, but no new ones are shown."""
        return self.readers not in (Readers.INVITED, Readers.UNKNOWN)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Channels:
    """Asks Slack about channels. `most` is the most that may be shown in any of them, even in a private one;
    `are_several` says that each route may have a channel of its own."""

    directory: SlackDirectory
    troubles: SlackTroubles
    most: Detail
    are_several: bool = False

    def trouble_of(self, what: str, channel_id: str) -> str:
        """The name in troubles for what is in a channel; with one channel for everything it need not be named."""
        return f"{what} in {channel_id}" if self.are_several else what

    async def now(self, channel_id: str) -> Place | None:
        """A channel as it was at most seconds ago; None when Slack does not answer."""
        if self.most is Detail.MINIMAL:
            return Place(channel_id, Readers.LIMITED)
        try:
            channel = await self.directory.channel_now(channel_id)
        except AuthorityUnreadable as error:
            code = error_code(error.__cause__)
            self.troubles.note(self.trouble_of(CHANNEL, channel_id), code or NOT_ANSWERED)
            return Place(channel_id, Readers.UNKNOWN) if code else None
        self.troubles.clear(self.trouble_of(CHANNEL, channel_id))
        return Place(channel.id, _readers_of(channel))


def _readers_of(channel: Channel) -> Readers:
    if channel.is_shared:
        return Readers.SHARED
    return Readers.INVITED if channel.is_private else Readers.PUBLIC
