"""Payloads in the shapes of published recordings, delivered to the bot; all ids in them are invented.

The recordings are those in bolt-python's test suite and in java-slack-sdk (`json-logs/samples`). The
sandbox sends most of these shapes by itself; here are those that no person in it can cause.
"""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox import cast
from tests.conversations import forged
from tests.office import Office, label_of, words_of
from tests.processes import Process
from tests.shown import value_of

pytestmark = pytest.mark.anyio

Json = dict[str, Any]

JSON = "application/json"
ORGANIZATION = {"id": "E0ELSEWHERE", "name": "Harbor Group"}


def event(kind: str, **more: Any) -> Json:  # noqa: ANN401 - any part of an event
    """An event, as the Events API wraps it."""
    return {
        "token": "none",
        "team_id": cast.TEAM_ID,
        "api_app_id": cast.APP_ID,
        "event": {"type": kind, **more},
        "type": "event_callback",
        "event_id": "Ev0RECORDED",
        "event_time": 1_780_000_000,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": cast.TEAM_ID,
                "user_id": cast.BOT_USER_ID,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }


UNASKED = [
    {
        "token": "none",
        "type": "app_rate_limited",
        "team_id": cast.TEAM_ID,
        "minute_rate_limited": 1_780_000_000,
        "api_app_id": cast.APP_ID,
    },
    event("tokens_revoked", tokens={"oauth": ["U0NINA"], "bot": ["U0BOT"]}),
    event("app_uninstalled"),
    event("message", channel=cast.GENERAL, user=cast.NINA, text="a secret", ts="1.1", channel_type="channel"),
    event("user_change", user={"id": cast.NINA, "team_id": cast.TEAM_ID, "profile": {}}),
    event("something_of_next_year", payload={"of": ["any", "shape"]}),
]


@pytest.mark.parametrize("payload", UNASKED, ids=lambda payload: payload.get("event", payload)["type"])
async def test_an_event_that_no_one_asked_for_is_taken_and_nothing_is_said_about_it(
    office: Office, payload: Json
) -> None:
    before = len(await office.calls("slack"))
    assert await office.deliver(json.dumps(payload), JSON) == {"status": 200, "body": ""}
    assert len(await office.calls("slack")) == before


@pytest.fixture
async def logged_office(lodge: Office, process: Process) -> AsyncIterator[Office]:
    """An office whose bot writes a log; afterwards it holds nothing above debug about what was delivered."""
    before = len(process.log)
    yield lodge
    written = process.log[before:]
    assert "unasked_event" in written
    assert "a secret" not in written
    assert not any(level in written for level in ("warning", "error", "Unhandled"))


async def test_unasked_events_are_at_most_a_line_for_those_who_debug(logged_office: Office) -> None:
    for payload in UNASKED:
        assert (await logged_office.deliver(json.dumps(payload), JSON))["status"] == 200


async def test_a_click_in_a_message_of_a_workflow_step_approves_without_a_trigger(office: Office) -> None:
    card = await office.nina.requests("grace")
    click = forged.click(cast.MARCUS, "approve", value_of(card, "approve"), ts=card["ts"])
    del click["trigger_id"]
    click["bot_access_token"] = "xwfp-invented"
    click["function_data"] = {"execution_id": "Fx0", "function": {"callback_id": "step"}, "inputs": {}}
    click["interactivity"] = {"interactor": {"secret": "x", "id": cast.MARCUS}, "interactivity_pointer": "1.2.x"}
    assert (await office.forge(click))["status"] == 200
    await office.nina.card("Reissued", of=label_of(card))


