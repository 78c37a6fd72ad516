"""For which organizations a call acts: what the header says, and what the key reaches."""

import re

from sandbox.benefits.connect6_state import BRIGHTSIDE, LAKESIDE
from sandbox.benefits.records import Record
from sandbox.benefits.replies import Refusal

HEADER = "X-Vitable-Organization"
WELL_FORMED = re.compile(r"org_[A-Za-z0-9_-]{1,64}")

NAMES = {BRIGHTSIDE: "Brightside Benefits", LAKESIDE: "Lakeside Partners"}


def acting_for(named: str | None, reach: tuple[str, ...]) -> frozenset[str]:
    """The organizations for which a call acts that takes the header. Raises Refusal as the official client says."""
    if named is None and len(reach) > 1:
        message = f"This key reaches several organizations: name one in {HEADER}"
        raise Refusal(400, message, code="organization_required")
    if named is None:
        return frozenset(reach)
    if not WELL_FORMED.fullmatch(named):
        raise Refusal(400, f"{HEADER} is malformed", code="invalid_organization_header")
    if named not in reach:
        raise Refusal(403, "You do not have access to this organization", code="organization_access_denied")
    return frozenset({named})


def memberships(reach: tuple[str, ...]) -> dict[str, object]:
    """The list of the organizations that the key reaches."""
    return {"organizations": [_membership(organization) for organization in reach], "total": len(reach)}


def _membership(organization: str) -> Record:
    return {
        "id": organization,
        "name": NAMES[organization],
        "type": "BROKERAGE",
        "idp_org_id": None,
        "idp_provider": None,
        "super_in": False,
        "role": "OPERATIONS",
    }
