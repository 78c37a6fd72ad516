"""The composition root: the one place that knows every part and puts them together."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.core import Core, EventRecording, Lookups, Outside
from approvals.driver.advance import RequestDriver
from approvals.driver.event_record import EventRecordDriver
from approvals.errors import StoreUnavailable
from approvals.lookups.employee_index import EmployeeIndex
from approvals.ports.outside import Clock
from approvals.ports.storage import Store
from approvals.rules.budgets import TimeBudgets
from benefits.client import VitableConnect
from bot.background import Background
from bot.clock import SystemClock
from bot.drivers import surviving
from bot.driving import DriverTasks, Driving
from bot.duties import give_back
from bot.from_settings import limits_of, routes_of
from bot.health.api_troubles import ApiTroubles
from bot.health.database import DatabaseHealth
from bot.health.reaching import await_database
from bot.people_first import PeopleFirst
from bot.proxies import DIRECT, Proxies
from bot.serving.refused import VITABLE, RefusedDeliveries
from bot.serving.webhooks import Webhooks
from bot.settings import Settings
from bot.signals import Signals
from bot.slack_side import home_tabs_beside, listening_app, slack_board
from bot.stopping import Stop
from bot.tracing import spans_as_asked
from bot.vitable import Vitable, vitable_connect
from bot.webhook_events import WebhookEvents
from handlers.at_work import ListenersAtWork
from handlers.board.cards import SlackBoard
from handlers.board.digests import SlackPost
from handlers.board.event_results import SlackTeller
from handlers.board.links import CardLinks
from handlers.board.opened import OpenedChannels
from handlers.board.rerouted import Rerouted
from handlers.slack.client import slack_client, slack_session
from handlers.slack.directory import SlackDirectory
from store.address import is_sqlite, sync_url
from store.audit.watching import AuditWatch
from store.engine import close, create_engine
from store.migrate import Tables, tables_in
from store.notifying import told
from store.single_process import database_lock
from store.unit_of_work import SqlStore

AT_WORK = TimeBudgets()

ANSWERING = 3.0
"""Seconds for listeners that still answer people when the process stops: what it closes then would cut them off."""

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Bot:
    """A running bot: what answers Slack and Vitable, and what its readiness depends on.

    `holder` is this process's name among replicas. `webhooks` is None without VITABLE_WEBHOOK_SECRET. `is_paused`:
    REISSUE_PAUSED keeps it from sending.
    """

    bolt: AsyncApp
    listeners: ListenersAtWork
    holder: str
    engine: AsyncEngine
    store: Store
    board: SlackBoard
    background: Background
    vitable: ApiTroubles
    audit: AuditWatch
    verifier: SignatureVerifier
    refused: RefusedDeliveries
    webhooks: Webhooks | None
    database: DatabaseHealth
    driving: Driving
    signals: Signals
    is_paused: bool


@asynccontextmanager
async def running(
    settings: Settings, budgets: TimeBudgets = AT_WORK, proxies: Proxies = DIRECT, stop: Stop | None = None
) -> AsyncIterator[Bot]:
    """A bot that drives requests until the context is left. On SQLite no second one can run at the same time.

    `budgets` say how long people may have to wait; `stop` ends the wait for the database. Raises UnusableProxy,
    UnusableAddress and StoppedAtStart.
    """
    if settings.audit_key is None:
        log.warning("audit_without_chain", remedy="set AUDIT_KEY to at least 32 secret characters")
    async with AsyncExitStack() as stack:
        stack.enter_context(database_lock(settings.database_url))
        waiting = await_database(settings.database_url)
        await (waiting if stop is None else stop.unless_told(waiting))
        engine = create_engine(settings.database_url)
        stack.push_async_callback(close, engine)
        signals = Signals.with_spans(spans_as_asked(os.environ))
        stack.push_async_callback(asyncio.to_thread, signals.spans.close)
        people = PeopleFirst()
        driving, driving_events = Driving(people), Driving(people)
        store = SqlStore(engine, driving.begin, settings.chain, signals.observer)
        await _open_audit(store, engine)
        session = await stack.enter_async_context(slack_session(budgets))
        slack_proxy = proxies.leading_to(settings.slack_api_url)
        token, heard = settings.slack_bot_token.get_secret_value(), signals.slack_called
        client = slack_client(token, settings.slack_api_url, session, slack_proxy, heard)
        vitable = ApiTroubles(SystemClock())
        benefits = vitable_connect(
            settings, settings.vitable_connect_timeout, proxies, vitable.heard, signals.vitable_called
        )
        stack.push_async_callback(benefits.aclose)
        both = (driving, driving_events)
        bot, core = _assembled(settings, budgets, engine, store, client, (benefits, vitable), both, signals)
        alone = _is_alone(settings)
        stack.push_async_callback(_stop, both, bot.listeners, settings.vitable_connect_timeout)
        tasks = replace(_tasks(core.driver, signals), expect=bot.board.poster.arrivals.expect)
        await driving.start(tasks, alone=alone)
        if core.event_driver is not None:
            await driving_events.start(_tasks(core.event_driver, signals), alone=alone)
        await stack.enter_async_context(told(settings.database_url, lambda: _wake(both)))
        if not alone:
            stack.push_async_callback(give_back, store, SystemClock(), bot.holder, budgets.duties)
        await stack.enter_async_context(bot.background.going_on())
        yield bot


def _tasks(driver: RequestDriver | EventRecordDriver, signals: Signals) -> DriverTasks:
    return DriverTasks(
        advance=signals.stepping(driver.advance),
        sweep=driver.sweep,
        due_in=driver.due_in,
        hand_over=driver.hand_over,
        resume=driver.resume,
    )


def _wake(both: Iterable[Driving]) -> None:
    """Let both look for what another process has made due."""
    for driving in both:
        driving.wake()


async def _stop(both: Iterable[Driving], listeners: ListenersAtWork, grace: float) -> None:
    """Stop what drives requests and what drives life events, and let listeners finish, at the same time. What they
    commit meanwhile is handed over."""
    await asyncio.gather(listeners.finish(min(grace, ANSWERING)), *(driving.stop(grace) for driving in both))
    for driving in both:
        await driving.hand_over_the_rest()


async def _open_audit(store: SqlStore, engine: AsyncEngine) -> None:
    """Begin the audit's chain before the first click. Without tables or a database, the first new line begins it."""
    with suppress(StoreUnavailable):
        if await tables_in(engine) is not Tables.OLDER:
            await store.open_audit(SystemClock().now())


