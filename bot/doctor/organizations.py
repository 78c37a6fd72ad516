"""A key of connect-6 that is good, but not for the organization named: which ones there are to choose from."""

from benefits.connect6.client import Connect6
from benefits.connect6.rows import Organization
from benefits.errors import BenefitsError, WrongOrganization
from bot.settings import Settings

SETTING = "VITABLE_CONNECT_ORGANIZATION"

MOST, LONGEST = 20, 80
"""Organizations that are named, and characters of a name."""

ASK = f"Set {SETTING} to the id (org_…) of your organization; Vitable's support knows it."


def organization_trouble(error: WrongOrganization, settings: Settings) -> str:
    """What is wrong, in our words where the code is one of those that are known."""
    match error.code:
        case "organization_required":
            return f"the key is good, but reaches several organizations, and {SETTING} names none"
        case "invalid_organization_header":
            return f"the key is good, but {SETTING} is no id that the server takes"
        case "organization_access_denied":
            return f"the key is good, but does not reach {settings.vitable_connect_organization or 'its organization'}"
        case _:
            return str(error)


async def organizations_to_choose_from(benefits: Connect6, within: float) -> str:
    """The remedy: the ids and names of the organizations that the key reaches."""
    try:
        reached = (await benefits.organizations(within=within)).records
    except BenefitsError:
        reached = ()
    if not reached:
        return ASK
    *others, last = map(_named, reached[:MOST])
    more = f" (and {len(reached) - MOST} more)" if len(reached) > MOST else ""
    return f"Set {SETTING} to {', '.join(others)}{' or ' if others else ''}{last}{more}."


def _named(organization: Organization) -> str:
    name = "".join(letter for letter in organization.name if letter.isprintable())[:LONGEST].strip()
    return f"{organization.id} ({name})" if name else organization.id
