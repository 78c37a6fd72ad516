"""What the bot keeps doing beside requests: learn who it is, and keep the employee index and product names fresh."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from approvals.employee_index import EmployeeIndex
from approvals.errors import AuthorityUnreadable, StoreError
from approvals.products import Products
from benefits.errors import BenefitsError
from handlers.directory import SlackDirectory

REFRESH_EVERY = 900.0
"""Seconds between two readings of the employees."""

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
"""Seconds until the next try after a failure: doubled each time, up to the second figure."""

log = structlog.get_logger()


@dataclass(kw_only=True, slots=True)
class Background:
    """The tasks, and what troubles them (by name; empty when all is well)."""

    directory: SlackDirectory
    index: EmployeeIndex
    products: Products
    troubles: dict[str, str] = field(default_factory=dict)

    async def identify(self) -> None:
        """Ask Slack who the bot is, until it says so."""
        await self._until_done("slack", self.directory.connect)

    async def keep_fresh(self) -> None:
        """Read product names and employees, again and again."""
        while True:
            await self._until_done("benefits", self._refresh)
            await asyncio.sleep(REFRESH_EVERY)

    async def _refresh(self) -> None:
        await self.products.refresh()
        count = await self.index.refresh()
        log.info("employees_indexed", count=count)

    async def _until_done(self, what: str, attempt: Callable[[], Awaitable[object]]) -> None:
        wait = FIRST_WAIT
        while True:
            try:
                await attempt()
            except (AuthorityUnreadable, BenefitsError, StoreError) as error:
                self.troubles[what] = f"{error} ({error.__cause__ or type(error).__name__})"
                log.warning("background_postponed", what=what, reason=type(error).__name__, again_in=wait)
            else:
                self.troubles.pop(what, None)
                return
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT)
