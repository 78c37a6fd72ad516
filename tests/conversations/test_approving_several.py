"""*Approve several…* in Home: choose, read what will happen to each, and read what became of each."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sandbox import cast
from tests.conversations import forged
from tests.office import Office, bot_at_work, label_of, words_of
from tests.patient import PATIENT
from tests.shown import GUESTS_CANNOT, value_of

pytestmark = pytest.mark.anyio

Json = dict[str, Any]


async def chooses(office: Office, person: str, *labels: str) -> Json:
    """A person opens *Approve several…* in Home, ticks requests and goes on; what they are told."""
    colleague = office.person(person)
    await colleague.act("home")
    home = await colleague.home("Approve several…")
    assert (await colleague.press(home, "approve_several"))["ok"]
    view = await colleague.modal_with("Requests that wait for your decision")
    assert (await colleague.submit(view, ticked(view, *labels)))["ok"]
    return await colleague.modal_with("Back")


def ticked(view: Json, *labels: str) -> Json:
    """The state of the boxes with these requests ticked."""
    return {
        block["block_id"]: {
            "several": [box for box in block["element"]["options"] if box["text"]["text"].split()[0] in labels]
        }
        for block in view["blocks"]
        if block["type"] == "input"
    }


async def test_two_of_three_are_approved_and_the_third_still_waits(office: Office) -> None:
    first, second, third = [label_of(await office.nina.requests(name)) for name in ("ada", "grace mwangi", "bobby")]
    confirm = await chooses(office, cast.MARCUS, first, second)
    said = words_of(confirm)
    assert confirm["title"]["text"] == "Approve 2 requests?"
    assert said.count("Approving closes this") == 2
    assert third not in said
    assert (await office.marcus.submit(confirm, {}))["ok"]
    results = await office.marcus.modal_with("2 of 2 approved")
    assert words_of(results).count("The bot sends the reissue to Vitable now.") == 2
    for label in (first, second):
        await office.marcus.card("Reissued", of=label)
    await office.marcus.card("Waiting for approval", of=third)
    assert third in words_of(await office.marcus.home("Waiting for you (1)"))
    await office.marcus.act("close", view_id=results["id"])


async def test_what_was_decided_in_the_meantime_is_refused_and_leaves_the_other(office: Office) -> None:
    first, second = await office.nina.requests("yusuf demir"), await office.nina.requests("zoe young")
    labels = [label_of(first), label_of(second)]
    confirm = await chooses(office, cast.MARCUS, *labels)
    assert (await office.priya.approves(first))["ok"]
    await office.priya.card("Reissued", of=labels[0])
    assert (await office.marcus.submit(confirm, {}))["ok"]
    results = words_of(await office.marcus.modal_with("1 of 2 approved"))
    assert f"⛔ {labels[0]} was already approved by <@{cast.PRIYA}> and is reissued." in results
    assert f"✅ You approved {labels[1]}." in results
    await office.marcus.card("Reissued", of=labels[1])


async def test_back_shows_the_boxes_as_they_were_ticked_and_none_is_refused_under_them(office: Office) -> None:
    labels = [label_of(await office.nina.requests(name)) for name in ("samir haddad", "joy okonkwo")]
    confirm = await chooses(office, cast.PRIYA, labels[1])
    assert (await office.priya.press(confirm, "back"))["ok"]
    view = await office.priya.modal_with("Requests that wait for your decision")
    [boxes] = [block for block in view["blocks"] if block["type"] == "input"]
    assert [box["text"]["text"].split()[0] for box in boxes["element"]["initial_options"]] == [labels[1]]
    assert not (await office.priya.submit(view, ticked(view)))["ok"]
    answer = json.loads((await office.forge(forged.submission(cast.PRIYA, "several", {"several:0": {}})))["body"])
    assert answer["errors"] == {"several:0": "Choose at least one request."}


async def test_who_may_not_decide_is_not_offered_it_and_a_forged_submission_decides_nothing(office: Office) -> None:
    card = await office.marcus.requests("nadia petrova")
    label, value = label_of(card), value_of(card, "approve")
    for person, refusal in (
        (cast.MARCUS, f"You submitted {label}, so another approver has to decide on it."),
        (cast.NINA, f"Only approvers can do this with {label}."),
        (cast.GIL, GUESTS_CANNOT),
    ):
        chosen = {"several:0": {"several": {"type": "checkboxes", "selected_options": [{"value": value}]}}}
        for sent in (
            forged.submission(person, "several", chosen),
            forged.submission(person, "approve_several", {}, metadata=value),
        ):
            said = words_of(json.loads((await office.forge(sent))["body"])["view"])
            assert refusal in said
            assert "Petrova" not in said
    await office.nina.act("home")
    assert "Approve several…" not in words_of(await office.nina.home("New request…"))
    await office.priya.card("Waiting for approval", of=label)


async def test_what_takes_longer_than_slack_waits_is_finished_and_shown(own_office: Office, sqlite_file: Path) -> None:
    office, budgets = own_office, replace(PATIENT, several=0.0)
    async with bot_at_work(office, f"sqlite:///{sqlite_file}", budgets=budgets):
        labels = [label_of(await office.nina.requests(name)) for name in ("ada", "grace mwangi")]
        confirm = await chooses(office, cast.MARCUS, *labels)
        assert (await office.marcus.submit(confirm, {}))["ok"]
        await office.marcus.modal_with("2 of 2 approved")
        for label in labels:
            await office.marcus.card("Reissued", of=label)
