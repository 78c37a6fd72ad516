"""What people have in Vitable beside the enrollment that is asked for, and colleagues who reissue that meanwhile.

At the moment of a lost answer a colleague's new enrollment, of another product, must not be taken for the bot's own.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from benefits.contract import Contract
from sandbox import cast
from sandbox.app import Sandbox
from sandbox.benefits.connect6_state import BRIGHTSIDE, PlanYear
from sandbox.benefits.rules import Rules
from tests.chaos.books import ApiBook, wanted

ODD = 7
"""One of so many enrollments beside the wanted ones cannot be read."""

EACH, TOGETHER = 5, 3
"""Of each five requests three are submitted together."""

PRODUCTS = ("bprd_medical", "bprd_vision", "bprd_dental")

OPEN = "plyr_juniper_open"
"""The plan year in which no enrollment needs a life event."""


def event_of(number: int, contract: Contract) -> str | None:
    """The life event that is chosen for a member of the crowd; None for no event.

    Half of those who need none choose one all the same.
    """
    without = _needs_none(number, contract) and number % 4 == 0
    return None if without else f"qle_crowd_{number}_birth"


def together_with(number: int, crowd: int) -> range:
    """The members of the crowd whose requests are submitted together with this one's: of each five the first three."""
    first = number - (number - 1) % EACH
    group = range(first, first + TOGETHER)
    return group if number in group and group[-1] <= crowd else range(number, number + 1)


def furnish(sandbox: Sandbox, crowd: int, contract: Contract) -> None:
    """Give each member of the crowd an enrollment beside the wanted one. Some cannot be read; some need no event.

    What is submitted together is about one employee: the wanted enrollments of three members are the first one's, each
    of another product. So a colleague's reissue beside them is somebody else's.
    """
    world = sandbox.benefits.world
    world.connect6.plan_years[OPEN] = PlanYear(is_open_enrollment=True)
    for number in range(1, crowd + 1):
        enrollment = world.enrollments[wanted(number)]
        other = enrollment | {"id": beside(number), "benefit_product_id": "bprd_dental"}
        if number % ODD == 0:
            other["created_at"] = "before the flood"
        if _needs_none(number, contract):
            enrollment["plan_year_id"] = OPEN
        group = together_with(number, crowd)
        if number != group[0]:
            enrollment["employee_id"] = f"empl_crowd_{group[0]}"
            enrollment["benefit_product_id"] = PRODUCTS[number - group[0]]
        elif len(group) > 1:
            other["employee_id"] = f"empl_crowd_{group[-1]}"
        world.enrollments[other["id"]] = other


def beside(number: int) -> str:
    """The enrollment that the bot is not asked to reissue."""
    return f"enrl_crowd_{number}_dental"


@dataclass
class Colleagues:
    """They reissue something every `every` seconds or so, of whom the bot has just sent a reissue for."""

    api: ApiBook
    random: Random
    every: float = 0.4

    async def meddle(self) -> None:
        """Go on until cancelled."""
        sandbox = self.api.sandbox
        world, webhooks = sandbox.benefits.world, sandbox.benefits.webhooks
        rules = Rules(world, cast.today, lambda: datetime.now(UTC))
        while True:
            await asyncio.sleep(self.random.expovariate(1 / self.every))
            number = self.api.latest
            if number is not None and number % ODD and world.enrollments[beside(number)]["status"] != "inactive":
                new = rules.replace(world.enrollments[beside(number)], None, "made in Vitable")
                webhooks.reissued(BRIGHTSIDE, beside(number), new["id"])


def _needs_none(number: int, contract: Contract) -> bool:
    return contract is Contract.CONNECT_6 and number % 2 == 0
