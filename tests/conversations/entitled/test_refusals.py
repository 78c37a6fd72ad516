"""Clicks that are refused: each is answered where the person looks, for them only, and changes nothing."""

import json
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.app import Bot
from handlers.reference import ALPHABET
from sandbox import cast
from tests.conversations import forged
from tests.conversations.conftest import forget
from tests.office import Office, label_of, words_of
from tests.shown import GUESTS_CANNOT, value_of

pytestmark = pytest.mark.anyio

Json = dict[str, Any]

ONLY_APPROVERS = "Only approvers can do this with {label}."


@pytest.fixture(scope="module")
def waiting(shared_office: Office) -> dict[str, Json]:  # noqa: ARG001 - another card in another office
    """The card that all of these are refused on, once it was there."""
    return {}


@pytest.fixture
async def card(office: Office, waiting: dict[str, Json]) -> Json:
    """A request of Marcus's, who is an approver too: it waits, and goes on waiting."""
    if "card" not in waiting:
        waiting["card"] = await office.marcus.requests("ruth adler")
    return await office.marcus.card(of=label_of(waiting["card"]))


async def still_waits(office: Office, card: Json) -> None:
    """Nothing was decided, and nothing was sent."""
    assert "Waiting for approval" in words_of(await office.priya.card(of=label_of(card)))
    assert await office.calls("benefits", "reissue") == []


@pytest.mark.parametrize("action", ["approve", "deny"])
@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        (cast.NINA, ONLY_APPROVERS),
        (cast.MARCUS, "You submitted {label}, so another approver has to decide on it."),
        (cast.GIL, GUESTS_CANNOT),
        (cast.OLGA, "People from another company cannot do this."),
        (cast.DANA, "This account is deactivated or is not a person's, so it cannot do this."),
    ],
)
async def test_a_decision_is_refused_with_its_reason(
    office: Office, card: Json, who: str, sentence: str, action: str
) -> None:
    person, expected = office.person(who), sentence.format(label=label_of(card))
    if action == "approve" and who != cast.OLGA:  # who cannot see the channel's answer
        assert await person.hears(person.click(card, "approve", force=True)) == expected
    elif action == "deny":
        await person.click(card, "deny", force=True)
        view = words_of(await person.modal_with(expected))
        assert "Adler" not in view
    await still_waits(office, card)


@pytest.mark.parametrize("who", [cast.NINA, cast.GIL, cast.OLGA, cast.DANA, cast.MARCUS])
async def test_a_denial_that_was_forged_past_the_form_is_refused_at_its_submission(
    office: Office, card: Json, who: str
) -> None:
    values = {"reason": {"reason": {"type": "plain_text_input", "value": "No"}}}
    answer = await office.forge(forged.submission(who, "deny", values, metadata=value_of(card, "deny")))
    assert "Not possible" in answer["body"]
    assert "Adler" not in answer["body"]
    await still_waits(office, card)


@pytest.mark.parametrize("who", [cast.NINA, cast.GIL, cast.OLGA, cast.DANA])
async def test_details_are_not_shown_to_people_who_are_not_entitled(office: Office, card: Json, who: str) -> None:
    person = office.person(who)
    await person.click(card, "details", force=True)
    assert "Adler" not in words_of(await person.modal_with("Not possible"))


async def test_another_companys_team_in_the_payload_is_enough_to_refuse(office: Office, card: Json) -> None:
    url = office.answers_to(cast.PRIYA, card)
    await office.forge(
        forged.click(
            cast.PRIYA, "approve", value_of(card, "approve"), ts=card["ts"], team=cast.OTHER_TEAM_ID, response_url=url
        )
    )
    await office.priya.reads("People from another company cannot do this.")
    await still_waits(office, card)


async def test_another_revision_than_the_current_one_is_refused_and_the_card_is_drawn_again(
    office: Office, card: Json
) -> None:
    request_id = value_of(card, "approve").partition(":")[0]
    url = office.answers_to(cast.PRIYA, card)
    await office.forge(forged.click(cast.PRIYA, "approve", f"{request_id}:0", ts=card["ts"], response_url=url))
    await office.priya.reads(f"{label_of(card)} has changed since you saw it. Look at the card again, then decide.")
    await office.priya.card("Waiting for approval", of=label_of(card))
    await still_waits(office, card)


