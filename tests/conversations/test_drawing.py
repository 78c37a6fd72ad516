"""Slack failing while cards are drawn: the card is true once Slack is back, and nothing is posted twice."""

from typing import Any

import pytest

from tests.office import Office, label_of
from tests.shown import times_told

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("employee", "kind", "more"),
    [
        ("ada", "ratelimited", {"seconds": 1, "times": 2}),
        ("sean", "server_error", {"status": 503}),
        ("yusuf demir", "drop_after", {}),
        ("ruth adler", "drop_before", {}),
    ],
)
async def test_a_card_that_could_not_be_redrawn_is_true_once_slack_is_back(
    office: Office, employee: str, kind: str, more: dict[str, Any]
) -> None:
    card = await office.nina.requests(employee)
    await office.fault("slack", "chat.update", kind, **more)
    assert (await office.marcus.click(card, "approve"))["ok"]
    card = await office.marcus.card("Reissued", of=label_of(card))
    await office.marcus.posted(card, "New enrollment of")
    assert times_told(await office.marcus.thread(card), "was approved by") == 1


async def test_a_post_that_slack_puts_off_comes_later_and_once(office: Office) -> None:
    view = await office.nina.fill_in("zoe young")
    await office.fault("slack", "chat.postMessage", "ratelimited", seconds=1, times=3)
    assert (await office.nina.submit(view))["ok"]
    label = label_of(await office.nina.modal_with("Sent to"))
    card = await office.marcus.card("Waiting for approval", of=label)
    await office.marcus.reads(f"{label} was submitted")
    cards = [m for m in await office.marcus.messages() if label in m["text"].split() and not m["thread_ts"]]
    assert [m["ts"] for m in cards] == [card["ts"]]


async def test_a_card_that_was_deleted_is_posted_anew_at_the_next_change(office: Office) -> None:
    card = await office.nina.requests("jennifer null")
    label = label_of(card)
    message = office.sandbox.workspace.messages.find("C0APPROVALS", card["ts"])
    assert message is not None
    office.sandbox.workspace.delete(message)
    direct = await office.nina.reads(label, await office.nina.direct())
    assert (await office.nina.withdraws(direct))["ok"]
    again = await office.marcus.card("Withdrawn", of=label)
    assert again["ts"] != card["ts"]
