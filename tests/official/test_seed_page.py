"""The sandbox as a `bare` server, our client and our model against the documentation page of the reissue call."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx
import pytest
from starlette.routing import Mount, Router

from benefits import connection
from benefits.api_key import ApiKey
from benefits.client import VitableConnect
from benefits.models import Enrollment
from benefits.outcome import OutcomeKind
from sandbox.benefits.api import build_benefits
from sandbox.benefits.seed import seed
from sandbox.benefits.world import World
from sandbox.calls import CallLog
from sandbox.cast import API_KEY
from sandbox.faults import FaultBook
from tests.benefits.answers import a_call
from tests.official.seed_page import ENROLLMENT, LONGEST_REASON, REISSUE_BODY, fits, misfits
from tests.plain_http import plain_client

pytestmark = pytest.mark.anyio

TODAY = date(2026, 11, 23)
ADAS, EVENT = "enrl_ada_lovelace_medical", "qle_ada_lovelace_birth"
ALWAYS_THERE = [name for name, field in ENROLLMENT.items() if not field.is_optional]
OPTIONAL = [name for name, field in ENROLLMENT.items() if field.is_optional]


@dataclass(frozen=True)
class Server:
    """The documentation page's server, and a client with its key."""

    transport: httpx.AsyncBaseTransport
    http: httpx.AsyncClient
    world: World
    calls: CallLog

    async def get(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """The JSON at a path."""
        return (await self.http.get(path)).json()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """A fresh world, as of a Monday in November."""
    calls = CallLog()
    api = build_benefits(FaultBook(), calls, lambda: TODAY)
    transport = httpx.ASGITransport(Router([Mount("/benefits", routes=api.routes)]))
    key = {"Authorization": f"Bearer {API_KEY}"}
    async with plain_client(transport=transport, base_url="http://page/benefits/v1", headers=key) as http:
        yield Server(transport, http, api.world, calls)


@pytest.fixture
async def shown(server: Server) -> list[dict[str, Any]]:
    """Every enrollment that the server shows: in lists, one by one, and after a reissue."""
    reissued = await server.http.post(f"/enrollments/{ADAS}/reissue", json={"qle_id": EVENT})
    lists = [await server.get(f"/employees/{employee}/enrollments") for employee in server.world.employees]
    one_by_one = [await server.get(f"/enrollments/{enrollment}") for enrollment in server.world.enrollments]
    assert sum(map(len, lists)) == len(one_by_one) == len(seed(TODAY).enrollments) + 1
    return [reissued.json(), *(row for rows in lists for row in rows), *one_by_one]


def test_the_page_has_sixteen_fields_of_which_seven_are_always_there() -> None:
    assert (len(ENROLLMENT), len(ALWAYS_THERE)) == (16, 7)


async def test_every_enrollment_of_a_bare_server_is_as_the_page_says(shown: list[dict[str, Any]]) -> None:
    assert [record for record in shown if set(record) != set(ENROLLMENT)] == []
    assert [wrong for record in shown if (wrong := misfits(record, ENROLLMENT))] == []


async def test_a_bare_server_shows_each_optional_field_with_and_without_a_value(shown: list[dict[str, Any]]) -> None:
    for name in OPTIONAL:
        assert {bool(record[name]) for record in shown} == {True, False}, name


async def test_our_model_reads_every_enrollment_of_a_bare_server_and_drops_no_field(
    shown: list[dict[str, Any]],
) -> None:
    for record in shown:
        read = Enrollment.model_validate(record).model_dump(mode="json")
        tier = None if record["coverage_tier"] == "Unspecified" else record["coverage_tier"]
        assert {name: read[name] for name in ENROLLMENT} == record | {"coverage_tier": tier}


@pytest.mark.parametrize("name", OPTIONAL)
def test_our_model_takes_an_optional_field_as_null_and_as_missing(name: str) -> None:
    record = seed(TODAY).enrollments["enrl_anne_marie_dupont_medical"]
    assert record[name]
    without = Enrollment.model_validate({key: value for key, value in record.items() if key != name})
    assert Enrollment.model_validate(record | {name: None}) == without
    assert not getattr(without, name)


@pytest.mark.parametrize("reason", ["A child was born", "x" * LONGEST_REASON])
async def test_our_client_sends_the_body_of_the_page_and_reads_the_bare_answer(server: Server, reason: str) -> None:
    client = VitableConnect(
        connection.Server(
            base_url="http://page/benefits", api_key=ApiKey(API_KEY), timeout=3.0, transport=server.transport
        )
    )
    outcome = await client.reissue(a_call(ADAS, EVENT, reason, "empl_ada_lovelace"))
    await client.aclose()
    (call,) = server.calls.since("benefits")
    assert fits(call.detail["request"], REISSUE_BODY)
    assert (outcome.kind, outcome.enrollment and outcome.enrollment.id) == (OutcomeKind.REISSUED, f"{ADAS}_r1")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"qle_id": EVENT}, 200),
        ({"qle_id": EVENT, "reason": None}, 200),
        ({"qle_id": EVENT, "reason": "x" * LONGEST_REASON}, 200),
        ({"qle_id": EVENT, "reason": "x" * (LONGEST_REASON + 1)}, 422),
        ({"reason": "A child was born"}, 422),
        ({"qle_id": None}, 422),
    ],
)
async def test_a_bare_server_takes_the_body_of_the_page_and_no_other(
    server: Server, body: dict[str, Any], status: int
) -> None:
    assert (await server.http.post(f"/enrollments/{ADAS}/reissue", json=body)).status_code == status
    assert (status == 200) == (misfits(body, REISSUE_BODY) == {})
