"""The acknowledgement that wakes who waits for it: Slack is answered then, and not at the next look."""

import asyncio

import pytest

from handlers.heard_ack import HeardAck

pytestmark = pytest.mark.anyio


async def test_who_waits_for_an_acknowledgement_is_woken_by_it_and_finds_the_answer() -> None:
    ack = HeardAck()
    waiting = asyncio.create_task(ack.heard.wait())
    await asyncio.sleep(0)
    assert not waiting.done()
    await ack(response_action="errors", errors={"reason": "Say why."})
    await asyncio.sleep(0)
    assert waiting.done()
    assert ack.response is not None
    assert (ack.response.status, "Say why." in str(ack.response.body)) == (200, True)
