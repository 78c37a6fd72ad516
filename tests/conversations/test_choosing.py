"""Choosing in the request modal: the employee, what there is for them, and what stands in the way."""

import asyncio
from datetime import date

import pytest

from benefits.contract import Contract
from bot.app import Bot
from handlers.words.dates import day
from sandbox import cast
from sandbox.slack.payloads import interaction, view_source
from tests.conversations.conftest import forget
from tests.office import Office, eventually, initial_of, label_of, menus_of, words_of
from tests.shown import options_of

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("LOVELACE ad", "empl_ada_lovelace"),
        ("ada.lovelace@juniper.example", "empl_ada_lovelace"),
        ("empl_sean_obrien", "empl_sean_obrien"),
        ("enrl_ada_lovelace_dental", "enrl_ada_lovelace_dental"),
        ("zoe young", "empl_zoe_young"),
        ("王", "empl_wang_xiaoming"),
    ],
)
async def test_an_employee_is_found_by_name_by_e_mail_and_by_a_pasted_id(
    office: Office, typed: str, found: str
) -> None:
    await office.nina.command("/reissue")
    view = await office.nina.modal()
    assert found in [option["value"] for option in await office.nina.find(view, typed)]


@pytest.mark.parametrize(
    "typed", ["zzzz", "%%%", "empl_nobody", "enrl_../../x", "empl_a/b?c", "\0zzzz", "'; DROP SCHEMA"]
)
async def test_what_is_nobodys_name_or_id_finds_nobody(office: Office, typed: str) -> None:
    await office.nina.command("/reissue")
    assert await office.nina.find(await office.nina.modal(), typed) == []


async def test_two_people_of_one_name_are_told_apart(office: Office) -> None:
    await office.nina.command("/reissue")
    found = await office.nina.find(await office.nina.modal(), "maria garcia")
    assert sorted(option["text"]["text"] for option in found) == [
        "Maria Garcia (Halvorsen Freight)",
        "Maria Garcia (Juniper & Pine Bakery)",
    ]
    assert len({option["description"]["text"] for option in found}) == 2


async def test_a_pasted_enrollment_is_chosen_with_its_employee(office: Office) -> None:
    await office.nina.command("/reissue")
    view = await office.nina.modal()
    option = (await office.nina.find(view, "enrl_zoe_young_dental"))[0]
    assert "Zoë Young" in option["text"]["text"]
    await office.nina.choose(view, "employee", option)
    view = await office.nina.modal(lambda shown: len(menus_of(shown)) == 2)
    assert initial_of(menus_of(view)[0]) == ["enrl_zoe_young_dental"]


@pytest.mark.documented
@pytest.mark.parametrize(
    ("typed", "found"),
    [("a", "empl_ada_lovelace"), ("obrien", "empl_sean_obrien"), ("lukasz", "empl_lukasz_zolc"), ("%", None)],
)
async def test_in_the_index_one_letter_is_enough_and_accents_and_marks_do_not_count(
    office: Office, typed: str, found: str | None
) -> None:
    await office.nina.command("/reissue")
    options = [option["value"] for option in await office.nina.find(await office.nina.modal(), typed)]
    assert found in options if found else options == []


@pytest.mark.connect_6
async def test_the_server_is_asked_from_the_third_letter_on_and_of_many_people_some_are_shown(office: Office) -> None:
    await office.nina.command("/reissue")
    view, before = await office.nina.modal(), len(await office.calls("benefits", "members"))
    (line,) = await office.nina.find(view, "ma")
    assert line["text"]["text"] == "Type at least three letters."
    assert len(await office.calls("benefits", "members")) == before
    *people, line = await office.nina.find(view, "example")
    assert {option["value"].partition("_")[0] for option in people} == {"empl"}
    assert line["text"]["text"] == "More people match: type more of the name."


@pytest.mark.connect_6
async def test_a_person_with_two_employers_is_there_for_each(office: Office) -> None:
    await office.nina.command("/reissue")
    found = await office.nina.find(await office.nina.modal(), "vera lindholm")
    assert sorted(option["value"] for option in found) == ["empl_vera_lindholm", "empl_vera_lindholm_2"]
    assert len({option["text"]["text"] for option in found}) == 2


