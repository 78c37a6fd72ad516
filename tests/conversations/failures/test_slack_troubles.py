"""A channel that takes no cards, a revoked token, Slack away: decisions go on, and every card is true later."""

import time
from typing import Any

import pytest

from bot.app import Bot
from handlers.carried import SeenRevision
from sandbox import cast
from tests.office import Office, bot_at_work, eventually, label_of, words_of
from tests.shown import times_told, value_of

pytestmark = pytest.mark.anyio

Json = dict[str, Any]

INSTEAD = f"You get this card here because the bot cannot post in <#{cast.APPROVALS}> now."
CLOSED = [{"is_archived": True}, {"bot_member": False}]


async def cards_of(office: Office, label: str, conversation: str = cast.APPROVALS) -> list[Json]:
    """The cards of one request in the channel, whether Marcus could see it now or not."""
    seen = await office.marcus.messages(conversation)
    return [m for m in seen if not m["thread_ts"] and not m["ephemeral"] and label in words_of(m).split()]


async def submitted(office: Office, employee: str) -> str:
    """The label of a request for which no card is waited."""
    view = await office.nina.fill_in(employee)
    assert (await office.nina.submit(view))["ok"]
    return label_of(await office.nina.modal_with("Sent to"))


@pytest.mark.parametrize("closed", CLOSED)
async def test_while_the_channel_takes_no_card_each_approver_gets_it_and_all_is_true_when_it_does_again(
    own_office: Office, one_database_url: str, closed: Json
) -> None:
    office = own_office
    async with bot_at_work(office, one_database_url):
        await office.change(f"channels/{cast.APPROVALS}", **closed)
        label = await submitted(office, "ada")
        card = await office.marcus.card("Waiting for approval", await office.marcus.direct(), of=label)
        await office.priya.card("Waiting for approval", await office.priya.direct(), of=label)
        assert INSTEAD in words_of(card)
        assert "Ada Lovelace" in words_of(card)
        await office.change(f"channels/{cast.APPROVALS}", **{name: not value for name, value in closed.items()})
        assert (await office.marcus.click(card, "approve", await office.marcus.direct()))["ok"]
        in_channel = await office.marcus.card("Reissued", of=label)
        await office.marcus.posted(in_channel, "was approved by")
        for approver in (office.marcus, office.priya):
            await approver.card("Reissued", await approver.direct(), of=label)
        assert len(await cards_of(office, label)) == 1
    nobody_else = [office.person(who) for who in (cast.GIL, cast.DANA, cast.OLGA)]
    for person in nobody_else:
        assert await person.messages(await person.direct()) == []
    assert len(await office.reissues()) == 1


async def test_a_channel_that_is_archived_under_a_card_keeps_it_and_the_card_is_true_once_it_is_back(
    office: Office, bot: Bot
) -> None:
    card = await office.marcus.requests("sean")
    label, conversation = label_of(card), await office.marcus.direct()
    mine = await office.marcus.card("Waiting for approval", conversation, of=label)
    await office.change(f"channels/{cast.APPROVALS}", is_archived=True)
    await bot.board.redraw(SeenRevision.parse(value_of(card, "details")).request_id)
    assert bot.board.troubles.current()["card"] == "is_inactive"
    theirs = await office.priya.card("Waiting for approval", await office.priya.direct(), of=label)
    assert INSTEAD in words_of(theirs)
    assert INSTEAD not in words_of(mine)
    assert len(await cards_of(office, label, conversation)) == 1  # the requester has a copy, and decides nothing
    await office.change(f"channels/{cast.APPROVALS}", is_archived=False)
    assert (await office.priya.click(theirs, "approve", await office.priya.direct()))["ok"]
    again = await office.marcus.card("Reissued", of=label)
    assert again["ts"] == card["ts"]
    await office.priya.card("Reissued", await office.priya.direct(), of=label)

    async def mended() -> bool:
        return not bot.board.troubles.current()

    await eventually(mended, "the end of the trouble")


async def test_a_revoked_token_is_a_trouble_without_messages_to_anybody(office: Office, bot: Bot) -> None:
    card = await office.nina.requests("yusuf demir")
    await office.marcus.posted(card, "was submitted")
    await eventually(lambda: bot.driving.count == 0, "the end of what the bot asks Slack by itself")
    await office.fault("slack", "*", "error", message="token_revoked", times=None)
    request_id = SeenRevision.parse(value_of(card, "details")).request_id
    before = len(await office.calls("slack"))
    await bot.board.redraw(request_id)
    troubles = bot.board.troubles.current()  # also about the channel, if it was asked more than five seconds ago
    assert {what: code for what, code in troubles.items() if what != "channel"} == {
        "card": "token_revoked",
        "direct": "token_revoked",
    }
    assert {call["call"] for call in (await office.calls("slack"))[before:]} <= {"conversations.info", "chat.update"}
    await office.mend()
    await bot.board.redraw(request_id)
    assert bot.board.troubles.current() == {}


@pytest.mark.parametrize(("kind", "more"), [("server_error", {"status": 503}), ("drop_before", {})])
async def test_a_decision_made_while_slack_is_away_is_carried_out_and_shown_within_ten_seconds_of_its_return(
    office: Office, kind: str, more: Json
) -> None:
    """A few seconds stand for ten minutes: the waits between two tries do not grow, so the last one is as long as the
    first. A driver stays for a wait of 3 s; were it killed meanwhile, the sweep starts another when its lease ends.
    """
    card = await office.nina.requests("ruth adler" if kind == "drop_before" else "tomasz")
    label, conversation = label_of(card), await office.nina.direct()
    await office.nina.card("Waiting for approval", conversation, of=label)
    await office.marcus.click(card, "details")  # Slack has said lately who Marcus is
    await office.marcus.modal_with("Timeline")
    await office.fault("slack", "*", kind, times=None, **more)
    done, before = len(await office.reissues()), len(await office.calls("slack"))
    assert (await office.marcus.click(card, "approve"))["ok"]

    async def carried_out_and_tried_twice() -> bool:
        tried = (await office.calls("slack"))[before:]
        return len(await office.reissues()) > done and len(tried) >= 2

    await eventually(carried_out_and_tried_twice, "the reissue, and two tries to show it")
    assert "Waiting for approval" in words_of(await office.marcus.card(of=label))
    await office.mend()
    away, back_at = len(await office.calls("slack")), time.time()
    await office.marcus.card("Reissued", of=label)
    await office.nina.reads(f"{label} · Reissued", conversation)
    await office.marcus.posted(card, "New enrollment of")
    assert (await office.calls("slack"))[away]["at"] - back_at < 10
    assert times_told(await office.marcus.thread(card), "was approved by") == 1


async def test_rate_limits_on_everything_delay_and_leave_no_doubt(office: Office) -> None:
    view = await office.nina.fill_in("zoe young")
    await office.fault("slack", "chat.postMessage", "ratelimited", seconds=1, times=6)
    await office.fault("slack", "chat.update", "ratelimited", seconds=1, times=3)
    assert (await office.nina.submit(view))["ok"]
    label = label_of(await office.nina.modal_with("Sent to"))
    card = await office.marcus.card("Waiting for approval", of=label)
    assert (await office.marcus.click(card, "approve"))["ok"]
    card = await office.marcus.card("Reissued", of=label)
    posts = [await office.marcus.posted(card, said) for said in ("was submitted", "was approved by", "New enrollment")]
    assert len(await cards_of(office, label)) == 1
    assert [shown for shown in [words_of(card), *posts] if "Posted again" in shown or "replaces" in shown] == []