async def test_somebody_who_was_deactivated_in_between_is_refused(office: Office, bot: Bot, card: Json) -> None:
    await office.change(f"people/{cast.PRIYA}", deleted=True)
    forget(bot)
    try:
        said = await office.priya.hears(office.priya.click(card, "approve", force=True))
        assert said.startswith("This account is deactivated")
    finally:
        await office.change(f"people/{cast.PRIYA}", deleted=False)
    await still_waits(office, card)


async def test_whoever_comes_second_is_told_who_decided(office: Office) -> None:
    card = await office.nina.requests("tomasz")
    label = label_of(card)
    await office.marcus.click(card, "approve")
    await office.marcus.card("Reissued", of=label)
    said = await office.priya.hears(_click_as_seen(office, cast.PRIYA, card, "approve"))
    assert said == f"{label} was already approved by <@{cast.MARCUS}> and is reissued."
    again = await office.marcus.hears(_click_as_seen(office, cast.MARCUS, card, "approve"))
    assert again == said
    values = {"reason": {"reason": {"type": "plain_text_input", "value": "Never mind"}}}
    withdrawn = forged.submission(cast.NINA, "withdraw", values, metadata=value_of(card, "details"))
    answer = json.loads((await office.forge(withdrawn))["body"])
    assert said in words_of(answer["view"])
    assert "Never mind" in words_of(answer["view"])
    assert len([made for made in await office.reissues() if made["enrollment_id"].startswith("enrl_tomasz")]) == 1


async def test_a_click_on_a_card_that_slack_shows_outdated_redraws_it(office: Office) -> None:
    card = await office.nina.requests("victor hale")
    label = label_of(card)
    await office.marcus.click(card, "deny")
    view = await office.marcus.modal_with("Nothing changes until you submit")
    await office.marcus.submit(view, {"reason": {"reason": "No"}})
    await office.marcus.copy(card, "Denied")
    message = office.sandbox.workspace.messages.find(cast.APPROVALS, card["ts"])
    assert message is not None
    message.blocks, message.text = card["blocks"], card["text"]
    said = await office.priya.hears(office.priya.click(card, "approve"))
    assert said == f"{label} was already denied by <@{cast.MARCUS}>."
    await office.priya.card("Denied", of=label)


async def _click_as_seen(office: Office, person: str, card: Json, action: str) -> Json:
    """Press a button that the card had when it was seen, though it may have gone since."""
    url = office.answers_to(person, card)
    return await office.forge(forged.click(person, action, value_of(card, action), ts=card["ts"], response_url=url))


async def test_a_refusal_that_slack_does_not_take_is_left_to_slack_to_show_as_a_failure(
    office: Office, card: Json
) -> None:
    nowhere = f"{office.url}/response/nowhere"
    click = forged.click(cast.NINA, "approve", value_of(card, "approve"), ts=card["ts"], response_url=nowhere)
    assert (await office.forge(click))["status"] == 503
    assert "Waiting for approval" in words_of(await office.priya.card(of=label_of(card)))


@pytest.mark.parametrize("action", ["deny", "details", "withdraw"])
async def test_a_form_that_slack_did_not_open_and_nobody_could_be_told_of_is_left_to_slack_to_show_as_a_failure(
    office: Office, card: Json, action: str
) -> None:
    nowhere = f"{office.url}/response/nowhere"
    click = forged.click(cast.MARCUS, action, value_of(card, "details"), ts=card["ts"], response_url=nowhere)
    assert (await office.forge({**click, "trigger_id": "1.2.expired"}))["status"] == 503


async def test_a_form_that_slack_did_not_open_is_told_beside_the_card(office: Office, card: Json) -> None:
    await office.fault("slack", "views.open", "server_error", times=None)
    assert "Something went wrong" in await office.priya.hears(office.priya.click(card, "deny"))


async def test_a_form_whose_connection_was_closed_under_it_is_opened_over_another(office: Office, card: Json) -> None:
    await office.fault("slack", "views.open", "drop_before")
    await office.priya.click(card, "deny")
    await office.priya.modal_with("Nothing changes until you submit")


async def test_a_shortcut_without_its_modal_is_left_to_slack_to_show_as_a_failure(office: Office) -> None:
    await office.fault("slack", "views.open", "server_error", times=None)
    assert not (await office.nina.act("shortcut", callback_id="reissue_shortcut"))["ok"]


