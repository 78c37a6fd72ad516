"""The bot's endless tasks: learn who it is, keep employees and Home tabs fresh, send digests, remove names, follow
Vitable's events.

Names are removed from requests that were closed long ago, and from channels that have become public or shared.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import structlog

from approvals.errors import AuthorityUnreadable
from approvals.lookups.employee_index import EmployeeIndex
from approvals.lookups.products import Products
from approvals.lookups.spoken import SpokenContract
from approvals.model.trouble import Trouble
from approvals.ports.storage import Store
from approvals.upkeep.addresses import forget_addresses
from approvals.upkeep.digests import DigestSender
from approvals.upkeep.findable import keep_findable
from approvals.upkeep.moving import CardMover
from approvals.upkeep.retention import Retention
from benefits.errors import BenefitsError, NotFound, UnreadableAnswer, WrongOrganization
from bot.drivers import surviving
from bot.health.trouble_words import setting_to_change
from bot.webhook_events import WebhookEvents
from handlers.board.home_tabs import HomeTabs
from handlers.board.opened import LOOK_EVERY, OpenedChannels
from handlers.board.rerouted import Rerouted
from handlers.slack.client import error_code
from handlers.slack.directory import SlackDirectory
from handlers.slack.troubles import NOT_ANSWERED

SLACK_EVERY = 60.0
"""Seconds between two tries of Slack's token: without clicks nothing else would notice that it was revoked."""

PRODUCTS_EVERY = 60.0
"""Seconds between two reads of the product names, one cheap call that tries Vitable's key as well."""

EMPLOYEES_EVERY = 10.0
"""Seconds between two checks whether a refresh of the employees is due and no other replica does it."""

DIGESTS_EVERY = 60.0
"""Seconds between two checks for digests that are due, and before the first: the start has enough calls to make."""

BLANK_EVERY = 60.0
"""Seconds between two checks for closed requests whose names must be removed."""

FINDABLE_EVERY = 60.0
"""Seconds between two checks for requests of an earlier release that cannot be found by name yet."""

MOVE_EVERY = 5.0
"""Seconds until the next try with cards that could not be moved."""

ADD_ROUTE = "add their employers to ROUTES_FILE; until then nobody can decide on them"

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
"""Seconds until the next try after a failure: doubled each time, up to the second figure."""

log = structlog.get_logger()


