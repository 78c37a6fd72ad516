"""Which contract Vitable's server speaks, told without writing anything, and the setting to change if it is another."""

from benefits.client import VitableConnect
from benefits.connect6.client import Connect6
from benefits.contract import Contract
from benefits.errors import BenefitsError, WrongOrganization
from bot.doctor.finding import Check, Finding, failed, ok, warning
from bot.doctor.reads import ENDS_IT
from bot.settings import Settings

ASK = (
    "Ask Vitable which contract this key speaks; docs/connect.md says what VITABLE_CONNECT_CONTRACT means. "
    "The other checks take the one that is set."
)


async def examine_contract(benefits: VitableConnect | Connect6, settings: Settings) -> Finding:
    """Compare what the server speaks with the setting. Raises the errors in ENDS_IT: they are the key's."""
    try:
        spoken = await benefits.spoken()
    except ENDS_IT:
        raise
    except WrongOrganization:
        spoken = Contract.CONNECT_6  # the other contract has no organizations
    except BenefitsError as error:
        return warning(Check.VITABLE_CONTRACT, f"the server does not tell: {error}", ASK)
    if spoken is None:
        return warning(Check.VITABLE_CONTRACT, "the server's answers do not tell which one it speaks", ASK)
    if spoken is benefits.contract:
        return ok(Check.VITABLE_CONTRACT, spoken)
    says = f"the server speaks {spoken}, but the bot {benefits.contract}"
    return failed(Check.VITABLE_CONTRACT, says, _remedy(spoken, settings))


def _remedy(spoken: Contract, settings: Settings) -> str:
    beside = ", and unset VITABLE_CONNECT_ORGANIZATION" if settings.vitable_connect_organization else ""
    return f"Set VITABLE_CONNECT_CONTRACT={spoken}{beside}."
