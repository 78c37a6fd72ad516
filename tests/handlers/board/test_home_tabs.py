"""Home tabs against the sandbox: each change that concerns a person is sent once, in spite of any trouble."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from approvals.actions.action import Actions
from approvals.actions.overview import OverviewReader
from approvals.lookups.addresses import StoredAddresses
from approvals.lookups.authority import Authority
from approvals.lookups.calendars import Calendars
from approvals.lookups.presence import Presence
from approvals.lookups.reach import Reach
from approvals.model.event import Event, EventKind
from approvals.model.overview import PAGE
from approvals.model.request import ReissueRequest
from approvals.model.viewer import Section
from approvals.recording import Line, save
from approvals.rules import lifecycle
from approvals.rules.policy import Policy
from approvals.rules.routes import Routes
from approvals.upkeep.blanking import blank
from benefits.ids import EnrollmentId
from handlers.board.cards import SlackBoard
from handlers.board.home_tabs import HomeTabs
from handlers.board.links import CardLinks
from handlers.board.presentation import Presentation
from handlers.slack.client import slack_client, slack_session
from handlers.slack.directory import SlackDirectory
from handlers.words.overview import FOR_NOBODY, NOT_OPENED
from sandbox import cast
from store.engine import create_engine
from store.unit_of_work import SqlStore
from tests.approvals.fakes import HandClock
from tests.builders import a_request, an_enrollment
from tests.handlers.bench import a_board
from tests.office import Office, open_office
from tests.patience import PATIENCE
from tests.patient import PATIENT
from tests.shown import words_of

pytestmark = pytest.mark.anyio


@dataclass
class Bench:
    """The Home tabs of an office without a bot: the tests do everything by hand."""

    office: Office
    home_tabs: HomeTabs
    board: SlackBoard
    store: SqlStore
    clock: HandClock

    async def submitted(self) -> ReissueRequest:
        """One more request of Nina's, with its line in the audit and without a card."""
        key = uuid4().hex
        made = a_request(id=uuid4(), submission_key=key, enrollment=an_enrollment(id=EnrollmentId(f"enrl_{key}")))
        line = Event(request_id=made.id, at=self.clock.at, actor=cast.NINA, kind=EventKind.SUBMITTED)
        async with self.store.writing() as work:
            stored = await work.requests.add(made)
            await work.events.append(line)
            await work.commit()
        return stored

    async def after(self, seconds: float) -> int:
        """Let time pass, and draw what is due; returns how many tabs were sent."""
        before = len(await self.office.calls("slack", "views.publish"))
        self.clock.pass_(seconds)
        await self.home_tabs.draw_due()
        return len(await self.office.calls("slack", "views.publish")) - before

    async def shown(self, user_id: str) -> str:
        """The text that a person sees."""
        return words_of((await self.office.person(user_id).state())["home"])


def no_driver(_request_ids: Sequence[UUID]) -> None:
    """Nothing is driven here."""


@pytest.fixture
async def bench(sqlite_url: str) -> AsyncIterator[Bench]:
    engine = create_engine(sqlite_url)
    store, clock = SqlStore(engine, no_driver), HandClock()
    async with open_office() as office, slack_session(PATIENT) as session:
        client = slack_client(cast.BOT_TOKEN, f"{office.url}/api/", session)
        routes = Routes.sole(
            Policy(approvals_channel=cast.APPROVALS, approvers=(cast.HR_MANAGERS,), requesters=(cast.NINA, cast.MARCUS))
        )
        presentation, directory = Presentation(routes, None, clock), SlackDirectory(client, PATIENT, cast.APPROVALS)
        board, authority = (
            a_board(client, store, clock, presentation),
            Authority(directory, routes, StoredAddresses(store, clock)),
        )
        home_tabs = HomeTabs(
            client=client,
            store=store,
            overview=OverviewReader(
                Actions(store, authority, clock),
                Reach(authority),
                Calendars(directory, clock),
                Presence(directory, store, clock),
            ),
            links=CardLinks(client, store, PATIENT),
            server=None,
            clock=clock,
            troubles=board.troubles,
        )
        yield Bench(office, home_tabs, board, store, clock)
    await engine.dispose()


