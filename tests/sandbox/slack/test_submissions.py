"""Submitting modals: Slack's own checks, the delivery to the bot, and the effects of its answers."""

from typing import Any

import pytest
from starlette.responses import Response

from sandbox import cast
from tests.sandbox.slack.blocks import samples as s
from tests.sandbox.slack.room import Json, Room
from tests.sandbox.slack.test_views import open_modal

pytestmark = pytest.mark.anyio

REQUIRED = "Please complete this required field."


def form() -> Json:
    """A form with an optional menu and a required text of 3 to 10 characters."""
    return s.modal(
        s.input_block(block_id="qle", optional=True, element=s.menu(action_id="pick", options=s.options(2))),
        s.input_block(block_id="reason", element=s.text_input(action_id="text", min_length=3, max_length=10)),
        callback_id="form",
    )


async def submit(room: Room, view: Json, **values: Any) -> Json:  # noqa: ANN401 - a raw element state
    return await room.act(cast.NINA, "submit", view_id=view["id"], values=values)


async def answer_with(room: Room, answer: Json | Response) -> Json:
    view = await open_modal(room, form())
    room.bot.answers["view_submission"] = lambda _: answer
    return await submit(room, view, reason={"text": "a birth"}) | {"view_id": view["id"]}


async def stack(room: Room) -> list[Json]:
    return list((await room.state(cast.NINA))["views"])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", REQUIRED),
        (None, REQUIRED),
        ("ab", "Must be at least 3 characters."),
        ("x" * 11, "Must be 10 characters or fewer."),
    ],
)
async def test_slack_checks_fields_before_the_bot_hears_of_them(room: Room, text: str | None, sentence: str) -> None:
    view = await open_modal(room, form())
    delivered = len(room.bot.deliveries)
    answer = await submit(room, view, reason={"text": text})
    assert answer == {"ok": False, "error": "field_errors", "errors": {"reason": sentence}}
    assert len(room.bot.deliveries) == delivered
    assert (await stack(room))[0]["errors"] == {"reason": sentence}


async def test_a_submission_carries_typed_values(room: Room) -> None:
    view = await open_modal(room, form())
    assert await submit(room, view, reason={"text": "a birth"}, qle={"pick": "v1"}) == {"ok": True}
    sent = room.bot.last
    assert (sent["type"], sent["response_urls"], sent["view"]["callback_id"]) == ("view_submission", [], "form")
    assert sent["user"]["id"] == cast.NINA
    assert sent["trigger_id"]
    assert sent["view"]["state"]["values"] == {
        "qle": {
            "pick": {
                "type": "static_select",
                "selected_option": {"text": {"type": "plain_text", "text": "x", "emoji": True}, "value": "v1"},
            }
        },
        "reason": {"text": {"type": "plain_text_input", "value": "a birth"}},
    }


async def test_an_untouched_menu_is_null(room: Room) -> None:
    view = await open_modal(room, form())
    await submit(room, view, reason={"text": "a birth"})
    assert room.bot.last["view"]["state"]["values"]["qle"]["pick"] == {"type": "static_select", "selected_option": None}


async def test_an_option_that_is_not_offered_cannot_be_chosen(room: Room) -> None:
    view = await open_modal(room, form())
    assert (await submit(room, view, qle={"pick": "v9"}))["error"] == "no_such_option"


async def test_an_empty_answer_closes_the_view(room: Room) -> None:
    await answer_with(room, Response())
    assert await stack(room) == []


async def test_errors_are_shown_under_their_fields_and_keep_what_was_typed(room: Room) -> None:
    answer = await answer_with(room, {"response_action": "errors", "errors": {"reason": "Too vague."}})
    assert answer["errors"] == {"reason": "Too vague."}
    [view] = await stack(room)
    assert view["errors"] == {"reason": "Too vague."}
    assert view["values"]["reason"]["text"]["value"] == "a birth"


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "explode"},
        {"response_action": "update", "view": {"type": "modal", "blocks": []}},
        {"response_action": "push"},
        Response("not json"),
        Response(status_code=500),
    ],
)
async def test_an_answer_slack_cannot_use_is_trouble_connecting(room: Room, answer: Json | Response) -> None:
    assert (await answer_with(room, answer))["error"] == "trouble_connecting"
    state = await room.state(cast.NINA)
    assert state["notices"][-1]["kind"] == "trouble_connecting"
    assert state["notices"][-1]["view_id"] == state["views"][0]["id"]


async def test_update_replaces_the_view(room: Room) -> None:
    answer = await answer_with(room, {"response_action": "update", "view": s.modal(s.section(), callback_id="done")})
    [view] = await stack(room)
    assert (view["id"], view["callback_id"]) == (answer["view_id"], "done")


async def test_push_puts_a_view_on_top(room: Room) -> None:
    await answer_with(room, {"response_action": "push", "view": s.modal(callback_id="second")})
    assert [view["callback_id"] for view in await stack(room)] == ["form", "second"]


async def test_clear_closes_every_view(room: Room) -> None:
    await answer_with(room, {"response_action": "clear"})
    assert await stack(room) == []


async def test_only_the_view_in_front_can_be_submitted(room: Room) -> None:
    answer = await answer_with(room, {"response_action": "push", "view": s.modal()})
    again = await submit(room, {"id": answer["view_id"]}, reason={"text": "again"})
    assert again["error"] == "not_in_front"


async def test_a_closed_view_cannot_be_submitted(room: Room) -> None:
    view = await open_modal(room, form())
    await room.act(cast.NINA, "close", view_id=view["id"])
    assert (await submit(room, view, reason={"text": "late"}))["error"] == "gone"


async def test_closing_is_delivered_only_for_views_that_asked_for_it(room: Room) -> None:
    quiet = await open_modal(room)
    await room.act(cast.NINA, "close", view_id=quiet["id"])
    told = await open_modal(room, s.modal(notify_on_close=True, callback_id="told"))
    await room.act(cast.NINA, "close", view_id=told["id"])
    await room.bot.until(lambda sent: sent["type"] == "view_closed")
    closed = [sent for sent in room.bot.deliveries if sent["type"] == "view_closed"]
    assert [(sent["view"]["callback_id"], sent["is_cleared"]) for sent in closed] == [("told", False)]
