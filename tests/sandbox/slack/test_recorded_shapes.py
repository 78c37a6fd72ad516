"""Where Slack's payloads and answers differ from what one would guess, as recordings of them show.

The recordings are those in bolt-python's test suite and in java-slack-sdk (`json-logs/samples`).
"""

from typing import Any

import pytest

from sandbox import cast
from tests.sandbox.slack.blocks import samples as s
from tests.sandbox.slack.room import Json, Room
from tests.sandbox.slack.test_views import open_modal

pytestmark = pytest.mark.anyio

ORGANIZATION = {"id": cast.ENTERPRISE_ID, "name": "Brightside"}


def form() -> Json:
    """A form with a text, and a menu that gets its options from the bot."""
    menu = {"type": "external_select", "action_id": "pick", "min_query_length": 0}
    return s.modal(
        s.input_block(block_id="reason", element=s.text_input(action_id="text")),
        s.input_block(block_id="who", optional=True, element=menu),
        callback_id="form",
    )


async def shortcut(room: Room, person: str) -> Json:
    assert (await room.act(person, "shortcut", callback_id="reissue_shortcut"))["ok"]
    return room.bot.last


async def submitted(room: Room, person: str) -> Json:
    """What the bot gets when a person submits the form."""
    trigger = (await shortcut(room, person))["trigger_id"]
    view = (await room.api("views.open", trigger_id=trigger, view=form()))["view"]
    await room.act(person, "submit", view_id=view["id"], values={"reason": {"text": "a birth"}})
    assert room.bot.last["type"] == "view_submission"
    return room.bot.last


async def clicked(room: Room, person: str) -> Json:
    blocks = [{**s.actions(s.button(action_id="approve")), "block_id": "b"}]
    card = await room.api("chat.postMessage", channel=cast.APPROVALS, text="card", blocks=blocks)
    where = {"conversation": card["channel"], "ts": card["ts"], "block_id": "b", "action_id": "approve"}
    await room.act(person, "click", **where)
    return room.bot.last


async def looked_up(room: Room, user_id: str) -> Json:
    user: Json = (await room.api("users.info", user=user_id))["user"]
    return user


async def test_a_typeahead_brings_no_values_although_the_view_has_inputs(room: Room) -> None:
    view = await open_modal(room, form())
    typed = {"reason": {"text": "a birth"}}
    place = {"view_id": view["id"], "block_id": "who", "action_id": "pick", "query": "a", "values": typed}
    room.bot.answers["block_suggestion"] = lambda _: {"options": []}
    await room.act(cast.NINA, "options", **place)
    assert room.bot.last["view"]["state"] == {"values": {}}
    await room.act(cast.NINA, "submit", view_id=view["id"], values=typed)
    assert room.bot.last["view"]["state"]["values"]["reason"]["text"]["value"] == "a birth"


async def test_inputs_come_back_with_their_defaults_and_may_be_sent_back(room: Room) -> None:
    view = await open_modal(room, form())
    reason, who = view["blocks"]
    assert (reason["optional"], reason["dispatch_action"], who["optional"]) == (False, False, True)
    assert reason["element"]["dispatch_action_config"] == {"trigger_actions_on": ["on_enter_pressed"]}
    assert "dispatch_action_config" not in who["element"]
    again = await room.api("views.update", view_id=view["id"], view={**form(), "blocks": view["blocks"]})
    assert again["ok"], again


async def test_a_home_tab_has_a_title(room: Room) -> None:
    home = await room.api("views.publish", user_id=cast.NINA, view={"type": "home", "blocks": []})
    assert home["view"]["title"] == {"type": "plain_text", "text": "View Title", "emoji": True}


async def test_people_of_another_company_submit_from_their_own_workspace(room: Room) -> None:
    sent = await submitted(room, cast.OLGA)
    assert sent["team"] == {"id": "T0PARTNER", "domain": "harbor-payroll"}
    assert sent["user"]["team_id"] == sent["view"]["team_id"] == "T0PARTNER"
    assert sent["view"]["app_installed_team_id"] == "T0SANDBOX"


