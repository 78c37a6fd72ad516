"""The composition root: the one place that knows every part and puts them together."""

import os
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.actions.action import Acts
from approvals.actions.ask import Asking
from approvals.actions.card_check import Showing
from approvals.actions.choose import Picking
from approvals.actions.decide import Deciding
from approvals.actions.details import Inspecting
from approvals.actions.overview import Overviewing
from approvals.actions.request_again import Repeating
from approvals.actions.resolve import Settling
from approvals.actions.revise import Revising
from approvals.actions.submit import Submitting
from approvals.driver.advance import Fulfilment
from approvals.driver.apply import Applying
from approvals.driver.check import Checking
from approvals.driver.election import Electing
from approvals.driver.expire import Waiting
from approvals.driver.outcomes import Outcomes
from approvals.lookups.authority import Authority
from approvals.lookups.calendars import Calendars
from approvals.lookups.employee_index import EmployeeIndex, IndexedEmails
from approvals.lookups.products import Products
from approvals.ports.outside import Benefits, Board, Clock
from approvals.ports.storage import Store
from approvals.progress import Progress
from approvals.rules.pace import Limits
from approvals.rules.policy import Policy
from approvals.upkeep.digests import Digesting
from approvals.upkeep.retention import Blanking
from approvals.use_cases import UseCases
from bot.background import Background
from bot.clock import SystemClock
from bot.drivers import surviving
from bot.durable import Durable, Duties
from bot.settings import Settings
from bot.vitable import vitable_connect
from handlers.blocks.context import Detail
from handlers.board.cards import SlackBoard
from handlers.board.digests import SlackPost
from handlers.board.home_tabs import Homes
from handlers.board.links import Links
from handlers.board.workplace import Workplace
from handlers.bolt import bolt_app
from handlers.errors import ErrorAnswers
from handlers.request_form import RequestForm
from handlers.slack.client import slack_client, slack_session
from handlers.slack.directory import SlackDirectory
from handlers.slack.modal_updates import Turns
from store.engine import create_engine, is_sqlite, sync_url
from store.single_process import hold
from store.unit_of_work import SqlStore

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True, slots=True)
class Bot:
    """A running bot: what answers Slack, and what its readiness depends on."""

    bolt: AsyncApp
    engine: AsyncEngine
    store: Store
    board: SlackBoard
    background: Background


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Bot]:
    """A bot that drives requests until the context is left; on SQLite no second one can run beside it."""
    clock = SystemClock()
    if settings.audit_key is None:
        log.warning("audit_without_chain", remedy="set AUDIT_KEY to at least 32 secret characters")
    async with AsyncExitStack() as stack:
        stack.enter_context(hold(settings.database_url))
        engine = create_engine(settings.database_url)
        stack.push_async_callback(engine.dispose)
        url = sync_url(settings.database_url)
        executor_id = _executor_id(alone=is_sqlite(url))
        durable = Durable(url.render_as_string(hide_password=False), executor_id)
        store = SqlStore(engine, durable.enqueue, settings.chain)
        session = await stack.enter_async_context(slack_session())
        client = slack_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url, session)
        benefits = vitable_connect(settings, settings.vitable_connect_timeout)
        stack.push_async_callback(benefits.aclose)
        directory = SlackDirectory(client)
        workplace = Workplace(_policy(settings), settings.server, clock, Detail(settings.card_detail))
        board = SlackBoard(client=client, store=store, directory=directory, clock=clock, workplace=workplace)
        products = Products(benefits)
        authority, calendars = Authority(directory, workplace.policy, IndexedEmails(store)), Calendars(directory, clock)
        use_cases = build_use_cases(store, benefits, products, authority, clock, settings.readback_settle)
        fulfilment = build_fulfilment(settings, store, benefits, board, calendars)
        post = SlackPost(client, board)
        links = Links(board)
        homes = Homes(
            client=client,
            store=store,
            overview=use_cases.overview,
            links=links,
            server=workplace.server,
            clock=clock,
            troubles=board.troubles,
        )
        background = Background(
            directory=directory,
            index=EmployeeIndex(store=store, benefits=benefits, clock=clock, holder=executor_id, surviving=surviving),
            products=products,
            digesting=Digesting(store=store, authority=authority, calendars=calendars, post=post, clock=clock),
            blanking=_blanking(settings, store, clock),
            homes=homes,
        )
        await durable.start(Duties(advance=fulfilment.advance, sweep=fulfilment.sweep, hand_over=fulfilment.hand_over))
        stack.push_async_callback(durable.stop, settings.vitable_connect_timeout)
        await stack.enter_async_context(background.going_on())
        yield Bot(
            bolt=_bolt(settings, client, use_cases, board, workplace, {"links": links, "homes": homes}),
            engine=engine,
            store=store,
            board=board,
            background=background,
        )


