"""Using elements of messages and views, and menus that get their options from the bot."""

import pytest
from starlette.responses import Response

from sandbox import cast
from tests.sandbox.slack.blocks import samples as s
from tests.sandbox.slack.room import Json, Room
from tests.sandbox.slack.test_views import open_modal

pytestmark = pytest.mark.anyio

CONFIRM = {k: {**v, "emoji": True} for k, v in s.confirm().items()}


async def post_card(room: Room, channel: str = cast.APPROVALS, **more: str) -> Json:
    approve = s.button(action_id="approve", value="12:1", style="primary", confirm=s.confirm())
    blocks = [{**s.actions(approve), "block_id": "b"}]
    return await room.api("chat.postMessage", channel=channel, text="card", blocks=blocks, **more)


async def click(room: Room, card: Json, person: str = cast.MARCUS, **more: object) -> Json:
    where = {"conversation": card["channel"], "ts": card["ts"], "block_id": "b", "action_id": "approve"}
    return await room.act(person, "click", **{**where, **more})


async def test_a_click_is_delivered_in_slacks_shape(room: Room) -> None:
    card = await post_card(room)
    assert await click(room, card) == {"ok": True}
    sent = room.bot.last
    assert sent.pop("trigger_id")
    assert sent.pop("response_url").startswith(f"{room.url}/response/")
    assert sent["actions"][0].pop("action_ts")
    assert sent.pop("message") == card["message"]
    assert sent == {
        "type": "block_actions",
        "team": {"id": "T0SANDBOX", "domain": "brightside-hr"},
        "user": {"id": "U0MARCUS", "username": "marcus", "name": "marcus", "team_id": "T0SANDBOX"},
        "api_app_id": "A0REISSUE",
        "token": cast.VERIFICATION_TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
        "container": {
            "type": "message",
            "message_ts": card["ts"],
            "channel_id": cast.APPROVALS,
            "is_ephemeral": False,
        },
        "channel": {"id": cast.APPROVALS, "name": "privategroup"},
        "state": {"values": {}},
        "actions": [
            {
                "type": "button",
                "action_id": "approve",
                "block_id": "b",
                "text": {"type": "plain_text", "text": "x", "emoji": True},
                "value": "12:1",
                "style": "primary",
                "confirm": CONFIRM,
            }
        ],
    }


async def test_a_click_in_a_thread_names_the_thread(room: Room) -> None:
    parent = await room.api("chat.postMessage", channel=cast.APPROVALS, text="parent")
    card = await post_card(room, thread_ts=parent["ts"])
    await click(room, card)
    assert room.bot.last["container"]["thread_ts"] == parent["ts"]


async def test_an_outsider_clicks_with_their_own_team(room: Room) -> None:
    card = await post_card(room, cast.PARTNERS)
    await click(room, card, cast.OLGA)
    assert room.bot.last["user"]["team_id"] == "T0PARTNER"
    assert room.bot.last["team"]["id"] == "T0SANDBOX"


async def test_a_button_that_is_gone_cannot_be_clicked(room: Room) -> None:
    card = await post_card(room)
    assert (await click(room, card, action_id="deny"))["error"] == "gone"
    await room.api("chat.update", channel=cast.APPROVALS, ts=card["ts"], text="done")
    assert (await click(room, card))["error"] == "gone"
    await room.api("chat.delete", channel=cast.APPROVALS, ts=card["ts"])
    assert (await click(room, card))["error"] == "gone"
    assert room.bot.deliveries == []


async def test_force_clicks_even_if_the_person_cannot_see_or_act(room: Room) -> None:
    card = await post_card(room)
    assert (await click(room, card, cast.OLGA))["error"] == "not_visible"
    assert (await click(room, card, cast.DANA))["error"] == "deactivated"
    assert room.bot.deliveries == []
    assert (await click(room, card, cast.OLGA, force=True))["ok"] is True
    assert (await click(room, card, cast.DANA, force=True))["ok"] is True
    assert [sent["user"]["id"] for sent in room.bot.deliveries] == [cast.OLGA, cast.DANA]


async def test_a_click_on_an_ephemeral_says_so_and_carries_no_message(room: Room) -> None:
    blocks = [{**s.actions(s.button(action_id="approve")), "block_id": "b"}]
    sent = await room.api("chat.postEphemeral", channel=cast.APPROVALS, user=cast.MARCUS, text="x", blocks=blocks)
    card = {"channel": cast.APPROVALS, "ts": sent["message_ts"]}
    assert (await click(room, card, cast.NINA))["error"] == "gone"
    assert (await click(room, card))["ok"] is True
    assert room.bot.last["container"]["is_ephemeral"] is True
    assert "message" not in room.bot.last