async def test_a_refusal_after_the_answer_to_slack_is_tried_again(office: Office) -> None:
    await office.fault("slack", "views.update", "server_error", times=None)
    await office.fault("slack", "response_url", "server_error", times=1)
    before = len(await office.calls("slack", "response_url"))
    said = await office.person(cast.GIL).hears(office.person(cast.GIL).command("/reissue"), cast.GENERAL)
    assert said == GUESTS_CANNOT
    assert [call["status"] for call in await office.calls("slack", "response_url")][before:] == [500, 200]


async def test_a_refused_click_is_answered_in_a_modal_and_not_at_the_end_of_the_channel(
    office: Office, card: Json
) -> None:
    before = len(await office.calls("slack", "response_url"))
    assert (await office.nina.click(card, "approve", force=True))["ok"]
    refused = await office.nina.modal_with("Not possible")
    [alert] = refused["blocks"]
    assert (alert["type"], alert["level"]) == ("alert", "warning")
    assert alert["text"]["text"] == ONLY_APPROVERS.format(label=label_of(card))
    assert len(await office.calls("slack", "response_url")) == before
    assert [m for m in await office.nina.messages() if m["ephemeral"] and m["ts"] > card["ts"]] == []


@pytest.mark.parametrize("trigger", ["1.2.unknown", "used", "late"])
async def test_a_click_whose_trigger_opens_no_modal_is_answered_beside_the_message(
    office: Office, card: Json, trigger: str
) -> None:
    triggers = office.sandbox.workspace.triggers
    click = forged.click(
        cast.NINA,
        "approve",
        value_of(card, "approve"),
        ts=card["ts"],
        response_url=office.answers_to(cast.NINA, card),
    )
    if trigger != "1.2.unknown":
        trigger_id = triggers.issue(cast.NINA)
        if trigger == "used":
            triggers.redeem(trigger_id)
        else:
            triggers._triggers[trigger_id].issued_at -= 10 * triggers.seconds
        click["trigger_id"] = trigger_id
    said = await office.nina.hears(office.forge(click))
    assert said == ONLY_APPROVERS.format(label=label_of(card))
    assert (await office.nina.state())["views"] == []


async def test_while_slack_opens_no_modal_a_refusal_is_told_beside_the_message(office: Office, card: Json) -> None:
    await office.fault("slack", "views.open", "server_error", times=None)
    said = await office.nina.hears(office.nina.click(card, "approve", force=True))
    assert said == ONLY_APPROVERS.format(label=label_of(card))


async def test_a_refusal_in_a_direct_message_leads_to_the_card(office: Office) -> None:
    card = await office.nina.requests("bobby")
    label, direct = label_of(card), await office.nina.direct()
    own = await office.nina.card("Waiting for approval", direct, of=label)
    assert (await office.marcus.click(card, "approve"))["ok"]
    assert "Reissued" in words_of(await office.nina.copy(own, "New enrollment:", direct))  # nothing redraws it then
    message = office.sandbox.workspace.messages.find(direct, own["ts"])
    assert message is not None
    message.blocks, message.text = own["blocks"], own["text"]
    assert (await office.nina.click(own, "change", direct))["ok"]
    refused = words_of(await office.nina.modal_with("Not possible"))
    assert f"{label} was already approved by <@{cast.MARCUS}> and is reissued." in refused
    assert f"/p{card['ts'].replace('.', '')}|Open the card>" in refused


async def test_a_form_that_fails_after_it_opened_says_so_in_it_with_the_reference_of_the_log(office: Office) -> None:
    card = await office.nina.requests("empl_mohammad_alfarsi")
    await office.fault("slack", "views.update", "server_error")
    with capture_logs() as lines:
        assert (await office.priya.click(card, "details"))["ok"]
        failed = await office.priya.modal_with("Something went wrong in the bot.")
    [line] = [line for line in lines if line["event"] == "slack_failed"]
    assert failed["title"]["text"] == "Something went wrong"
    assert f"give your administrator this reference: `{line['reference']}`" in words_of(failed)
    assert set(line["reference"]) <= set(ALPHABET)
    assert len((await office.priya.state())["views"]) == 1