async def test_an_invitation_of_another_company_shows_in_the_channel(room: Room) -> None:
    signs = ("is_pending_ext_shared", "pending_shared", "pending_connected_team_ids", "is_shared", "is_ext_shared")

    async def shown() -> tuple[Any, ...]:
        channel = (await room.api("conversations.info", channel=cast.APPROVALS))["channel"]
        return tuple(channel[sign] for sign in signs)

    assert await shown() == (False, [], [], False, False)
    await room.post(f"channels/{cast.APPROVALS}", is_pending_ext_shared=True)
    assert await shown() == (True, ["T0PARTNER"], ["T0PARTNER"], False, False)


async def test_without_an_organization_no_one_has_a_second_id(room: Room) -> None:
    assert "enterprise_user" not in await looked_up(room, cast.NINA)
    assert (await room.api("users.info", user="W0NINA"))["error"] == "user_not_found"
    assert (await room.api("users.info", user=cast.HUGO))["error"] == "user_not_found"


async def test_in_an_organization_a_person_is_found_under_both_ids(room: Room) -> None:
    room.sandbox.workspace.join_organization()
    by_first, by_second = await looked_up(room, cast.MARCUS), await looked_up(room, "W0MARCUS")
    assert by_first == by_second
    assert (by_first["id"], by_first["enterprise_user"]["id"]) == ("U0MARCUS", "W0MARCUS")
    posted = await room.api("chat.postMessage", channel="W0MARCUS", text="direct")
    assert posted["channel"] == "D0MARCUS"
    await room.post(f"people/{cast.MARCUS}", acts_under="W0MARCUS")
    sent = await clicked(room, cast.MARCUS)
    assert sent["user"]["id"] == "W0MARCUS"
    assert sent["enterprise"] == ORGANIZATION
    assert sent["team"] | {"enterprise_id": cast.ENTERPRISE_ID} == sent["team"]
    assert (await shortcut(room, cast.MARCUS))["user"]["id"] == "W0MARCUS"
    await room.act(cast.MARCUS, "say", conversation=cast.GENERAL, text="/reissue")
    assert (room.bot.last["user_id"], room.bot.last["enterprise_id"]) == ("W0MARCUS", cast.ENTERPRISE_ID)


async def test_in_an_organization_there_are_people_of_another_workspace_of_whom_one_is_in_ours_too(room: Room) -> None:
    room.sandbox.workspace.join_organization()
    hugo, selma = await looked_up(room, cast.HUGO), await looked_up(room, cast.SELMA)
    assert hugo["team_id"] == selma["team_id"] == "T0SISTER"
    assert hugo["enterprise_user"]["teams"] == ["T0SISTER", "T0SANDBOX"]
    assert selma["enterprise_user"]["teams"] == ["T0SISTER"]
    assert [(await room.state(who))["me"]["kind"] for who in (cast.HUGO, cast.SELMA)] == ["member", "outsider"]
    sent = await submitted(room, cast.HUGO)
    assert (sent["user"]["team_id"], sent["team"]["id"]) == ("T0SISTER", "T0SANDBOX")
    assert (await room.api("auth.test"))["enterprise_id"] == cast.ENTERPRISE_ID


async def test_an_app_of_a_whole_organization_gets_no_team_and_has_to_name_one(room: Room) -> None:
    room.sandbox.workspace.join_organization(org_wide=True)
    identity = await room.api("auth.test")
    assert (identity["team_id"], identity["is_enterprise_install"]) == (cast.ENTERPRISE_ID, True)
    for sent in (await clicked(room, cast.MARCUS), await submitted(room, cast.MARCUS)):
        assert (sent["team"], sent["enterprise"], sent["is_enterprise_install"]) == (None, ORGANIZATION, True)
    group = {"usergroup": cast.HR_MANAGERS}
    assert (await room.api("usergroups.users.list", **group))["error"] == "invalid_arguments"
    assert (await room.api("usergroups.users.list", team_id=cast.TEAM_ID, **group))["ok"]
    await room.act(cast.NINA, "home")
    await room.bot.until(lambda delivered: delivered["type"] == "event_callback")
    assert room.bot.last["authorizations"][0]["is_enterprise_install"] is True
