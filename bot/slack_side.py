"""Puts together what faces Slack: the board that shows requests, and the Bolt app that hears clicks."""

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from approvals.core import Core, Lookups
from approvals.ports.outside import Clock
from approvals.ports.storage import Store
from approvals.rules.budgets import TimeBudgets
from bot.settings import Settings
from handlers.at_work import ListenersAtWork
from handlers.blocks.context import Detail
from handlers.board.cards import SlackBoard
from handlers.board.channels import Channels
from handlers.board.drawing import Shown
from handlers.board.home_tabs import HomeTabs
from handlers.board.links import CardLinks
from handlers.board.posting import Poster
from handlers.board.presentation import Presentation
from handlers.board.snapshot import SnapshotReader
from handlers.bolt import Answering, Injected, bolt_app
from handlers.errors.answers import ErrorAnswers
from handlers.request_form import RequestForm
from handlers.slack.directory import SlackDirectory
from handlers.slack.modal_updates import ModalUpdates
from handlers.slack.troubles import SlackTroubles
from handlers.slack.views import Modals
from handlers.words.rule_hints import RuleHints


def slack_board(
    settings: Settings,
    client: AsyncWebClient,
    store: Store,
    directory: SlackDirectory,
    lookups: Lookups,
    clock: Clock,
    shown: Shown,
) -> SlackBoard:
    """Where requests are shown; `shown` is told what cards show. The hints about rules are read once, here."""
    hints = RuleHints.read() if settings.rule_hints else RuleHints()
    channels = Channels(
        directory=directory,
        troubles=SlackTroubles(clock),
        most=Detail(settings.card_detail),
        are_several=lookups.authority.routes.are_several,
    )
    presentation = Presentation(lookups.authority.routes, settings.server, clock, hints)
    poster = Poster(client=client, store=store, clock=clock, channels=channels, shown=shown)
    return SlackBoard(
        client=client,
        store=store,
        authority=lookups.authority,
        presentation=presentation,
        poster=poster,
        snapshots=SnapshotReader(
            store=store,
            authority=lookups.authority,
            calendars=lookups.calendars,
            presence=lookups.presence,
            clock=clock,
            presentation=presentation,
            channels=channels,
            links=CardLinks(client, store, TimeBudgets()),
            arrivals=poster.arrivals,
        ),
    )


def home_tabs_beside(board: SlackBoard, core: Core, links: CardLinks) -> HomeTabs:
    """The Home tabs of the people who see the cards of a board."""
    return HomeTabs(
        client=board.client,
        store=board.store,
        overview=core.use_cases.overview,
        links=links,
        server=board.presentation.server,
        clock=board.poster.clock,
        troubles=board.troubles,
    )


def listening_app(
    settings: Settings,
    core: Core,
    board: SlackBoard,
    home_tabs: HomeTabs,
    at_work: ListenersAtWork,
    answering: Answering,
) -> AsyncApp:
    """The Bolt app with every listener; each delivery is answered inside `answering`, and `at_work` is told of each
    listener. Raises MiswiredListener."""
    modals = Modals(board.client)
    injected = Injected(
        use_cases=core.use_cases,
        form=RequestForm(board.presentation, records_events=core.use_cases.event_records is not None),
        presentation=board.presentation,
        modals=modals,
        modal_updates=ModalUpdates(modals),
        links=home_tabs.links,
        home_tabs=home_tabs,
        budgets=home_tabs.links.budgets,
    )
    answers = ErrorAnswers(core.use_cases, board, home_tabs.links, modals, home_tabs.links.budgets)
    secret = settings.slack_signing_secret.get_secret_value()
    return bolt_app(board.client, secret, injected, answers, at_work, answering)
