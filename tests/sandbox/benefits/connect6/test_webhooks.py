"""The events of a reissue: listed, signed, delivered at least once; and events that a test makes up."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from sandbox.benefits.connect6.webhooks import FAILURES_ALLOWED
from sandbox.server import serve
from tests.patience import eventually
from tests.sandbox.benefits.connect6.calls import ADAS, ADAS_NEXT, Connect6Client

pytestmark = pytest.mark.anyio

SECRET = "whsec_sandbox"


@dataclass
class Receiver:
    """A bot that takes events, and answers each with the next of `statuses`, then with 200."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one."""
        request = Request(scope, receive)
        self.got.append((dict(request.headers), await request.body()))
        await Response(status_code=self.statuses.pop(0) if self.statuses else 200)(scope, receive, send)

    def events(self) -> list[dict[str, Any]]:
        """The events that came."""
        return [json.loads(body) for _, body in self.got]


@pytest.fixture
async def receiver(six: Connect6Client) -> AsyncIterator[Receiver]:
    """A bot to which the API delivers."""
    taking = Receiver()
    async with serve(taking) as url:
        taking.url = f"{url}/vitable/events"
        six.api.webhooks.pauses = (0.0, 0.0, 0.0)
        assert (await six.tell("webhooks", url=taking.url, secret=SECRET))["ok"]
        yield taking
        await six.api.webhooks.close()


async def has_come(receiver: Receiver, number: int) -> None:
    """Wait until so many events have come."""
    await eventually(lambda: len(receiver.got) >= number, f"{number} events")


async def test_a_reissue_lists_an_event_for_the_old_and_one_for_the_new_enrollment(six: Connect6Client) -> None:
    await six.reissues()
    closed, opened = await six.data("/v1/webhook-events")
    assert (closed["event_name"], closed["resource_id"]) == ("enrollment.terminated", ADAS)
    assert (opened["event_name"], opened["resource_id"]) == ("enrollment.granted", ADAS_NEXT)
    assert await six.data("/v1/webhook-events", resource_id=ADAS_NEXT) == [opened]
    assert await six.data(f"/v1/webhook-events/{closed['id']}") == closed
    assert (await six.answer("/v1/webhook-events/wevt_none")).status_code == 404


async def test_events_are_listed_by_name_and_time(six: Connect6Client) -> None:
    await six.reissues()
    closed, opened = await six.data("/v1/webhook-events")
    assert await six.data("/v1/webhook-events", event_name="enrollment.granted") == [opened]
    assert await six.data("/v1/webhook-events", created_after=closed["created_at"]) == [opened]
    assert await six.data("/v1/webhook-events", created_before=opened["created_at"]) == [closed]
    assert (await six.answer("/v1/webhook-events", params={"created_after": "noon"})).status_code == 422


async def test_events_are_delivered_with_event_id_where_the_list_has_id(
    six: Connect6Client, receiver: Receiver
) -> None:
    await six.reissues()
    await has_come(receiver, 2)
    listed = await six.data("/v1/webhook-events")
    pushed = sorted(receiver.events(), key=lambda event: str(event["event_id"]))
    assert [{"id": event.pop("event_id"), **event} for event in pushed] == listed


async def test_an_event_is_signed_over_timestamp_and_raw_body(six: Connect6Client, receiver: Receiver) -> None:
    await six.reissues()
    await has_come(receiver, 1)
    headers, body = receiver.got[0]
    signed = f"{headers['x-vitable-timestamp']}.".encode() + body
    expected = hmac.new(SECRET.encode(), signed, hashlib.sha512).hexdigest()
    assert headers["x-vitable-signature"] == f"sha512={expected}"


async def test_an_event_that_is_not_taken_is_delivered_again(six: Connect6Client, receiver: Receiver) -> None:
    receiver.statuses = [503, 503]
    await six.reissues()
    await has_come(receiver, 4)
    shown = (await six.http.get("/sandbox/benefits/webhooks")).json()
    assert sorted(delivery["status"] for delivery in shown["deliveries"]) == [200, 200, 503, 503]
    assert len({event["event_id"] for event in receiver.events()}) == 2


async def test_the_same_event_can_be_delivered_twice(six: Connect6Client, receiver: Receiver) -> None:
    await six.reissues()
    await has_come(receiver, 2)
    (event, _) = await six.data("/v1/webhook-events")
    assert (await six.tell("webhooks/deliver", event_id=event["id"]))["status"] == 200
    assert [one["event_id"] for one in receiver.events()].count(event["id"]) == 2


async def test_a_made_up_event_can_be_delivered_with_a_wrong_or_old_signature(
    six: Connect6Client, receiver: Receiver
) -> None:
    made_up = {"event_id": "wevt_1", "event_name": "galaxy.exploded", "resource_id": "gal_1"}
    await six.tell("webhooks/deliver", event=made_up)
    await six.tell("webhooks/deliver", event=made_up, age=600)
    await six.tell("webhooks/deliver", event=made_up, secret="another")
    assert receiver.events() == [made_up] * 3
    times = [int(headers["x-vitable-timestamp"]) for headers, _ in receiver.got]
    assert 590 <= times[0] - times[1] <= 610
    expected = [
        hmac.new(SECRET.encode(), f"{time}.".encode() + body, hashlib.sha512).hexdigest()
        for time, (_, body) in zip(times, receiver.got, strict=True)
    ]
    right = [
        headers["x-vitable-signature"] == f"sha512={each}"
        for (headers, _), each in zip(receiver.got, expected, strict=True)
    ]
    assert right == [True, True, False]


async def test_the_subscription_closes_after_25_failed_deliveries_in_a_row(
    six: Connect6Client, receiver: Receiver
) -> None:
    receiver.statuses = [500] * (FAILURES_ALLOWED - 1) + [200] + [500] * FAILURES_ALLOWED
    for _ in range(FAILURES_ALLOWED):
        await six.tell("webhooks/deliver", event={})
    assert six.api.webhooks.is_open
    for _ in range(FAILURES_ALLOWED):
        await six.tell("webhooks/deliver", event={})
    assert not six.api.webhooks.is_open
    await six.reissues()
    assert len(receiver.got) == 2 * FAILURES_ALLOWED


async def test_a_bot_that_is_not_there_does_not_disturb_the_reissue(six: Connect6Client) -> None:
    six.api.webhooks.pauses = (0.0,)
    await six.tell("webhooks", url="http://127.0.0.1:9/", secret=SECRET)
    assert (await six.reissues()).status_code == 200
    await eventually(lambda: len(six.api.webhooks.deliveries) == 2, "two attempts")
    assert [delivery.status for delivery in six.api.webhooks.deliveries] == [None, None]
    await six.api.webhooks.close()


@pytest.mark.parametrize("url", ["http://10.0.0.1/x", "https://evil.example/x", "127.0.0.1:3000"])
async def test_events_never_leave_this_machine(six: Connect6Client, url: str) -> None:
    answer = await six.tell("webhooks", url=url, secret=SECRET)
    assert "only to this machine" in answer["message"]
    assert "no address" in (await six.tell("webhooks/deliver", event={}))["message"]
    assert six.api.webhooks.url == ""


async def test_an_event_that_is_not_listed_cannot_be_delivered_by_its_id(
    six: Connect6Client, receiver: Receiver
) -> None:
    assert (await six.tell("webhooks/deliver", event_id="wevt_none"))["message"] == "There is no such event"
    assert receiver.got == []
