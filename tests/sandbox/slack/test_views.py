"""Views: trigger ids, the stack, hashes, and the inputs that an update keeps."""

import pytest

from sandbox import cast
from tests.sandbox.slack.blocks import samples as s
from tests.sandbox.slack.room import Json, Room

pytestmark = pytest.mark.anyio


async def trigger(room: Room, person: str = cast.NINA) -> str:
    await room.act(person, "shortcut", callback_id="reissue_shortcut")
    return str(room.bot.last["trigger_id"])


async def open_modal(room: Room, view: Json | None = None) -> Json:
    answer = await room.api("views.open", trigger_id=await trigger(room), view=view or s.modal())
    assert answer["ok"], answer
    return dict(answer["view"])


async def test_a_trigger_opens_a_modal_for_the_person_who_gave_it(room: Room) -> None:
    view = await open_modal(room, s.modal(callback_id="c", private_metadata="m", notify_on_close=True))
    assert {k: view[k] for k in ("type", "callback_id", "private_metadata", "notify_on_close", "root_view_id")} == {
        "type": "modal",
        "callback_id": "c",
        "private_metadata": "m",
        "notify_on_close": True,
        "root_view_id": view["id"],
    }
    assert view["previous_view_id"] is None
    assert [v["id"] for v in (await room.state(cast.NINA))["views"]] == [view["id"]]
    assert (await room.state(cast.PRIYA))["views"] == []


async def test_a_trigger_works_once(room: Room) -> None:
    trigger_id = await trigger(room)
    await room.api("views.open", trigger_id=trigger_id, view=s.modal())
    again = await room.api("views.open", trigger_id=trigger_id, view=s.modal())
    assert again["error"] == "exchanged_trigger_id"


async def test_a_trigger_expires_after_three_seconds(room: Room) -> None:
    first, second = await trigger(room), await trigger(room)
    room.clock.now += 3.0
    assert (await room.api("views.open", trigger_id=first, view=s.modal()))["ok"] is True
    room.clock.now += 0.1
    assert (await room.api("views.open", trigger_id=second, view=s.modal()))["error"] == "expired_trigger_id"


async def test_an_unknown_trigger_opens_nothing(room: Room) -> None:
    assert (await room.api("views.open", trigger_id="1.2.3", view=s.modal()))["error"] == "invalid_trigger_id"


async def test_an_invalid_view_is_pointed_at(room: Room) -> None:
    answer = await room.api("views.open", trigger_id=await trigger(room), view=s.modal(title=s.plain(25)))
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    heavy = s.modal(*[s.section(text=s.mrkdwn(2900))] * 90)
    assert (await room.api("views.open", trigger_id=await trigger(room), view=heavy))["error"] == "view_too_large"


async def test_a_home_tab_cannot_be_opened_as_a_modal(room: Room) -> None:
    home = {"type": "home", "blocks": []}
    assert (await room.api("views.open", trigger_id=await trigger(room), view=home))["error"] == "invalid_arguments"


async def test_three_views_stack_and_no_more(room: Room) -> None:
    first = await open_modal(room)
    second = (await room.api("views.push", trigger_id=await trigger(room), view=s.modal()))["view"]
    assert (second["previous_view_id"], second["root_view_id"]) == (first["id"], first["id"])
    third = (await room.api("views.push", trigger_id=await trigger(room), view=s.modal()))["view"]
    assert third["root_view_id"] == first["id"]
    fourth = await room.api("views.push", trigger_id=await trigger(room), view=s.modal())
    assert fourth["error"] == "push_limit_reached"
    await room.act(cast.NINA, "close", view_id=third["id"])
    assert [v["id"] for v in (await room.state(cast.NINA))["views"]] == [first["id"], second["id"]]


async def test_an_update_needs_the_current_hash_if_it_gives_one(room: Room) -> None:
    view = await open_modal(room)
    updated = await room.api("views.update", view_id=view["id"], hash=view["hash"], view=s.modal())
    assert updated["view"]["hash"] != view["hash"]
    late = await room.api("views.update", view_id=view["id"], hash=view["hash"], view=s.modal())
    assert late["error"] == "hash_conflict"
    assert (await room.api("views.update", view_id=view["id"], view=s.modal()))["ok"] is True


async def test_a_closed_view_cannot_be_updated(room: Room) -> None:
    view = await open_modal(room)
    await room.act(cast.NINA, "close", view_id=view["id"])
    assert (await room.api("views.update", view_id=view["id"], view=s.modal()))["error"] == "not_found"


async def test_a_view_is_found_by_its_external_id_which_is_unique(room: Room) -> None:
    await open_modal(room, s.modal(external_id="request-12"))
    updated = await room.api("views.update", external_id="request-12", view=s.modal(external_id="request-12"))
    assert updated["ok"] is True
    second = await room.api("views.push", trigger_id=await trigger(room), view=s.modal(external_id="request-12"))
    assert second["error"] == "duplicate_external_id"


async def test_inputs_keep_their_content_only_if_their_ids_stay(room: Room) -> None:
    def form(block_id: str, action_id: str) -> Json:
        return s.modal(s.input_block(block_id=block_id, element=s.text_input(action_id=action_id)))

    view = await open_modal(room, form("reason", "text"))
    room.bot.answers["view_submission"] = lambda _: {"response_action": "errors", "errors": {"reason": "Why?"}}
    await room.act(cast.NINA, "submit", view_id=view["id"], values={"reason": {"text": "a birth"}})
    kept = await room.api("views.update", view_id=view["id"], view=form("reason", "text"))
    assert kept["view"]["state"]["values"] == {"reason": {"text": {"type": "plain_text_input", "value": "a birth"}}}
    lost = await room.api("views.update", view_id=view["id"], view=form("reason", "words"))
    assert lost["view"]["state"]["values"] == {"reason": {"words": {"type": "plain_text_input", "value": None}}}


async def test_a_home_tab_is_published_to_one_person(room: Room) -> None:
    home = {"type": "home", "callback_id": "home", "blocks": [s.actions(s.button(action_id="new"))]}
    first = await room.api("views.publish", user_id=cast.NINA, view=home)
    assert (await room.state(cast.NINA))["home"]["id"] == first["view"]["id"]
    assert (await room.state(cast.PRIYA))["home"] is None
    second = await room.api("views.publish", user_id=cast.NINA, view=home, hash=first["view"]["hash"])
    assert second["view"]["id"] == first["view"]["id"]
    late = await room.api("views.publish", user_id=cast.NINA, view=home, hash=first["view"]["hash"])
    assert late["error"] == "hash_conflict"
    assert (await room.api("views.publish", user_id="U0NOBODY", view=home))["error"] == "invalid_arguments"


async def test_a_button_of_a_home_tab_is_delivered_without_a_channel(room: Room) -> None:
    home = {"type": "home", "blocks": [{**s.actions(s.button(action_id="new")), "block_id": "b"}]}
    view = (await room.api("views.publish", user_id=cast.NINA, view=home))["view"]
    await room.act(cast.NINA, "view_click", view_id=view["id"], block_id="b", action_id="new")
    sent = room.bot.last
    assert sent["container"] == {"type": "view", "view_id": view["id"]}
    assert sent["trigger_id"]
    assert not {"channel", "message", "response_url"} & set(sent)