async def test_it_is_sent_when_it_is_opened_and_when_what_it_shows_has_changed(bench: Bench) -> None:
    await bench.home_tabs.opened(cast.MARCUS)
    assert await bench.after(0) == 1
    assert "Nothing waits for you" in await bench.shown(cast.MARCUS)
    first = await bench.submitted()
    assert await bench.after(4) == 1
    assert f"*{first.label}* · Ada Lovelace" in await bench.shown(cast.MARCUS)
    assert await bench.after(4) == 0


async def test_a_wait_that_ends_in_the_moment_when_it_is_cancelled_is_cancelled(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.board.home_tabs.EVERY", 10 * PATIENCE)
    waiting = asyncio.create_task(bench.home_tabs.wait())
    await bench.home_tabs.opened(cast.MARCUS)
    waiting.cancel()
    await asyncio.wait([waiting])
    assert waiting.cancelled()


async def test_a_burst_of_changes_is_shown_together(bench: Bench) -> None:
    for person in (cast.MARCUS, cast.PRIYA):
        await bench.home_tabs.opened(person)
    assert await bench.after(0) == 2
    sent = 0
    for _ in range(4):
        await bench.submitted()
        sent += await bench.after(0.5)
    assert (sent, await bench.after(3)) == (0, 2)
    assert "Waiting for you (4)" in await bench.shown(cast.PRIYA)


async def test_people_are_not_sent_changes_that_do_not_concern_them(bench: Bench) -> None:
    await bench.home_tabs.opened(cast.PRIYA)
    await bench.home_tabs.opened(cast.GIL)
    await bench.after(0)
    await bench.submitted()
    assert await bench.after(4) == 1
    assert FOR_NOBODY in await bench.shown(cast.GIL)


@pytest.mark.parametrize(
    ("kind", "more", "seconds"),
    [
        ("ratelimited", {"seconds": 7}, 7),
        ("server_error", {}, 3),
        ("drop_before", {}, 3),
        ("drop_after", {}, 3),
        ("error", {"message": "not_enabled"}, 300),
    ],
)
async def test_a_tab_that_slack_does_not_take_is_sent_again_when_slack_allows_it_and_not_before(
    bench: Bench, kind: str, more: dict[str, object], seconds: float
) -> None:
    await bench.home_tabs.opened(cast.MARCUS)
    await bench.after(0)
    await bench.submitted()
    await bench.office.fault("slack", "views.publish", kind, **more)
    assert await bench.after(4) == 1
    await bench.office.mend()
    assert await bench.after(seconds - 1) == 0
    assert await bench.after(1) == 1
    assert "Waiting for you (1)" in await bench.shown(cast.MARCUS)


async def test_while_slack_refuses_it_is_among_the_troubles(bench: Bench) -> None:
    await bench.home_tabs.opened(cast.MARCUS)
    await bench.office.fault("slack", "views.publish", "error", message="not_enabled")
    await bench.after(0)
    assert bench.home_tabs.troubles.current() == {"home": "not_enabled"}
    await bench.after(300)
    assert bench.home_tabs.troubles.current() == {}


async def test_a_tab_waits_while_slack_does_not_say_who_its_owner_is(bench: Bench) -> None:
    await bench.office.fault("slack", "users.info", "server_error")
    await bench.home_tabs.opened(cast.MARCUS)
    assert [await bench.after(0), await bench.after(3)] == [0, 1]


async def test_pages_are_turned_and_stay_open_while_things_change(bench: Bench) -> None:
    for _ in range(PAGE + 1):
        last = await bench.submitted()
    await bench.home_tabs.opened(cast.MARCUS)
    await bench.after(0)
    assert "Waiting for you (21) · page 1 of 2" in await bench.shown(cast.MARCUS)
    await bench.home_tabs.turned(cast.MARCUS, Section.WAITING, 1)
    await bench.home_tabs.turned(cast.MARCUS, Section.RECENT, 0)
    assert await bench.after(0) == 1
    shown = await bench.shown(cast.MARCUS)
    assert "Waiting for you (21) · page 2 of 2" in shown
    assert [label for label in shown.split("*") if label.startswith("R-")] == [last.label]
    await bench.submitted()
    await bench.after(4)
    assert "Waiting for you (22) · page 2 of 2" in await bench.shown(cast.MARCUS)


async def test_the_link_to_the_card_comes_once_the_card_is_posted(bench: Bench) -> None:
    stored = await bench.submitted()
    await bench.home_tabs.opened(cast.MARCUS)
    await bench.after(0)
    assert "Open the card" not in await bench.shown(cast.MARCUS)
    await bench.board.draw(stored.id)
    assert await bench.after(10) == 1
    assert "Open the card" in await bench.shown(cast.MARCUS)
    assert len(await bench.office.calls("slack", "chat.getPermalink")) == 1
    await bench.submitted()
    await bench.after(4)
    assert len(await bench.office.calls("slack", "chat.getPermalink")) == 1


DAY = 24 * 3600.0


async def blanked(bench: Bench, stored: ReissueRequest) -> None:
    """Names and reasons are removed from a closed request, as the retention does it."""
    async with bench.store.writing() as work:
        current = await work.requests.get(stored.id)
        closed = lifecycle.withdraw(current, bench.clock.at)
        await save(work, current, closed, Line(kind=EventKind.WITHDRAWN, at=bench.clock.at, actor=cast.NINA))
        await blank(work, closed, Line(kind=EventKind.BLANKED, at=bench.clock.at))
        await work.commit()


async def test_a_request_that_is_blanked_loses_its_name_in_every_tab_that_shows_it(bench: Bench) -> None:
    stored = await bench.submitted()
    for person in (cast.NINA, cast.MARCUS, cast.PRIYA):
        await bench.home_tabs.opened(person)
    await bench.after(0)
    await bench.office.change(f"people/{cast.PRIYA}", deleted=True)  # she has left: she is told nothing any more
    directory = bench.home_tabs.overview.actions.authority.directory
    assert isinstance(directory, SlackDirectory)
    directory.forget()
    await blanked(bench, stored)
    await bench.after(4)
    shown = {person: await bench.shown(person) for person in (cast.NINA, cast.MARCUS, cast.PRIYA)}
    assert f"*{stored.label}* · _name removed_" in shown[cast.NINA]
    assert [person for person, words in shown.items() if "Lovelace" in words] == []


async def test_a_tab_that_is_not_looked_at_any_more_is_emptied_and_filled_again_when_it_is_opened(bench: Bench) -> None:
    stored = await bench.submitted()
    await bench.home_tabs.opened(cast.MARCUS)
    await bench.after(0)
    assert "Lovelace" in await bench.shown(cast.MARCUS)
    assert await bench.after(30 * DAY + 1) == 1
    assert NOT_OPENED in await bench.shown(cast.MARCUS)
    await blanked(bench, stored)
    assert await bench.after(DAY) == 0
    await bench.home_tabs.opened(cast.MARCUS)
    assert await bench.after(0) == 1
    assert "Nothing waits for you" in await bench.shown(cast.MARCUS)


async def test_a_tab_that_slack_does_not_let_us_empty_is_tried_again_the_next_day_and_is_no_trouble(
    bench: Bench,
) -> None:
    await bench.home_tabs.opened(cast.MARCUS)
    await bench.after(0)
    await bench.office.fault("slack", "views.publish", "error", message="not_enabled")
    assert await bench.after(31 * DAY) == 1
    assert bench.home_tabs.troubles.current() == {}
    assert [await bench.after(DAY - 1), await bench.after(1), await bench.after(DAY)] == [0, 1, 0]
