"""A wall for cards: the board that hangs them there, in an office, with one request stored."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from slack_sdk.web.async_client import AsyncWebClient

from approvals.lookups.addresses import StoredAddresses
from approvals.lookups.authority import Authority
from approvals.lookups.calendars import Calendars
from approvals.lookups.presence import Presence
from approvals.model.card import Card
from approvals.model.event import Event, EventKind
from approvals.model.request import ReissueRequest
from approvals.ports.outside import Clock
from approvals.rules import lifecycle
from approvals.rules.policy import Policy
from approvals.rules.routes import Routes
from handlers.blocks.context import Detail
from handlers.board.cards import SlackBoard
from handlers.board.channels import Channels
from handlers.board.lines import Lines
from handlers.board.links import CardLinks
from handlers.board.posting import Poster
from handlers.board.presentation import Presentation
from handlers.board.refusing import Refusing
from handlers.board.snapshot import SnapshotReader
from handlers.slack.client import slack_client, slack_session
from handlers.slack.directory import SlackDirectory
from handlers.slack.put_off import PutOff
from handlers.slack.troubles import SlackTroubles
from sandbox import cast
from store.engine import create_engine
from store.unit_of_work import SqlStore
from tests.builders import NOW, a_request
from tests.office import Office, open_office
from tests.patient import PATIENT


@dataclass
class Hands:
    """A clock that tests set."""

    at: datetime = NOW

    def now(self) -> datetime:
        """The time in the test's hand."""
        return self.at


@dataclass
class Bench:
    """A board in an office, with one request stored. `driven` are the requests for which drivers were started."""

    office: Office
    board: SlackBoard
    store: SqlStore
    clock: Hands
    request: ReissueRequest
    driven: list[UUID]

    async def draw(self) -> float | None:
        """Draw the request."""
        return await self.board.draw(self.request.id)

    async def change(self, changed: ReissueRequest, kind: EventKind) -> None:
        """Store the next version with its audit line."""
        async with self.store.writing() as work:
            await work.requests.save(changed)
            await work.events.append(Event(request_id=changed.id, at=self.clock.at, actor=cast.NINA, kind=kind))
            await work.commit()
        self.request = changed

    async def withdraw(self) -> None:
        """The requester takes it back."""
        await self.change(lifecycle.withdraw(self.request, self.clock.at), EventKind.WITHDRAWN)

    async def posted(self, conversation: str = cast.APPROVALS) -> list[dict[str, Any]]:
        """Every message in a conversation."""
        return await self.office.marcus.messages(conversation)

    async def draw_until_current(self) -> None:
        """Draw it again whenever the board asks for that, by the clock in the test's hand."""
        while (again_in := await self.draw()) is not None:
            self.clock.at += timedelta(seconds=again_in)

    async def records(self) -> Sequence[Card]:
        """What is written down of the copies."""
        async with self.store.reading() as work:
            return await work.cards.of(self.request.id)

    def another_board(self) -> SlackBoard:
        """The board of another process."""
        return a_board(self.board.client, self.store, self.clock, self.board.presentation)

    async def cards(self, conversation: str = cast.APPROVALS) -> list[dict[str, Any]]:
        """The messages that are in no thread."""
        return [message for message in await self.posted(conversation) if not message["thread_ts"]]


def a_board(
    client: AsyncWebClient, store: SqlStore, clock: Clock, presentation: Presentation, most: Detail = Detail.FULL
) -> SlackBoard:
    """The board of one process. What it remembers of Slack gets older by the same clock."""
    directory = SlackDirectory(client, PATIENT, cast.APPROVALS, seconds=lambda: clock.now().timestamp())
    authority = Authority(directory, presentation.routes, StoredAddresses(store, clock))
    poster = Poster(
        client=client,
        store=store,
        clock=clock,
        channels=Channels(directory=directory, troubles=SlackTroubles(clock), most=most),
        lines=Lines(seconds=lambda: clock.now().timestamp()),
        redraws=PutOff("chat.update", seconds=lambda: clock.now().timestamp()),
        refusing=Refusing(seconds=lambda: clock.now().timestamp()),
    )
    snapshots = SnapshotReader(
        store=store,
        authority=authority,
        calendars=Calendars(directory, clock),
        presence=Presence(directory, store, clock),
        clock=clock,
        presentation=presentation,
        channels=poster.channels,
        links=CardLinks(client, store, PATIENT),
        arrivals=poster.arrivals,
    )
    return SlackBoard(
        client=client, store=store, authority=authority, presentation=presentation, poster=poster, snapshots=snapshots
    )


def no_driver(_request_ids: Sequence[UUID]) -> None:
    """For a store whose changes start no drivers."""


@asynccontextmanager
async def open_bench(
    database_url: str, channel: str = cast.APPROVALS, card_detail: Detail = Detail.FULL
) -> AsyncIterator[Bench]:
    """A wall whose cards hang in a channel."""
    engine = create_engine(database_url)
    driven: list[UUID] = []
    store, clock = SqlStore(engine, driven.extend), Hands()
    async with open_office() as office, slack_session(PATIENT) as session:
        client = slack_client(cast.BOT_TOKEN, f"{office.url}/api/", session)
        policy = Policy(approvals_channel=channel, approvers=(cast.HR_MANAGERS,))
        presentation = Presentation(Routes.sole(policy), None, clock)
        board = a_board(client, store, clock, presentation, card_detail)
        async with store.writing() as work:
            stored = await work.requests.add(replace(a_request(), requester=cast.NINA))
            event = Event(request_id=stored.id, at=NOW, actor=cast.NINA, kind=EventKind.SUBMITTED)
            await work.events.append(event)
            await work.commit()
        yield Bench(office, board, store, clock, stored, driven)
    await engine.dispose()