@pytest.mark.connect_6
async def test_only_approved_events_are_offered_and_how_many_wait_is_said(office: Office) -> None:
    view = await office.nina.fill_in("grace mwangi")
    enrollments, events = menus_of(view)
    assert "enrl_grace_mwangi_medical_1_year_ago" not in options_of(enrollments)
    assert sorted(options_of(events)) == ["qle_grace_mwangi_birth", "qle_grace_mwangi_marriage"]
    assert "1 life event cannot be chosen yet: Vitable has not approved it." in words_of(view)


@pytest.mark.connect_6
async def test_where_no_event_is_needed_the_form_says_so_and_the_card_too(office: Office) -> None:
    await office.nina.command("/reissue")
    view = await office.nina.modal()
    (theo,) = await office.nina.find(view, "theo brandt")
    await office.nina.choose(view, "employee", theo)
    view = await office.nina.modal_with("*Qualifying life event:* none needed.")
    (menu,) = menus_of(view)
    await office.nina.choose(view, menu["block_id"], menu["element"]["options"][0])
    view = await office.nina.modal_with("1 approval is needed")
    enrollment = {menu["block_id"]: {"enrollment": menu["element"]["options"][:1]}}
    chosen = {"employee": {"employee": theo}, **enrollment, "reason": {"reason": "A lost card"}}
    assert (await office.nina.submit(view, chosen))["ok"]
    label = label_of(await office.nina.modal_with("Sent to"))
    card = await office.marcus.card("Waiting for approval", of=label)
    assert "none needed" in words_of(card)
    assert (await office.marcus.click(card, "approve"))["ok"]
    await office.marcus.card("Reissued", of=label_of(card))
    (made,) = [made for made in await office.reissues() if made["enrollment_id"] == "enrl_theo_brandt_vpc"]
    assert made["qle_id"] is None


@pytest.mark.connect_6
async def test_in_the_last_month_of_the_plan_year_nothing_is_offered_and_why_is_said(office: Office) -> None:
    await office.nina.command("/reissue")
    view = await office.nina.modal()
    await office.nina.choose(view, "employee", (await office.nina.find(view, "iris novak"))[0])
    view = await office.nina.modal_with("The plan year ends this month")
    assert menus_of(view) == []


@pytest.mark.documented
async def test_a_denied_event_is_not_offered_and_doubtful_ones_carry_a_warning(office: Office) -> None:
    view = await office.nina.fill_in("grace mwangi")
    enrollments, events = menus_of(view)
    assert "enrl_grace_mwangi_medical_1_year_ago" not in options_of(enrollments)
    assert options_of(events) == ["qle_grace_mwangi_birth", "qle_grace_mwangi_marriage", "qle_grace_mwangi_job_loss"]
    warned = [option.get("description", {}).get("text") for option in events["element"]["options"]]
    assert warned == [None, "⚠️ window closed", "⚠️ not approved yet"]


@pytest.mark.documented
@pytest.mark.parametrize(
    ("employee", "sentence"),
    [
        ("kofi mensah", "The life event is not approved yet."),
        ("samir haddad", "30 days before this request."),
    ],
)
async def test_what_was_warned_of_also_stands_on_the_card(office: Office, employee: str, sentence: str) -> None:
    assert sentence in words_of(await office.nina.requests(employee))


@pytest.mark.parametrize(
    ("employee", "sentence"),
    [
        ("hana sato", "Hana Sato has no enrollment that could be reissued."),
        ("dora klein", "Dora Klein left on {left} and has no enrollment that could be reissued."),
        ("tom becker", "Tom Becker has no qualifying life event in Vitable. It has to be recorded there first."),
        ("ines costa", "Inês Costa's life event ({event}) was denied in Vitable, so a reissue cannot use it."),
    ],
)
async def test_an_employee_for_whom_nothing_can_be_chosen_gets_a_sentence_instead_of_an_empty_menu(
    office: Office, employee: str, sentence: str
) -> None:
    await office.nina.command("/reissue")
    view = await office.nina.modal()
    option = (await office.nina.find(view, employee))[0]
    await office.nina.choose(view, "employee", option)
    view = await office.nina.modal_with(sentence.format(left=last_day_of_dora(office), event=divorce_of_ines(office)))
    assert menus_of(view) == []
    answer = await office.nina.submit(view, {"employee": {"employee": option}, "reason": {"reason": "All the same"}})
    told = "Nothing can be requested for this employee (see why below). Choose another one."
    assert answer["errors"] == {"employee": told}


