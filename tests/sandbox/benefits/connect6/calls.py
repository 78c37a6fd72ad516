"""What the tests of connect-6 ask the API."""

from dataclasses import dataclass
from typing import Any

import httpx

from sandbox.benefits.connect6_state import Connect6State
from tests.sandbox.benefits.conftest import BenefitsClient

Json = dict[str, Any]

ADAS, ADAS_EVENT = "enrl_ada_lovelace_medical", "qle_ada_lovelace_birth"
ADAS_NEXT = f"{ADAS}_r1"


@dataclass
class Connect6Client(BenefitsClient):
    """A client of a running connect-6 API."""

    @property
    def state(self) -> Connect6State:
        """What only connect-6 shows."""
        return self.api.world.connect6

    async def answer(self, path: str, method: str = "GET", **options: Any) -> httpx.Response:  # noqa: ANN401 - httpx's
        """The answer at a path, which begins with its version."""
        return await self.http.request(method, f"/benefits{path}", **options)

    async def data(self, path: str, **query: str | int) -> Any:  # noqa: ANN401 - JSON
        """The `data` at a path."""
        answer = await self.answer(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    async def ids(self, path: str, **query: str | int) -> list[str | None]:
        """The ids in the list at a path; None for a row without one."""
        return [row.get("id") for row in await self.data(path, **query)]

    async def reissues(self, enrollment_id: str = ADAS, **options: Any) -> httpx.Response:  # noqa: ANN401 - httpx's
        """The answer to a reissue of Ada's enrollment for her event, unless told otherwise."""
        body = options.pop("json", {"qualifying_life_event_id": ADAS_EVENT, "reason": "A child was born"})
        return await self.answer(f"/v1/enrollments/{enrollment_id}/reissue", "POST", json=body, **options)

    async def told_of(self, member: str) -> dict[str, Json]:
        """The enrollments of a member by their ids, as their member's list has them."""
        return {row["id"]: row for row in await self.data(f"/v1/members/mbr_{member}/enrollments")}

    def rules_broken(self) -> list[str]:
        """The rules that were broken."""
        return [violation["rule"] for violation in self.state.violations]
