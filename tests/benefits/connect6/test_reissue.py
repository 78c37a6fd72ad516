"""The one call that changes something, in connect-6: its body to the byte, its headers, its answers."""

import httpx
import pytest

from benefits.ids import EmployeeId, EnrollmentId, QleId
from benefits.outcome import OutcomeKind
from benefits.reissue import Reissue
from tests.benefits.answers import Ids
from tests.benefits.connect6.answers import EMPLOYEES_ROW, EMPLOYMENT, MEMBERS_ROW, Asked, rows

pytestmark = pytest.mark.anyio

PATH = "/v1/enrollments/enrl_1/reissue"
DONE = {PATH: {"data": {"enrollment_id": "enrl_2"}}}


def a_call(qle_id: str | None = "qle_1") -> Reissue:
    event = None if qle_id is None else QleId(qle_id)
    return Reissue(
        enrollment_id=EnrollmentId("enrl_1"),
        employee_id=EmployeeId("empl_1"),
        qle_id=event,
        reason="Grüße",
        number="R-12",
        attempt=1,
    )


@pytest.mark.parametrize(
    ("qle_id", "body"),
    [
        ("qle_1", '{"qualifying_life_event_id":"qle_1","reason":"Grüße","ticket_number":"R-12"}'),
        (None, '{"reason":"Grüße","ticket_number":"R-12"}'),
    ],
)
async def test_the_body_has_the_event_only_if_there_is_one_and_never_null(qle_id: str | None, body: str) -> None:
    server = Asked(DONE)
    outcome = await server.client.reissue(a_call(qle_id))
    assert [request.content.decode() for request in server.made] == [body]
    assert (outcome.kind, outcome.new_id, outcome.enrollment) == (OutcomeKind.REISSUED, "enrl_2", None)


@pytest.mark.parametrize(
    "answer", [{}, {"data": None}, {"data": {}}, {"enrollment_id": "enrl_2"}, {"data": {"enrollment_id": "x"}}, []]
)
async def test_a_success_without_a_readable_id_is_done_and_has_to_be_read_back(answer: object) -> None:
    outcome = await Asked({PATH: lambda _: answer}).client.reissue(a_call())
    assert (outcome.kind, outcome.new_id) == (OutcomeKind.REISSUED_UNREADABLE, None)


async def test_a_refusal_with_422_is_a_refusal() -> None:
    assert (await Asked({PATH: 422}).client.reissue(a_call())).kind is OutcomeKind.REFUSED


async def test_the_organization_is_named_on_exactly_the_calls_that_take_it() -> None:
    server = Asked(
        {
            **DONE,
            "/v1/employers": rows(),
            "/v2/members": rows(),
            "/v1/organizations": {"organizations": [{"id": "org_a+/=", "name": "A"}], "total": 1},
            "/v1/employees/empl_1": {"data": EMPLOYMENT},
            "/v1/employees/empl_1/enrollments": rows(EMPLOYEES_ROW),
            "/v1/members/mbr_1/enrollments": {"data": [MEMBERS_ROW]},
            "/v1/members/mbr_1/employments": {"data": [EMPLOYMENT]},
            "/v1/members/mbr_1/qualifying-life-events": rows(),
            "/v1/enrollments/enrl_1": {"data": EMPLOYEES_ROW},
        },
        organization="org_a",
    )
    client = server.client
    await client.reissue(a_call())
    await client.offer("enrl_1")
    await client.position(EnrollmentId("enrl_1"), Ids())
    await client.people.find_people("ada")
    await client.people.employments(Ids().member_id)
    await client.products()
    await client.organizations()
    await client.spoken()
    named = {request.url.path for request in server.made if request.headers.get("X-Vitable-Organization") == "org_a"}
    bare = {request.url.path for request in server.made if "X-Vitable-Organization" not in request.headers}
    assert bare == {"/v1/organizations", "/v1/employees/empl_1", "/v1/employees/empl_1/enrollments"}
    assert named == set(server.paths) - bare
    assert "/v1/members/mbr_1" not in server.paths


async def test_without_an_organization_no_call_names_one() -> None:
    server = Asked({**DONE, "/v1/employers": rows()})
    await server.client.reissue(a_call())
    await server.client.products()
    assert ["X-Vitable-Organization" in request.headers for request in server.made] == [False, False]


async def test_an_id_that_leads_elsewhere_is_not_sent() -> None:
    def never(request: httpx.Request) -> None:
        raise AssertionError(request.url)

    with pytest.raises(Exception, match="not an id"):
        await Asked({PATH: never}).client.reissue(a_call("../../x"))