async def test_a_menu_in_a_message_carries_the_choice(room: Room) -> None:
    overflow = {"type": "overflow", "action_id": "more", "options": s.options(2)}
    posted = await room.api(
        "chat.postMessage", channel=cast.APPROVALS, text="x", blocks=[s.section(block_id="b", accessory=overflow)]
    )
    await click(room, posted, action_id="more", selected="v1")
    assert room.bot.last["actions"][0]["selected_option"]["value"] == "v1"


async def test_a_button_in_a_modal_carries_the_view_and_what_is_entered(room: Room) -> None:
    view = await open_modal(
        room,
        s.modal(
            s.input_block(block_id="reason", element=s.text_input(action_id="text")),
            {**s.actions(s.button(action_id="check")), "block_id": "b"},
        ),
    )
    await room.act(
        cast.NINA,
        "view_click",
        view_id=view["id"],
        block_id="b",
        action_id="check",
        values={"reason": {"text": "half a sen"}},
    )
    sent = room.bot.last
    assert (sent["type"], sent["container"]["type"], sent["view"]["id"]) == ("block_actions", "view", view["id"])
    assert sent["view"]["state"]["values"]["reason"]["text"]["value"] == "half a sen"
    assert "response_url" not in sent


def typeahead(**more: object) -> Json:
    element = s.menu("external_select", action_id="who", min_query_length=1)
    return s.modal(s.input_block(block_id="employee", element=element, **more))


async def ask(room: Room, view: Json, query: str) -> Json:
    fields = {"view_id": view["id"], "block_id": "employee", "action_id": "who", "query": query, "values": {}}
    return await room.act(cast.NINA, "options", **fields)


async def test_a_typeahead_asks_the_bot(room: Room) -> None:
    room.bot.answers["block_suggestion"] = lambda sent: {"options": [s.option(sent["value"])]}
    view = await open_modal(room, typeahead())
    answer = await ask(room, view, "an")
    sent = room.bot.last
    assert (sent["value"], sent["action_id"], sent["block_id"]) == ("an", "who", "employee")
    assert sent["view"]["id"] == view["id"]
    assert "trigger_id" not in sent
    assert [option["value"] for option in answer["options"]] == ["an"]


async def test_below_the_minimum_the_bot_is_not_asked(room: Room) -> None:
    view = await open_modal(room, typeahead())
    delivered = len(room.bot.deliveries)
    assert (await ask(room, view, ""))["options"] == []
    assert len(room.bot.deliveries) == delivered


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"options": s.options(101)}, "bad_options"),
        ({}, "bad_options"),
        ({"options": [{"text": s.plain(76), "value": "v"}]}, "bad_options"),
        (Response(status_code=500), "timeout"),
    ],
)
async def test_options_that_cannot_be_shown_are_an_error(room: Room, answer: Json | Response, error: str) -> None:
    room.bot.answers["block_suggestion"] = lambda _: answer
    assert (await ask(room, await open_modal(room, typeahead()), "an"))["error"] == error


async def test_a_choice_in_an_input_is_delivered_only_with_dispatch_action(room: Room) -> None:
    choice = {"block_id": "employee", "action_id": "who", "selected": s.option("empl_1")}
    silent = await open_modal(room, typeahead())
    answer = await room.act(cast.NINA, "view_click", view_id=silent["id"], **choice)
    assert answer["error"] == "not_dispatching"
    view = await open_modal(room, typeahead(dispatch_action=True))
    await room.act(cast.NINA, "view_click", view_id=view["id"], **choice)
    sent = room.bot.last
    assert sent["actions"][0]["selected_option"]["value"] == "empl_1"
    assert sent["view"]["state"]["values"]["employee"]["who"]["selected_option"]["value"] == "empl_1"


async def test_a_button_in_a_container_is_found_and_gets_its_ids(room: Room) -> None:
    boxed = s.container(s.section(), {**s.actions(s.button(action_id="approve")), "block_id": "b"})
    card = await room.api("chat.postMessage", channel=cast.APPROVALS, text="card", blocks=[boxed])
    [first, second] = card["message"]["blocks"][0]["child_blocks"]
    assert (bool(first["block_id"]), second["block_id"]) == (True, "b")
    assert await click(room, card) == {"ok": True}
    assert room.bot.last["actions"][0]["block_id"] == "b"
