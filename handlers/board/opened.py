"""Channels that have become public or shared: every message with names in them is redrawn without names.

The work to do is what the database says: messages that may show names, in channels that are open now. So it goes on
after a restart, and a message that was posted while the channel opened is found too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from approvals.errors import NewerRecord
from approvals.model.card import NamesLeft
from approvals.ports.outside import Clock
from approvals.ports.storage import Store
from handlers.board.cards import SlackBoard
from handlers.board.channels import Readers
from handlers.board.copies import IN_CHANNEL
from handlers.board.results import SLACK_REFUSES

DUTY = "names"
"""The lease of the replica that looks after this; its report says which channels with names are open."""

LOOK_EVERY = 15.0
"""Seconds between two looks at the channels, while there is nothing to redraw."""

LEASE = timedelta(seconds=30)
"""Another replica goes on after this long."""

PACE = 1.25
"""Seconds for each message: 48 of the 50 updates that Slack allows a minute (chat.update)."""

LATER = timedelta(minutes=10)
"""Until the next try with a request whose messages Slack does not let the bot change."""

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class OpenedChannels:
    """Takes the names out of open channels. `holder` is this process's name among replicas.

    `_resting` has the time until which each request is left alone. It may be lost: then Slack is asked once more.
    """

    board: SlackBoard
    store: Store
    clock: Clock
    holder: str
    _resting: dict[UUID, datetime] = field(default_factory=dict)

    async def take_names_out(self) -> float:
        """Redraw the newest request with names in an open channel. Returns the seconds until the next call."""
        now = self.clock.now()
        async with self.store.writing() as work:
            is_mine = await work.leases.hold(DUTY, self.holder, now, now + LEASE)
            await work.commit()
        if not is_mine:
            return LOOK_EVERY
        for channel in await self._open_channels():
            async with self.store.reading() as work:
                left = await work.cards.with_names(channel)
            due = next((each for each in left if self._resting.get(each.request_id, now) <= now), None)
            if due is not None:
                return await self._redraw(channel, due)
        return LOOK_EVERY

    async def _open_channels(self) -> Sequence[str]:
        """The channels that have names in them and are open. Every replica's readiness tells them."""
        async with self.store.reading() as work:
            channels = await work.cards.channels_with_names(IN_CHANNEL)
            told = await work.leases.report(DUTY)
        are_open = dict[str, str]()
        for channel in channels:
            place = await self.board.channels.now(channel)
            if place is not None and place.is_open:
                are_open[channel] = place.readers.value
            elif channel in told and (place is None or place.readers is Readers.UNKNOWN):
                are_open[channel] = told[channel]
        if are_open != told:
            await self._tell(are_open, told)
        return list(are_open)

    async def _tell(self, are_open: Mapping[str, str], told: Mapping[str, str]) -> None:
        async with self.store.writing() as work:
            await work.leases.tell(DUTY, are_open)
            await work.commit()
        for channel in are_open.keys() - told.keys():
            log.warning("names_in_open_channel", channel=channel, readers=are_open[channel])
        for channel in told.keys() - are_open.keys():
            log.info("no_names_in_open_channel", channel=channel)

    async def _redraw(self, channel: str, due: NamesLeft) -> float:
        try:
            again_in = await self.board.draw(due.request_id)
        except NewerRecord:  # only a process of that release can draw it
            self._resting[due.request_id] = self.clock.now() + LATER
            return PACE
        async with self.store.reading() as work:
            left = [each for each in await work.cards.with_names(channel) if each.request_id == due.request_id]
        pause = again_in if again_in is not None and again_in < SLACK_REFUSES else 0.0
        if left:
            wait = timedelta(seconds=pause) if pause else LATER
            self._resting[due.request_id] = self.clock.now() + wait
        else:
            self._resting.pop(due.request_id, None)
        return max(PACE * due.copies, pause)
