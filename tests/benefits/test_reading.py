"""Reads: both shapes, what goes wrong, and whose answer it is."""

import json
import logging
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from benefits.errors import (
    BenefitsError,
    InvalidId,
    NoAccess,
    NotFound,
    RateLimited,
    Refused,
    ServerError,
    Unreachable,
    UnreadableAnswer,
    WrongKey,
)
from benefits.ids import EmployeeId, EmployerId, EnrollmentId, MemberId, QleId
from benefits.paging import Listed
from tests.benefits.answers import EMPLOYEE, ENROLLMENT, KEY, NOW, QLE, Ids, a_call, connected, saying

pytestmark = pytest.mark.anyio

ENRL, EMPL, MBR, QLE_ID = EnrollmentId("enrl_1"), EmployeeId("empl_1"), MemberId("mbr_1"), QleId("qle_1")


@pytest.mark.parametrize("wrap", [lambda thing: thing, lambda thing: {"data": thing}], ids=["bare", "data"])
async def test_every_read_understands_both_shapes(wrap: Any) -> None:  # noqa: ANN401 - a lambda of JSON
    assert (await saying(json=wrap(ENROLLMENT)).enrollment(ENRL)).id == "enrl_1"
    assert (await saying(json=wrap(EMPLOYEE)).employee(EMPL)).name == "Ada Lovelace"
    assert (await saying(json=wrap([QLE])).event(QLE_ID, Ids())).event_type == "Birth"
    assert (await saying(json=wrap([ENROLLMENT])).enrollments_of(EMPL)).ids == ("enrl_1",)
    assert (await saying(json=wrap([QLE])).events(Ids())).ids == ("qle_1",)
    assert (await saying(json=wrap([{"id": "empr_1", "name": "Acme"}])).employers()).records[0].name == "Acme"
    products = await saying(json=wrap([{"id": "bprd_1", "name": "Dental", "category": "dental"}])).products()
    assert [(each.id, each.name, each.category) for each in products.values()] == [("bprd_1", "Dental", "dental")]


async def test_each_read_asks_at_its_own_path_with_the_key() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        assert request.headers["Authorization"] == f"Bearer {KEY}"
        asked.append(request.url.path)
        return httpx.Response(404)

    client = connected(answer)
    reads = [client.enrollment(ENRL), client.employee(EMPL), client.enrollments_of(EMPL)]
    more = [client.events(Ids()), client.event(QLE_ID, Ids())]
    for read in [*reads, *more, client.employers(), client.products()]:
        with pytest.raises(NotFound):
            await read
    assert asked == [
        "/base/v1/enrollments/enrl_1",
        "/base/v1/employees/empl_1",
        "/base/v1/employees/empl_1/enrollments",
        "/base/v1/members/mbr_1/qualifying-life-events",
        "/base/v1/members/mbr_1/qualifying-life-events",
        "/base/v1/employers",
        "/base/v1/benefit-products",
    ]


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (301, UnreadableAnswer),
        (400, Refused),
        (401, WrongKey),
        (403, NoAccess),
        (404, NotFound),
        (408, ServerError),
        (422, Refused),
        (429, RateLimited),
        (499, Refused),
        (500, ServerError),
        (503, ServerError),
    ],
)
async def test_a_failing_status_becomes_the_error_that_it_means(status: int, error: type[BenefitsError]) -> None:
    with pytest.raises(error):
        await saying(status).enrollment(ENRL)


async def test_a_refusal_carries_message_status_and_trace_id() -> None:
    client = saying(422, json={"message": "No such plan year", "trace_id": "tr_1"})
    with pytest.raises(Refused, match="No such plan year") as refused:
        await client.employee(EMPL)
    assert (refused.value.status_code, refused.value.trace_id) == (422, "tr_1")


@pytest.mark.parametrize("code", ["organization_required", "invalid_organization_header", "organization_access_denied"])
async def test_a_code_about_the_organization_says_that_the_key_has_no_access(code: str) -> None:
    for body in ({"message": "No", "app_error_code": code}, {"error": {"code": code, "message": "No"}}):
        with pytest.raises(NoAccess):
            await saying(400, json=body).employee(EMPL)


async def test_a_rate_limit_carries_the_seconds_to_wait() -> None:
    with pytest.raises(RateLimited) as limited:
        await saying(429, headers={"Retry-After": "Mon, 23 Nov 2026 12:00:30 GMT"}).employers()
    assert limited.value.retry_after == 30


@pytest.mark.parametrize(
    "content",
    [b"", b"<html></html>", b"[1", b"[" * 5000, b"null", b'"x"', b"{}", b'{"id": 7}', b"\xff", b'{"a": "\\u0000"'],
)
async def test_an_answer_that_is_nothing_of_the_kind_is_unreadable(content: bytes) -> None:
    with pytest.raises(UnreadableAnswer):
        await saying(content=content).enrollment(ENRL)
    with pytest.raises(UnreadableAnswer):
        await saying(content=content).employers()


async def test_a_list_that_is_null_is_empty() -> None:
    assert (await saying(json={"data": None}).events(Ids())).ids == ()
    with pytest.raises(UnreadableAnswer):
        await saying(json={"data": None}).enrollment(ENRL)


