"""The effect of each kind of fault on a call, over real sockets."""

import time

import httpx
import pytest

from sandbox.benefits.world import Shape
from sandbox.server import serve
from tests.patience import PATIENCE, eventually
from tests.sandbox.benefits.conftest import BenefitsClient, SwitchableServer

pytestmark = pytest.mark.anyio

ENROLLMENT = "enrl_ada_lovelace_medical"
QLE = "qle_ada_lovelace_birth"


def happened(client: BenefitsClient) -> int:
    """The number of reissues that really took effect."""
    return len(client.api.world.reissues)


@pytest.mark.parametrize(
    ("kind", "status", "effects"),
    [
        ("slow", 200, 1),
        ("ratelimited", 429, 0),
        ("error_before", 500, 0),
        ("error_after", 500, 1),
        ("hang", 200, 1),
        ("hang_before", 504, 0),
        ("refuse", 422, 0),
        ("unreadable", 200, 1),
        ("html_error", 502, 0),
        ("bom", 200, 1),
        ("null_list", 200, 1),
        ("no_such_kind", 500, 0),
    ],
)
async def test_a_fault_answers_and_takes_effect_as_its_kind_says(
    client: BenefitsClient, kind: str, status: int, effects: int
) -> None:
    client.fault(kind, "reissue", seconds=0.05)
    answer = await client.reissue(ENROLLMENT, QLE)
    assert (answer.status_code, happened(client)) == (status, effects)


@pytest.mark.parametrize(("kind", "effects"), [("drop_before", 0), ("drop_after", 1)])
async def test_a_drop_closes_the_connection_without_a_byte(client: BenefitsClient, kind: str, effects: int) -> None:
    client.fault(kind, "reissue")
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        await client.reissue(ENROLLMENT, QLE)
    assert happened(client) == effects
    (call,) = client.calls.since("benefits")
    assert (call.status, call.effect) == (0, bool(effects))


async def test_a_hanging_call_is_counted_at_once_and_takes_effect_after_its_client_has_gone(
    client: BenefitsClient,
) -> None:
    client.fault("hang", "reissue", seconds=2.0)
    with pytest.raises(httpx.ReadTimeout):
        await client.http.post(
            f"/benefits/v1/enrollments/{ENROLLMENT}/reissue",
            json={"qle_id": QLE},
            timeout=httpx.Timeout(PATIENCE, read=0.05),
        )
    assert len(client.calls.since("benefits")) == 1
    assert happened(client) == 0

    async def happened_at_last() -> int:
        await client.get("/benefit-products")
        return happened(client)

    await eventually(happened_at_last, "the effect")


async def test_a_hanging_call_whose_client_has_gone_does_not_delay_the_stop(
    client: BenefitsClient, server: SwitchableServer
) -> None:
    client.fault("hang", seconds=30)
    async with serve(server.app) as url:
        with pytest.raises(httpx.ReadTimeout):
            await client.http.get(f"{url}/benefits/v1/employers", timeout=httpx.Timeout(PATIENCE, read=0.05))
        ending = time.monotonic()
    assert time.monotonic() - ending < 20


async def test_a_fault_hits_only_its_call_and_as_often_as_it_says(client: BenefitsClient) -> None:
    client.fault("error_before", "employers", times=2, status=503)
    await client.get("/benefit-products")
    statuses = [(await client.http.get("/benefits/v1/employers")).status_code for _ in range(3)]
    assert statuses == [503, 503, 200]


async def test_a_rate_limit_says_how_long_to_wait(client: BenefitsClient) -> None:
    client.fault("ratelimited", seconds=7)
    answer = await client.http.get("/benefits/v1/employers")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")


async def test_a_refusal_carries_the_message_and_status_it_was_given(client: BenefitsClient) -> None:
    client.fault("refuse", "reissue", status=403, message="Not during payroll")
    answer = await client.reissue(ENROLLMENT, QLE)
    assert (answer.status_code, answer.json()["message"]) == (403, "Not during payroll")


async def test_a_byte_order_mark_comes_before_an_otherwise_unchanged_answer(client: BenefitsClient) -> None:
    plain = (await client.http.get("/benefits/v1/employers")).content
    client.fault("bom", "employers")
    assert (await client.http.get("/benefits/v1/employers")).content == b"\xef\xbb\xbf" + plain


@pytest.mark.parametrize("shape", ["bare", "data"])
async def test_a_null_list_is_null_and_other_answers_do_not_change(client: BenefitsClient, shape: Shape) -> None:
    client.api.world.shape = shape
    plain = await client.get("/employers/empr_juniper")
    client.fault("null_list", times=2)
    assert await client.get("/employers") == {"data": None}
    assert await client.get("/employers/empr_juniper") == plain


async def test_slow_means_slow(client: BenefitsClient) -> None:
    client.fault("slow", seconds=0.2)
    began = time.monotonic()
    await client.get("/employers")
    assert time.monotonic() - began >= 0.2


async def test_calls_are_logged_without_the_key(client: BenefitsClient) -> None:
    await client.reissue(ENROLLMENT, QLE, reason="A child was born")
    (call,) = client.calls.since("benefits")
    assert (call.call, call.method, call.status, call.effect) == ("reissue", "POST", 200, True)
    assert call.detail["request"] == {"qle_id": QLE, "reason": "A child was born"}
    assert "sandbox-vitable-key" not in call.model_dump_json()
