"""Opening the request modal: at once, for requesters only."""

import json

import pytest

from sandbox import cast
from tests.conversations import forged
from tests.office import Office, initial_of, menus_of, words_of
from tests.shown import GUESTS_CANNOT

pytestmark = pytest.mark.anyio

STRANGERS = {
    cast.PRIYA: "Only people who may request a reissue",
    cast.GIL: GUESTS_CANNOT,
    cast.OLGA: "People from another company cannot do this.",
    cast.DANA: "This account is deactivated",
}


async def test_the_shortcut_opens_the_same_modal_as_the_command(office: Office) -> None:
    await office.nina.command("/reissue")
    by_command = await office.nina.modal()
    await office.nina.act("close", view_id=by_command["id"])
    assert (await office.nina.act("shortcut", callback_id="reissue_shortcut"))["ok"]
    by_shortcut = await office.nina.modal()
    assert by_shortcut["callback_id"] == by_command["callback_id"]
    assert by_shortcut["values"] == by_command["values"]


async def test_help_says_what_can_be_typed(office: Office) -> None:
    said = await office.nina.hears(office.nina.command("/reissue help"), cast.GENERAL)
    for typed in ("grace mwangi", "enrl_…", "list", "status R-12", "find mwangi", "history denied nov 2026 mwangi"):
        assert f"`/reissue {typed}`" in said


async def test_an_enrollments_id_opens_the_modal_with_that_enrollment_chosen(office: Office) -> None:
    await office.nina.command("/reissue enrl_ada_lovelace_dental")
    view = await office.nina.modal(lambda shown: len(menus_of(shown)) == 2)
    assert "Ada Lovelace" in words_of(view)
    assert "Approving closes" in words_of(view)
    assert initial_of(menus_of(view)[0]) == ["enrl_ada_lovelace_dental"]


async def test_an_employees_id_opens_the_modal_with_that_employee_chosen(office: Office) -> None:
    await office.nina.command("/reissue empl_sean_obrien")
    view = await office.nina.modal(lambda shown: len(menus_of(shown)) == 2)
    assert view["values"]["employee"]["employee"]["selected_option"]["value"] == "empl_sean_obrien"


@pytest.mark.parametrize("opening", ["command", "shortcut"])
@pytest.mark.parametrize("stranger", STRANGERS)
async def test_whoever_may_not_request_is_told_so_and_never_sees_a_name(
    office: Office, stranger: str, opening: str
) -> None:
    person = office.person(stranger)
    if opening == "command":
        text = "/reissue enrl_ada_lovelace_medical"
        assert (await person.act("say", conversation=cast.GENERAL, text=text, force=True))["ok"]
    else:
        assert (await person.act("shortcut", callback_id="reissue_shortcut", force=True))["ok"]
    assert STRANGERS[stranger] in words_of(await person.modal_with(STRANGERS[stranger]))
    assert "Lovelace" not in json.dumps(await person.state())


@pytest.mark.parametrize("stranger", STRANGERS)
async def test_whoever_may_not_request_finds_nobody_and_submits_nothing(office: Office, stranger: str) -> None:
    found = await office.forge(forged.suggestion(stranger, "ada"))
    assert json.loads(found["body"]) == {"options": []}
    values = forged.request_values("empl_ruth_adler", "enrl_ruth_adler_medical", "qle_ruth_adler_loss_of_coverage")
    answer = await office.forge(forged.submission(stranger, "request", values, view_id=f"V0{stranger}"))
    assert answer["status"] == 200
    assert STRANGERS[stranger] in answer["body"]
    assert "Adler" not in answer["body"]
    assert "Adler" not in json.dumps(await office.marcus.messages())
