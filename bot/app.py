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

from approvals.acts import Acts
from approvals.applying import Applying
from approvals.asking import Asking
from approvals.authority import Authority
from approvals.blanking import Blanking
from approvals.calendars import Calendars
from approvals.checking import Checking
from approvals.deciding import Deciding
from approvals.digesting import Digesting
from approvals.electing import Electing
from approvals.employee_index import EmployeeIndex, IndexedEmails
from approvals.fulfilment import Fulfilment
from approvals.inspecting import Inspecting
from approvals.outcomes import Outcomes
from approvals.overview import Overviewing
from approvals.pace import Limits
from approvals.picking import Picking
from approvals.policy import Policy
from approvals.ports import Benefits, Board, Clock
from approvals.products import Products
from approvals.progress import Progress
from approvals.repeating import Repeating
from approvals.repositories import Store
from approvals.revising import Revising
from approvals.settling import Settling
from approvals.showing import Showing
from approvals.submitting import Submitting
from approvals.use_cases import UseCases
from approvals.waiting import Waiting
from bot.background import Background
from bot.clock import SystemClock
from bot.drivers import surviving
from bot.durable import Durable, Duties
from bot.settings import Settings
from bot.vitable import vitable_connect
from handlers.blocks.context import Detail
from handlers.bolt import bolt_app
from handlers.cards import SlackBoard
from handlers.digests import SlackPost
from handlers.directory import SlackDirectory
from handlers.errors import ErrorAnswers
from handlers.homes import Homes
from handlers.links import Links
from handlers.request_form import RequestForm
from handlers.slack_client import slack_client, slack_session
from handlers.turns import Turns
from handlers.workplace import Workplace
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
