"""Choosing in the request form: what there is for the employee, and what stands in the way."""

import asyncio
from datetime import date

import pytest

from benefits.contract import Contract
from bot.app import Bot
from handlers.words.dates import day
from sandbox import cast
from sandbox.slack.payloads import interaction, view_source
from tests.conversations.conftest import forget
from tests.office import Office, eventually, label_of, menus_of, words_of
from tests.shown import options_of

pytestmark = pytest.mark.anyio


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


async def test_a_denied_event_beside_others_is_called_denied(office: Office) -> None:
    view = await office.nina.fill_in("grace mwangi")
    assert "qle_grace_mwangi_divorce" not in options_of(menus_of(view)[1])
    assert "1 life event was denied in Vitable, so it cannot be chosen:" in words_of(view)


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
