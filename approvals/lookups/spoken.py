"""Whether the server speaks the contract that the bot speaks: a setting may name the wrong one."""

from dataclasses import dataclass

from approvals.model.trouble import Trouble
from benefits.errors import WrongOrganization
from benefits.port import Benefits


@dataclass(slots=True)
class SpokenContract:
    """What the last look showed. `trouble` is None while nothing speaks against the settings, and `is_told` once the
    server has shown that they are right."""

    benefits: Benefits
    trouble: Trouble | None = None
    is_told: bool = False

    async def look(self) -> None:
        """Look with one or two cheap calls, until the server has told. Raises BenefitsError."""
        if self.is_told:
            return
        try:
            spoken = await self.benefits.spoken()
        except WrongOrganization:
            self.trouble = Trouble.WRONG_ORGANIZATION
            raise
        self.is_told = spoken is self.benefits.contract
        self.trouble = Trouble.WRONG_CONTRACT if spoken not in (None, self.benefits.contract) else None
