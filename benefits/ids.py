"""The ids of the Vitable Connect API, and the only function that puts them into a path.

No length is published, so the rule is `<prefix>_` and 1 to 64 of `A-Z a-z 0-9 _ -` (facts of the public API page and
its SDKs). An id that comes from Slack is input: check it here before it is stored or sent.
"""

import re
from collections.abc import Callable
from typing import NewType, TypeVar
from urllib.parse import quote

from benefits.errors import InvalidId

EnrollmentId = NewType("EnrollmentId", str)
EmployeeId = NewType("EmployeeId", str)
EmployerId = NewType("EmployerId", str)
MemberId = NewType("MemberId", str)
QleId = NewType("QleId", str)
OrganizationId = NewType("OrganizationId", str)

Id = TypeVar("Id", bound=str)
Check = Callable[[str], str]

ENROLLMENT_PREFIX, EMPLOYEE_PREFIX = "enrl_", "empl_"

_REST = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ORGANIZATION = re.compile(r"org_[A-Za-z0-9_+/-]{1,64}={0,2}")
_ID = re.compile(r"[a-z]{2,8}_[A-Za-z0-9_-]{1,64}")


def enrollment_id(text: str) -> EnrollmentId:
    """`text` as the id of an enrollment (`enrl_…`); raises InvalidId."""
    return _checked(ENROLLMENT_PREFIX, text, EnrollmentId)


def employee_id(text: str) -> EmployeeId:
    """`text` as the id of an employee (`empl_…`); raises InvalidId."""
    return _checked(EMPLOYEE_PREFIX, text, EmployeeId)


def employer_id(text: str) -> EmployerId:
    """`text` as the id of an employer (`empr_…`); raises InvalidId."""
    return _checked("empr_", text, EmployerId)


def member_id(text: str) -> MemberId:
    """`text` as the id of a member (`mbr_…`); raises InvalidId."""
    return _checked("mbr_", text, MemberId)


def qle_id(text: str) -> QleId:
    """`text` as the id of a qualifying life event (`qle_…`); raises InvalidId."""
    return _checked("qle_", text, QleId)


def organization_id(text: str) -> OrganizationId:
    """`text` as the id of an organization (`org_…`); raises InvalidId. Its rest may be Base64, with its signs."""
    if not _ORGANIZATION.fullmatch(text):
        raise InvalidId("That is not an id that begins with org_.")
    return OrganizationId(text)


def looks_like_id(text: str) -> bool:
    """Whether a text has the form of an id of any kind, so that it may be logged."""
    return _ID.fullmatch(text) is not None


def path(*segments: str) -> str:
    """An absolute path with percent-encoded segments, so that no id can reach another endpoint.

    Raises InvalidId for a segment that no encoding makes safe: an empty one, one dot, two dots.
    """
    if not {"", ".", ".."}.isdisjoint(segments):
        raise InvalidId
    return "".join("/" + quote(segment, safe="") for segment in segments)


def _checked(prefix: str, text: str, make: Callable[[str], Id]) -> Id:
    if not text.startswith(prefix) or not _REST.fullmatch(text, len(prefix)):
        raise InvalidId(f"That is not an id that begins with {prefix}.")
    return make(text)
