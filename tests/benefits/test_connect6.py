"""What is sent in connect-6: the body to the byte, the organization, and no call of the other contract."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from benefits.connect6.client import ORGANIZATION
from benefits.errors import BenefitsError, Unreachable
from benefits.ids import EmployeeId, EnrollmentId, MemberId, OrganizationId, QleId
from benefits.outcome import OutcomeKind
from tests.benefits.answers import Ids, a_call
from tests.benefits.connect6_client import connected6

pytestmark = pytest.mark.anyio

ENRL, EMPL, QLE = EnrollmentId("enrl_1"), EmployeeId("empl_1"), QleId("qle_1")
DONE = {"data": {"enrollment_id": "enrl_2"}}


def noting(sent: list[httpx.Request], status: int = 200, **how: Any) -> Callable[[httpx.Request], httpx.Response]:  # noqa: ANN401 - the arguments of httpx.Response
    """Answers always the same, and keeps what was sent."""

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(status, **how)

    return answer


@pytest.mark.parametrize(
    ("qle_id", "body"),
    [
        (QLE, b'{"qualifying_life_event_id":"qle_1","reason":"Geburt \xe2\x99\xa5","ticket_number":"R-12"}'),
        (None, b'{"reason":"Geburt \xe2\x99\xa5","ticket_number":"R-12"}'),
    ],
)
async def test_the_call_has_the_event_under_its_one_name_or_no_event_at_all(qle_id: QleId | None, body: bytes) -> None:
    sent: list[httpx.Request] = []
    call = replace(a_call(reason="Geburt ♥"), qle_id=qle_id, number="R-12")
    outcome = await connected6(noting(sent, json=DONE)).reissue(call)
    assert (outcome.kind, outcome.new_id, outcome.enrollment) == (OutcomeKind.REISSUED, "enrl_2", None)
    assert [(request.method, request.url.path, request.content) for request in sent] == [
        ("POST", "/base/v1/enrollments/enrl_1/reissue", body)
    ]


async def test_the_organization_is_named_on_exactly_the_calls_that_take_it() -> None:
    sent: list[httpx.Request] = []
    client = connected6(noting(sent, 404), OrganizationId("org_1"))
    reads = [
        client.employee(EMPL),
        client.employee_behind(ENRL),
        client.offer("empl_1"),
        client.enrollments_of(Ids()),
        client.position(ENRL, Ids()),
        client.events(Ids()),
        client.products(),
        client.employers(),
        client.organizations(),
        client.search.find_people("ada lovelace"),
        client.people.some(),
        client.people.employments(MemberId("mbr_1")),
        client.spoken(),
    ]
    for read in reads:
        with pytest.raises(BenefitsError):
            await read
    await client.reissue(a_call())
    await client.connection.server_time()
    named = {request.url.path.removeprefix("/base") for request in sent if ORGANIZATION in request.headers}
    unnamed = {request.url.path.removeprefix("/base") for request in sent} - named
    assert {request.headers.get(ORGANIZATION) for request in sent} == {"org_1", None}
    assert unnamed == {"/v1/employees/empl_1", "/v1/employees/empl_1/enrollments", "/v1/organizations"}
    assert named == {
        "/v1/enrollments/enrl_1",
        "/v1/enrollments/enrl_1/reissue",
        "/v1/members/mbr_1/enrollments",
        "/v1/members/mbr_1/employments",
        "/v1/members/mbr_1/qualifying-life-events",
        "/v1/employers",
        "/v2/members",
    }


async def test_an_enrollment_that_is_in_no_list_takes_no_longer_than_any_other() -> None:
    """The lists answer at once, and what tells whose enrollment it is does not answer at all."""

    async def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/enrollments"):
            return httpx.Response(200, json={"data": []})
        await asyncio.Event().wait()
        raise AssertionError

    client = connected6(answer)
    with pytest.raises(Unreachable):
        async with asyncio.timeout(3):
            await client.enrollment(ENRL, Ids(), within=0.05)