def _policy(settings: Settings) -> Policy:
    return Policy(
        approvals_channel=settings.approvals_channel,
        approvers=settings.approvers,
        requesters=settings.requesters,
        approvals_required=settings.approvals_required,
        request_ttl_days=settings.request_ttl_days,
        escalation_approvers=settings.escalation_approvers,
        escalate_days_before=settings.escalate_days_before,
        second_approval_when=settings.second_approval_when,
    )


def _blanking(settings: Settings, store: Store, clock: Clock) -> Blanking | None:
    days = settings.retention_days
    return None if days is None else Blanking(store, clock, timedelta(days=days))


def build_use_cases(
    store: Store, benefits: Benefits, products: Products, authority: Authority, clock: Clock, settle: float
) -> UseCases:
    """What people can do, for the listeners; `settle` in seconds."""
    acts, calendars = Acts(store, authority, clock), Calendars(authority.directory, clock)
    picking = Picking(store=store, benefits=benefits, products=products, calendars=calendars)
    return UseCases(
        authority=authority,
        picking=picking,
        repeating=Repeating(acts, picking),
        submitting=Submitting(
            store=store,
            authority=authority,
            benefits=benefits,
            products=products,
            clock=clock,
            calendars=calendars,
        ),
        deciding=Deciding(acts),
        asking=Asking(acts),
        revising=Revising(acts, benefits, calendars),
        settling=Settling(acts, benefits, settle),
        inspecting=Inspecting(acts),
        showing=Showing(acts),
        overview=Overviewing(acts, calendars),
    )


def build_fulfilment(
    settings: Settings, store: Store, benefits: Benefits, board: Board, calendars: Calendars
) -> Fulfilment:
    """What the bot does by itself, for the durable engine."""
    clock = calendars.clock
    limits = Limits(
        timeout=settings.vitable_connect_timeout,
        settle=settings.readback_settle,
        max_concurrent=settings.vitable_max_concurrent,
        paused=settings.reissue_paused,
    )
    progress = Progress(store, clock)
    applying = Applying(
        store=store,
        benefits=benefits,
        progress=progress,
        outcomes=Outcomes(progress, clock),
        clock=clock,
        limits=limits,
    )
    checking = Checking(store=store, benefits=benefits, progress=progress, clock=clock, limits=limits)
    return Fulfilment(
        store=store,
        board=board,
        applying=applying,
        checking=checking,
        waiting=Waiting(progress, _policy(settings), calendars, clock),
        electing=Electing(progress, benefits, calendars, clock),
        clock=clock,
    )


def _bolt(
    settings: Settings,
    client: AsyncWebClient,
    use_cases: UseCases,
    board: SlackBoard,
    workplace: Workplace,
    more: Mapping[str, object],
) -> AsyncApp:
    """The Bolt app; `more` are things its listeners find by name."""
    injected = {
        "use_cases": use_cases,
        "form": RequestForm(workplace),
        "workplace": workplace,
        "turns": Turns(),
        **more,
    }
    secret = settings.slack_signing_secret.get_secret_value()
    return bolt_app(client, secret, injected, ErrorAnswers(use_cases, board))


def _executor_id(*, alone: bool) -> str:
    """This process's name for the engine: on SQLite always the same, so that a restart takes its own work up again.

    Elsewhere never the same twice: in containers both the host's name and the process id repeat.
    """
    return "alone" if alone else f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:12]}"
