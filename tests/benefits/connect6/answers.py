"""A server of connect-6 for one test: what it answers by path, and what it was asked."""

import inspect
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from benefits.api_key import ApiKey
from benefits.connect6.client import Connect6
from benefits.connection import Server
from benefits.ids import OrganizationId
from tests.benefits.answers import KEY, NOW
from tests.patience import PATIENCE

Json = dict[str, Any]

BASE_URL = "http://benefits"

MEMBERS_ROW: Json = {
    "id": "enrl_1",
    "employer_id": "empr_1",
    "employer_name": "Juniper",
    "benefit_plan_year_id": "bply_1",
    "product_code": "VD",
    "product_name": "Dental",
    "benefit_type": "Dental",
    "requires_qle_for_reissue": True,
    "plan_year_ends_this_month": False,
    "plan_year_coverage_end": "2027-05-31",
    "is_within_enrollment_window": False,
    "election_status": "Enrolled",
    "issued_date": "2026-01-02",
    "answered_at": "2026-01-05T10:00:00Z",
    "enrollment_window_start": "2026-01-02",
    "enrollment_window_end": "2026-02-01",
    "coverage_start": "2026-02-01",
    "coverage_end": None,
    "plan_name": "Dental Plus",
    "tier_name": "Employee Only",
    "employee_deduction_in_cents": 1250,
    "employer_contribution_in_cents": 3000,
}
EMPLOYEES_ROW: Json = {
    "id": "enrl_1",
    "employee_id": "empl_1",
    "employer_id": "empr_1",
    "benefit": {"id": "bprd_dental", "name": "Dental", "product_code": "VD", "category": "Dental"},
    "status": "enrolled",
    "coverage_start": "2026-02-01",
    "created_at": "2026-01-02T09:00:00Z",
    "updated_at": "2026-01-05T10:00:00Z",
}
EMPLOYMENT: Json = {
    "id": "empl_1",
    "member_id": "mbr_1",
    "employer_id": "empr_1",
    "employer_name": "Juniper",
    "first_name": "Ada",
    "last_name": "Lovelace",
    "email": "ada@juniper.example",
    "date_of_birth": "1815-12-10",
    "status": "active",
}
MEMBER: Json = {"id": "mbr_1", "first_name": "Ada", "last_name": "Lovelace", "email": "ada@juniper.example"}

Answers = Mapping[str, Any]


def rows(*records: Json) -> Json:
    """A list as the server writes it."""
    return {"data": list(records), "pagination": {"page": 1, "limit": 100, "total": len(records), "total_pages": 1}}


@dataclass
class Asked:
    """A client whose calls are answered by path with JSON, a status or a function; other paths are a JSON 404."""

    answers: Answers
    organization: str | None = None
    made: list[httpx.Request] = field(default_factory=list)

    @property
    def client(self) -> Connect6:
        """The client."""
        organization = None if self.organization is None else OrganizationId(self.organization)
        transport = httpx.MockTransport(self._answer)
        server = Server(base_url=BASE_URL, api_key=ApiKey(KEY), timeout=PATIENCE, transport=transport, now=lambda: NOW)
        return Connect6(server, organization)

    @property
    def paths(self) -> list[str]:
        """What it was asked, in order."""
        return [request.url.path for request in self.made]

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        self.made.append(request)
        answer = self.answers.get(request.url.path)
        if callable(answer):
            answer = answer(request)
        if inspect.isawaitable(answer):
            answer = await answer
        if answer is None:
            return httpx.Response(404, json={"message": "Not found", "error": "Not found", "trace_id": "t-1"})
        return httpx.Response(answer) if isinstance(answer, int) else httpx.Response(200, content=json.dumps(answer))
