"""Answers of the API as the documentation shows them, and a client that gets the answers it is told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from benefits.api_key import ApiKey
from benefits.client import VitableConnect
from benefits.connection import Server
from benefits.ids import EmployeeId, EnrollmentId, MemberId, QleId
from benefits.reissue import Reissue
from tests.patience import PATIENCE

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BASE_URL = "http://api.example/base"
KEY = "vit_secret_key"

ENROLLMENT: dict[str, Any] = {
    "id": "enrl_1",
    "benefit_product_id": "bprd_1",
    "employee_id": "empl_1",
    "plan_year_id": "plyr_1",
    "status": "pending",
    "created_at": "2026-01-01T09:00:00Z",
    "updated_at": "2026-01-01T09:00:00Z",
}
EMPLOYEE: dict[str, Any] = {
    "id": "empl_1",
    "employer_id": "empr_1",
    "member": {"id": "mbr_1", "first_name": "Ada", "last_name": "Lovelace", "date_of_birth": "1815-12-10"},
    "address": {"city": "London"},
}
QLE: dict[str, Any] = {"id": "qle_1", "member_id": "mbr_1", "event_type": "Birth", "status": "approved"}


def a_call(
    enrollment_id: str = "enrl_1", qle_id: str = "qle_1", reason: str = "x", employee_id: str = "empl_1"
) -> Reissue:
    """The first try of request R-1."""
    return Reissue(
        enrollment_id=EnrollmentId(enrollment_id),
        employee_id=EmployeeId(employee_id),
        qle_id=QleId(qle_id),
        reason=reason,
        number="R-1",
        attempt=1,
    )


def connected(answer: Callable[[httpx.Request], httpx.Response], timeout: float = PATIENCE) -> VitableConnect:
    """A client whose calls `answer` answers."""
    return VitableConnect(
        Server(
            base_url=BASE_URL,
            api_key=ApiKey(KEY),
            timeout=timeout,
            transport=httpx.MockTransport(answer),
            now=lambda: NOW,
        )
    )


def saying(status: int = 200, **how: Any) -> VitableConnect:  # noqa: ANN401 - the arguments of httpx.Response
    """A client that is always answered the same."""
    return connected(lambda _: httpx.Response(status, **how))


EMPLOYEE_ID, MEMBER_ID = EmployeeId("empl_1"), MemberId("mbr_1")


@dataclass(frozen=True)
class Ids:
    """`benefits.port.Whose`."""

    id: EmployeeId = EMPLOYEE_ID
    member_id: MemberId = MEMBER_ID