async def test_people_who_left_are_found_after_everyone_else_and_called_so(office: Office) -> None:
    """Dora Klein left 55 days ago; Maximiliana Theodora did not."""
    await office.nina.command("/reissue")
    view = await office.nina.modal()
    found = await office.nina.find(view, "dora")
    assert [option["value"] for option in found] == ["empl_maximiliana_hohenstein", "empl_dora_klein"]
    assert found[1]["description"]["text"] == f"left {last_day_of_dora(office)} · dora.klein@juniper.example"
    (carlos,) = await office.nina.find(view, "carlos rivera")
    await office.nina.choose(view, "employee", carlos)
    view = await office.nina.modal_with("Check that the change still applies.")
    assert options_of(menus_of(view)[0]) == ["enrl_carlos_rivera_medical"]


async def test_a_denied_event_beside_others_is_called_denied(office: Office) -> None:
    view = await office.nina.fill_in("grace mwangi")
    assert "qle_grace_mwangi_divorce" not in options_of(menus_of(view)[1])
    assert "1 life event was denied in Vitable, so it cannot be chosen:" in words_of(view)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("enrl_nobody_medical", "Vitable has nothing with the id `enrl_nobody_medical`."),
        ("empl_nobody", "Vitable has nothing with the id `empl_nobody`."),
        ("enrl_../../employers", "Vitable has nothing with the id `enrl_../../employers`."),
        ("enrl_<!channel>", "Vitable has nothing with the id `enrl_&lt;!channel&gt;`."),
        ("enrl_dora_klein_medical", "The enrollment `enrl_dora_klein_medical` is closed already"),
    ],
)
async def test_an_id_that_leads_nowhere_is_answered_with_a_sentence(office: Office, typed: str, sentence: str) -> None:
    await office.nina.command(f"/reissue {typed}")
    await office.nina.modal_with(sentence)


async def test_while_the_api_is_away_the_reason_stays_and_trying_again_helps(office: Office) -> None:
    nina = office.nina
    await nina.command("/reissue")
    view = await nina.modal()
    option = (await nina.find(view, "nadia petrova"))[0]
    await office.fault("benefits", "*", "drop_before", times=None)
    await nina.choose(view, "employee", option, {"reason": {"reason": "Typed before"}})
    view = await nina.modal_with("Vitable did not answer. Nothing is lost")
    await office.mend()
    row = next(block for block in view["blocks"] if block["type"] == "actions")
    await nina.act("view_click", view_id=view["id"], block_id=row["block_id"], action_id="try_again", values={})
    view = await nina.modal(lambda shown: len(menus_of(shown)) == 2)
    assert view["values"]["reason"]["reason"]["value"] == "Typed before"
    assert view["values"]["employee"]["employee"]["selected_option"]["value"] == "empl_nadia_petrova"


async def test_choosing_an_enrollment_shows_what_it_covers_and_keeps_the_rest(office: Office) -> None:
    view = await office.nina.fill_in("bjork", reason="Typed before")
    menu = menus_of(view)[0]
    await office.nina.choose(view, menu["block_id"], menu["element"]["options"][1], view["values"])
    view = await office.nina.modal_with("Approving closes")
    assert view["values"]["reason"]["reason"]["value"] == "Typed before"
    assert view["values"][menus_of(view)[1]["block_id"]]["qle"]["selected_option"] is not None


@pytest.mark.parametrize(
    ("target", "call", "seconds"), [("benefits", "enrollments", 0.6), ("slack", "views.update", 0.4)]
)
async def test_what_arrives_late_for_an_employee_who_is_no_longer_chosen_is_dropped(
    office: Office, target: str, call: str, seconds: float
) -> None:
    nina = office.nina
    await nina.command("/reissue")
    view = await nina.modal()
    first, second = (await nina.find(view, "ruth adler"))[0], (await nina.find(view, "owen price"))[0]
    earlier = len(await office.calls("benefits", "enrollments"))
    await office.fault(target, call, "slow", seconds=seconds)
    await nina.choose(view, "employee", first)
    await nina.choose(view, "employee", second)

    async def both_were_read() -> bool:
        return len(await office.calls("benefits", "enrollments")) >= earlier + 1

    await eventually(both_were_read)
    await asyncio.sleep(seconds)  # the late one has arrived by then
    view = await nina.modal(lambda shown: len(menus_of(shown)) == 2)
    assert options_of(menus_of(view)[0]) == ["enrl_owen_price_medical"]