@dataclass(kw_only=True, slots=True, eq=False, repr=False)
class Background:
    """The tasks. Each goes on after any error. `index` is None if the server finds people by text,
    `webhook_events` if none can be delivered, `card_mover` and `rerouted` if there is one route for everything.

    `troubles` has what this process cannot read, and why: a `Trouble`, or for `slack` Slack's code. Troubles with the
    employees are in the database instead, so that every replica reports them.
    """

    directory: SlackDirectory
    store: Store
    index: EmployeeIndex | None
    spoken: SpokenContract
    products: Products
    digest_sender: DigestSender
    home_tabs: HomeTabs
    opened_channels: OpenedChannels
    webhook_events: WebhookEvents | None = None
    retention: Retention | None = None
    card_mover: CardMover | None = None
    rerouted: Rerouted | None = None
    troubles: dict[str, str] = field(default_factory=dict)

    @asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        """Run the tasks while the context lasts."""
        endless = [
            self.identify(),
            self.keep_products(),
            self.forget_addresses() if self.index is None else self.keep_employees(self.index),
            self.send_digests(),
            self.keep_homes(),
            self.take_names_out(),
            self.keep_findable(),
        ]
        if self.retention is not None:
            endless.append(self.remove_names(self.retention))
        if self.card_mover is not None:
            endless.append(self.move_cards(self.card_mover))
        if self.rerouted is not None and self.card_mover is not None:
            endless.append(self.redraw_cards(self.rerouted))
        if self.webhook_events is not None:
            endless.append(self.webhook_events.keep_waking())
        tasks = [asyncio.create_task(task) for task in endless]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def identify(self) -> None:
        """Ask Slack who the bot is, every SLACK_EVERY seconds: that tries the token."""
        while True:
            await self._until_done("slack", self.directory.connect)
            await asyncio.sleep(SLACK_EVERY)

    async def keep_products(self) -> None:
        """Read the product names, every PRODUCTS_EVERY seconds, once the server speaks the right contract."""
        await self._until_done("contract", self.spoken.look)
        log.info("contract_told", contract=self.spoken.told)
        while True:
            await self._until_done("products", self._read_products)
            await asyncio.sleep(PRODUCTS_EVERY)

    async def _read_products(self) -> None:
        """Read the product names; if that fails, look whether the contract is another since a key in a file changed.

        Raises OtherContract, BenefitsError.
        """
        if self.spoken.trouble is not None:
            await self.spoken.look()
        try:
            await self.products.refresh()
        except (NotFound, UnreadableAnswer, WrongOrganization):
            await self.spoken.look()
            raise

    async def forget_addresses(self) -> None:
        """Remove the addresses of employees without an open request, every BLANK_EVERY seconds."""
        while True:
            with surviving("addresses_postponed"):
                await forget_addresses(self.store)
            await asyncio.sleep(BLANK_EVERY)

    async def keep_employees(self, index: EmployeeIndex) -> None:
        """Keep the employee index in line with the API, together with the other replicas.

        It rests while the server speaks another contract: nothing in the answers could be understood.
        """
        with surviving("employees_not_hastened"):
            await index.hasten()
        await self.spoken.looked.wait()
        while True:
            if self.spoken.trouble is None:
                with surviving("employees_postponed", what="the employee index"):
                    if report := await index.refresh_if_due():
                        log.info("employees_indexed", **report.model_dump(mode="json"))
            await asyncio.sleep(EMPLOYEES_EVERY)

    async def send_digests(self) -> None:
        """Send the digests that are due, every DIGESTS_EVERY seconds."""
        while True:
            await asyncio.sleep(DIGESTS_EVERY)
            with surviving("digests_postponed"):
                await self.digest_sender.send_due()

    async def remove_names(self, blanking: Retention) -> None:
        """Remove the names from requests that are due for it, every BLANK_EVERY seconds."""
        while True:
            with surviving("blanking_postponed"):
                await blanking.blank_due()
            await asyncio.sleep(BLANK_EVERY)

    async def keep_findable(self) -> None:
        """Let requests of an earlier release be found by name, every FINDABLE_EVERY seconds."""
        while True:
            with surviving("findable_postponed"):
                if count := await keep_findable(self.store):
                    log.info("requests_made_findable", count=count)
            await asyncio.sleep(FINDABLE_EVERY)

    async def take_names_out(self) -> None:
        """Take the names out of channels that have opened, one request at a time."""
        while True:
            wait = LOOK_EVERY
            with surviving("names_postponed"):
                wait = await self.opened_channels.take_names_out()
            await asyncio.sleep(wait)

    async def move_cards(self, mover: CardMover) -> None:
        """Look at all Home tabs once, and move the cards that are in another channel than their route's, until all are
        where they belong."""
        with surviving("homes_postponed"):
            await self.home_tabs.look_at_all()
        await self._again_and_again("cards_not_moved", mover.move)
        if mover.unrouted:
            log.warning("open_requests_without_route", requests=sorted(mover.unrouted), remedy=ADD_ROUTE)

    async def redraw_cards(self, rerouted: Rerouted) -> None:
        """Redraw every open request once for each file of routes."""
        await self._again_and_again("cards_not_redrawn", rerouted.redraw_all)

    async def _again_and_again(self, what: str, attempt: Callable[[], Awaitable[bool]]) -> None:
        """Try until it is done."""
        is_done = False
        while not is_done:
            with surviving(what):
                is_done = await attempt()
            if not is_done:
                await asyncio.sleep(MOVE_EVERY)

    async def keep_homes(self) -> None:
        """Draw the Home tabs that are behind, whenever there are any."""
        while True:
            await self.home_tabs.wait()
            with surviving("homes_postponed"):
                await self.home_tabs.draw_due()

    async def _until_done(self, what: str, attempt: Callable[[], Awaitable[object]]) -> None:
        wait = FIRST_WAIT
        while trouble := await self._tried(what, attempt, wait):
            self.troubles[what] = trouble
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT)
        self.troubles.pop(what, None)

    async def _tried(self, what: str, attempt: Callable[[], Awaitable[object]], wait: float) -> str | None:
        """Try once. Returns the trouble, None if it worked."""
        trouble: str | None = Trouble.UNFORESEEN
        with surviving("background_postponed", what=what, again_in=wait):
            try:
                await attempt()
            except (AuthorityUnreadable, BenefitsError) as error:
                trouble = _trouble(error)
                facts = {"what": what, "reason": trouble, "again_in": wait}
                if remedy := setting_to_change(trouble, self.spoken.told):
                    facts["remedy"] = remedy
                log.warning("background_postponed", **facts)
            else:
                trouble = None
        return trouble


def _trouble(error: AuthorityUnreadable | BenefitsError) -> str:
    """The trouble's word; Slack's own code where Slack gave one."""
    if isinstance(error, BenefitsError):
        return Trouble.of(error).value
    return error_code(error.__cause__) or NOT_ANSWERED
