"""Whether the server speaks the contract that the bot speaks: a setting may name the wrong one."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

from approvals.model.trouble import Trouble
from benefits.contract import Contract
from benefits.errors import BenefitsError, OtherContract, WrongOrganization
from benefits.port import Benefits


@dataclass(slots=True, eq=False, repr=False)
class SpokenContract:
    """What the last look of this process showed. `trouble` is None while nothing speaks against the settings.

    `told` is the contract that the server speaks, if its answers told. `looked` is set once a first look has ended.
    """

    benefits: Benefits
    trouble: Trouble | None = None
    told: Contract | None = None
    looked: asyncio.Event = field(default_factory=asyncio.Event)

    async def look(self) -> None:
        """Look, with one or two cheap calls. Raises OtherContract, BenefitsError."""
        try:
            self.told = await self.benefits.spoken()
        except WrongOrganization:
            self.trouble = Trouble.WRONG_ORGANIZATION
            raise
        finally:
            self.looked.set()
        self.trouble = None if self.told in (None, self.benefits.contract) else Trouble.WRONG_CONTRACT
        if self.trouble is not None:
            raise OtherContract

    async def after_first_look(self, within: float) -> Trouble | None:
        """The trouble. If no look has ended yet, look now, for at most `within` seconds."""
        if not self.looked.is_set():
            with suppress(BenefitsError, TimeoutError):
                async with asyncio.timeout(within):
                    await self.look()
        return self.trouble