async def test_a_button_that_needs_a_form_says_so_where_slack_sends_no_trigger(office: Office) -> None:
    card = await office.nina.requests("suharto")
    for action, who in {"deny": cast.MARCUS, "ask": cast.MARCUS, "withdraw": cast.NINA, "details": cast.PRIYA}.items():
        url = office.answers_to(who, card)
        click = forged.click(who, action, value_of(card, "details"), ts=card["ts"], response_url=url)
        click["trigger_id"] = None

        async def deliver(made: Json = click) -> Json:
            return {"ok": (await office.forge(made))["status"] == 200}

        said = await office.person(who).hears(deliver(), cast.APPROVALS)
        assert said == "Slack opens no form from this message. Use the card in the approvals channel, or the Home tab."


async def test_a_shortcut_names_neither_the_app_nor_the_person_twice(office: Office) -> None:
    trigger = office.sandbox.workspace.triggers.issue(cast.NINA)
    sent = {
        "type": "shortcut",
        "token": "none",
        "action_ts": "1780000000.000100",
        "team": {"id": cast.TEAM_ID, "domain": "brightside-hr"},
        "user": {"id": cast.NINA, "username": "nina", "team_id": cast.TEAM_ID},
        "is_enterprise_install": False,
        "enterprise": None,
        "callback_id": "reissue_shortcut",
        "trigger_id": trigger,
    }
    assert (await office.forge(sent))["status"] == 200
    await office.nina.modal_with("Employee")


@pytest.mark.parametrize("state", [{"values": {}}, {"values": []}, {"values": None}, {}, None, "none at all"])
async def test_a_typeahead_is_answered_although_the_view_says_nothing_of_its_inputs(
    office: Office, state: object
) -> None:
    sent = forged.suggestion(cast.NINA, "maria")
    if isinstance(state, str):
        del sent["view"]["state"]
    else:
        sent["view"]["state"] = state
    answer = await office.forge(sent)
    assert answer["status"] == 200
    assert "Maria Garcia" in answer["body"]


@pytest.mark.parametrize("state", [{"values": []}, {"values": None}, {}, None])
async def test_a_form_without_any_values_is_an_empty_form_and_keeps_its_request(office: Office, state: object) -> None:
    sent = forged.submission(cast.NINA, "request", {"employee": {}, "reason": {}}, view_id="V0EMPTY")
    sent["view"]["state"] = state
    answer = await office.forge(sent)
    assert answer["status"] == 200
    assert json.loads(answer["body"])["response_action"] == "errors"


async def test_a_submission_of_another_company_names_its_own_team_and_is_refused(office: Office) -> None:
    values = forged.request_values("empl_ada_lovelace", "enrl_ada_lovelace_medical", "qle_ada_lovelace_birth")
    sent = forged.submission(cast.OLGA, "request", values, view_id="V0OLGA")
    theirs = {"id": cast.OTHER_TEAM_ID, "domain": "harbor-payroll"}
    sent["team"] = theirs | {"enterprise_id": ORGANIZATION["id"], "enterprise_name": ORGANIZATION["name"]}
    sent["user"] = {"id": cast.OLGA, "username": "olga", "name": "olga", "team_id": cast.OTHER_TEAM_ID}
    sent["enterprise"] = ORGANIZATION
    sent["view"] |= {"team_id": cast.OTHER_TEAM_ID, "app_installed_team_id": cast.TEAM_ID}
    answer = await office.forge(sent)
    assert answer["status"] == 200
    assert "People from another company cannot do this." in words_of(json.loads(answer["body"])["view"])


@pytest.mark.parametrize("team", [None, {}], ids=["null", "empty"])
async def test_a_click_that_names_no_team_counts_if_the_person_is_ours(office: Office, team: object) -> None:
    card = await office.nina.requests("empl_lukasz_zolc" if team is None else "jennifer")
    click = forged.click(cast.MARCUS, "approve", value_of(card, "approve"), ts=card["ts"])
    click |= {"team": team, "enterprise": None, "is_enterprise_install": True}
    click["user"] = {"id": cast.MARCUS, "username": "marcus", "name": "marcus", "team_id": None}
    assert (await office.forge(click))["status"] == 200
    await office.nina.card("Reissued", of=label_of(card))