async def test_a_person_who_stops_being_a_requester_is_told_so_in_the_open_modal(office: Office, bot: Bot) -> None:
    nina = office.nina
    await nina.command("/reissue")
    view = await nina.modal()
    option = (await nina.find(view, "victor hale"))[0]
    await office.change(f"groups/{cast.HR_TEAM}", users=[cast.MARCUS])
    try:
        forget(bot)
        await nina.choose(view, "employee", option)
        await nina.modal_with("Only people who may request a reissue")
    finally:
        await office.change(f"groups/{cast.HR_TEAM}", users=[cast.NINA, cast.MARCUS])


@pytest.mark.connect_6
async def test_one_of_two_namesakes_who_cannot_be_read_is_not_missing_in_silence(office: Office) -> None:
    await office.nina.command("/reissue")
    view = await office.nina.modal()
    await office.fault("benefits", "employments", "error_before", status=500)
    found = await office.nina.find(view, "maria garc")
    assert found[0]["text"]["text"].startswith("Maria Garcia (")
    assert found[1]["text"]["text"].startswith("1 employee could not be read.")
    assert len(await office.nina.find(view, "maria garc")) == 2


@pytest.mark.connect_6
async def test_where_no_event_is_needed_the_menu_is_optional_and_a_change_can_take_the_event_out(
    office: Office,
) -> None:
    world = office.sandbox.benefits.world
    world.connect6.odd["enrl_suharto_medical"] = {"requires_qle_for_reissue": False}
    view = await office.nina.fill_in("suharto")
    menu = menus_of(view)[0]
    await office.nina.choose(view, menu["block_id"], menu["element"]["options"][0], view["values"])
    view = await office.nina.modal_with("Approving closes")
    events = menus_of(view)[1]
    assert events["block_id"] == "qle_optional:empl_suharto"
    chosen = {events["block_id"]: {"qle": events["element"]["options"][0]}}
    answer = await office.nina.submit(view, chosen)
    assert answer["ok"], answer
    label, direct = label_of(await office.nina.modal_with("Sent to")), await office.nina.direct()
    await office.nina.act("close", view_id=view["id"])
    own = await office.nina.card("Waiting for approval", direct, label)
    assert (await office.nina.click(own, "change", direct))["ok"]
    view = await office.nina.modal(lambda shown: len(menus_of(shown)) == 1)
    (menu,) = menus_of(view)
    assert menu["element"]["initial_option"]["value"] == "qle_suharto_birth"
    assert (await office.nina.submit(view, {menu["block_id"]: {"qle": ""}, "reason": {"reason": "A move"}}))["ok"]
    assert "none needed" in words_of(await office.nina.card("none needed", direct, label))


def last_day_of_dora(office: Office) -> str:
    """When Dora Klein left, in words."""
    return day(date.fromisoformat(office.sandbox.benefits.world.employees["empl_dora_klein"]["termination_date"]))


def divorce_of_ines(office: Office) -> str:
    """Her denied life event, as each contract tells it."""
    record = office.sandbox.benefits.world.events["qle_ines_costa_divorce"]
    if office.contract is Contract.DOCUMENTED:
        return f"Divorce, {day(date.fromisoformat(record['event_date']))}"
    return f"Getting divorced or legally separated, reported {day(date.fromisoformat(record['created_at'][:10]))}"


async def test_an_earlier_choice_that_is_delivered_after_a_later_one_changes_nothing(office: Office) -> None:
    nina, desk = office.nina, office.sandbox.workspace
    await nina.command("/reissue")
    view = await nina.modal()
    first, second = (await nina.find(view, "ruth adler"))[0], (await nina.find(view, "owen price"))[0]
    source = view_source(desk.views.stack(cast.NINA)[-1])
    chosen = {"type": "external_select", "action_id": "employee", "block_id": "employee", "selected_option": first}
    made = interaction("block_actions", desk.directory.people[cast.NINA], desk.installation) | source
    late = made | {"trigger_id": "1.2.late", "actions": [chosen | {"action_ts": desk.messages.next_ts()}]}
    await nina.choose(view, "employee", second)
    await nina.modal(lambda shown: len(menus_of(shown)) == 2)
    assert (await office.forge(late))["status"] == 200
    view = await nina.modal(lambda shown: len(menus_of(shown)) == 2)
    assert options_of(menus_of(view)[0]) == ["enrl_owen_price_medical"]