def _assembled(
    settings: Settings,
    budgets: TimeBudgets,
    engine: AsyncEngine,
    store: SqlStore,
    client: AsyncWebClient,
    vitable: tuple[Vitable, ApiTroubles],
    both: tuple[Driving, Driving],
    signals: Signals,
) -> tuple[Bot, Core]:
    """The bot, not running yet, and its core. Of `both`, one drives requests and one life events."""
    driving, driving_events = both
    benefits, troubles = vitable
    holder = _holder(settings)
    clock, directory = SystemClock(), SlackDirectory(client, budgets, settings.approvals_channel)
    lookups = Lookups.of(store, benefits, directory, clock, routes_of(settings))
    board = slack_board(settings, client, store, directory, lookups, clock, signals.observer.shown)
    links = CardLinks(client, store, budgets)
    core = Core.of(
        Outside(
            store=store,
            benefits=benefits,
            lookups=lookups,
            board=board,
            post=SlackPost(client, links, settings.server),
            clock=clock,
            limits=limits_of(settings),
            budgets=budgets,
            heard=troubles.reissued,
            retention=None if settings.retention_days is None else timedelta(days=settings.retention_days),
            event_recording=_event_recording(settings, benefits, client, driving_events),
        )
    )
    home_tabs = home_tabs_beside(board, core, links)
    webhooks = _webhooks(settings, core, clock)
    background = Background(
        directory=directory,
        store=store,
        index=EmployeeIndex(store=store, benefits=benefits, clock=clock, holder=holder, surviving=surviving)
        if isinstance(benefits, VitableConnect)
        else None,
        spoken=lookups.spoken,
        products=lookups.products,
        digest_sender=core.digest_sender,
        retention=core.retention,
        home_tabs=home_tabs,
        opened_channels=OpenedChannels(board=board, store=store, clock=clock, holder=holder),
        card_mover=core.card_mover,
        rerouted=Rerouted(board=board, store=store, clock=clock, holder=holder),
        webhook_events=None if webhooks is None else webhooks.events,
    )
    listeners = ListenersAtWork()
    bolt = listening_app(settings, core, board, home_tabs, listeners, driving.people.answering)
    bot = Bot(
        bolt=bolt,
        listeners=listeners,
        holder=holder,
        engine=engine,
        store=store,
        board=board,
        background=background,
        vitable=troubles,
        audit=AuditWatch(engine, store.linking),
        verifier=SignatureVerifier(settings.slack_signing_secret.get_secret_value()),
        refused=RefusedDeliveries(clock),
        webhooks=webhooks,
        database=DatabaseHealth(engine, store),
        driving=driving,
        signals=signals,
        is_paused=settings.reissue_paused,
    )
    return bot, core


def _event_recording(
    settings: Settings, benefits: Vitable, client: AsyncWebClient, driving: Driving
) -> EventRecording | None:
    if not settings.record_events or not isinstance(benefits, VitableConnect):
        return None
    return EventRecording(writer=benefits, teller=SlackTeller(client, settings.server), begin=driving.begin)


def _webhooks(settings: Settings, core: Core, clock: Clock) -> Webhooks | None:
    if settings.vitable_webhook_secret is None:
        return None
    return Webhooks(
        secret=settings.vitable_webhook_secret.get_secret_value(),
        clock=clock,
        refused=RefusedDeliveries(clock, VITABLE),
        events=WebhookEvents(core.waker.wake),
    )


def _holder(settings: Settings) -> str:
    """This process's name among replicas: on SQLite always the same, so that a restart goes on with its own leases.

    Elsewhere never the same twice: in containers both the host's name and the process id repeat.
    """
    return "alone" if _is_alone(settings) else f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:12]}"


def _is_alone(settings: Settings) -> bool:
    return is_sqlite(sync_url(settings.database_url))