async def test_a_byte_order_mark_is_not_part_of_an_answer() -> None:
    marked = json.dumps(ENROLLMENT).encode("utf-8-sig")
    assert (await saying(content=marked).enrollment(ENRL)).id == "enrl_1"


@pytest.mark.parametrize("written", [b"\\u0000", b"\\ud800", b"\xff"])
async def test_a_character_that_cannot_be_stored_takes_nothing_else_with_it(written: bytes) -> None:
    body = json.dumps([EMPLOYEE, EMPLOYEE | {"id": "empl_2"}]).encode().replace(b"Ada", b"A" + written + b"a", 1)
    pages = saying(content=body).employees_of(EmployerId("empr_1"))
    assert [one.name for one in (await anext(pages)).records] == ["A\ufffda Lovelace", "Ada Lovelace"]


async def test_an_error_about_an_answer_does_not_quote_it() -> None:
    client = saying(json=EMPLOYEE | {"member": {"first_name": "Ada", "id": ["1815-12-10"]}})
    with pytest.raises(UnreadableAnswer, match=r"Employee.*member\.id") as unreadable:
        await client.employee(EMPL)
    assert "1815" not in f"{unreadable.value} {unreadable.value.__cause__}"


@pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ReadTimeout, httpx.RemoteProtocolError, httpx.PoolTimeout])
async def test_trouble_on_the_way_is_unreachable(error: type[httpx.TransportError]) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise error("secret detail")

    with pytest.raises(Unreachable) as unreachable:
        await connected(fail).enrollment(ENRL)
    assert "secret" not in str(unreachable.value)


async def test_an_answer_about_another_id_is_not_taken() -> None:
    with pytest.raises(UnreadableAnswer):
        await saying(json=ENROLLMENT).enrollment(EnrollmentId("enrl_2"))
    with pytest.raises(UnreadableAnswer):
        await saying(json=EMPLOYEE).employee(EmployeeId("empl_2"))
    with pytest.raises(NotFound):
        await saying(json=[QLE]).event(QleId("qle_2"), Ids())


@pytest.mark.parametrize("zone", ["GMT", "-0000", ""])
async def test_the_servers_clock_is_utc_however_its_zone_is_written(zone: str) -> None:
    client = saying(headers={"Date": f"Mon, 23 Nov 2026 12:00:00 {zone}"})
    assert await client.connection.server_time() == NOW


async def test_records_of_another_owner_are_left_out_and_counted() -> None:
    assert await saying(json=[ENROLLMENT]).enrollments_of(EmployeeId("empl_2")) == Listed((), ("enrl_1",), ("owner",))
    with pytest.raises(UnreadableAnswer):
        await saying(json=[QLE]).event(QLE_ID, Ids(member_id=MemberId("mbr_2")))
    pages = saying(json=[EMPLOYEE]).employees_of(EmployerId("empr_2"))
    assert [page async for page in pages] == [Listed((), ("empl_1",), ("owner",))]


@pytest.mark.parametrize("odd", [QLE | {"status": None}, {"event_type": "Birth"}, None])
async def test_an_event_that_may_be_among_those_that_cannot_be_read_is_not_called_unknown(odd: object) -> None:
    with pytest.raises(UnreadableAnswer):
        await saying(json=[odd]).event(QLE_ID, Ids())


async def test_text_that_is_not_an_id_is_never_sent() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        raise AssertionError

    client = connected(answer)
    with pytest.raises(InvalidId):
        await client.enrollment(EnrollmentId("enrl_1/../../employers"))
    with pytest.raises(InvalidId):
        client.employees_of(EmployerId("empl_1"))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"status": 503}, {"error": "ServerError", "status": 503, "trace_id": None}),
        ({"status": 401, "json": {"trace_id": "tr_1"}}, {"error": "WrongKey", "status": 401, "trace_id": "tr_1"}),
        ({"status": 404}, {"error": "NotFound", "status": 404, "trace_id": None}),
        ({"json": EMPLOYEE | {"id": "empl_1", "member": None}}, {"error": "UnreadableAnswer", "fields": ("member",)}),
    ],
)
async def test_each_failed_read_is_one_line_in_the_log(answer: dict[str, Any], said: dict[str, Any]) -> None:
    with capture_logs() as logged, pytest.raises(BenefitsError):
        await saying(**answer).employee(EMPL)
    (line,) = logged
    level = "info" if said["error"] == "NotFound" else "warning"
    assert line == {"event": "read_failed", "log_level": level, "call": "GET /v1/employees/empl_1", **said}


async def test_a_list_that_ends_in_an_error_is_one_line_too() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        is_first = request.url.params["page"] == "1"
        return httpx.Response(200, json=[ENROLLMENT]) if is_first else httpx.Response(429)

    with capture_logs() as logged, pytest.raises(RateLimited):
        await connected(answer).enrollments_of(EMPL)
    assert [line["event"] for line in logged] == ["read_failed"]


async def test_the_key_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await saying(json=ENROLLMENT).enrollment(ENRL)
    await saying(500).reissue(a_call(reason="A reason that is private"))
    assert "HTTP Request" in caplog.text
    assert KEY not in caplog.text
    assert "private" not in caplog.text
