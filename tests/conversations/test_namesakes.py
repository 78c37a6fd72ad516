"""Two Maria Garcias of two employers are told apart in every place; hints about the rules stand where they should."""

import pytest

from handlers.words.rule_hints import ORIENTATION
from tests.office import Office, bot_at_work, label_of, menus_of, words_of

pytestmark = pytest.mark.anyio

MARIA = "Maria Garcia (Halvorsen Freight)"
MARRIAGE = "at least 30 days from the marriage"


async def test_the_employer_stands_beside_the_name_wherever_the_employee_is_named(office: Office) -> None:
    nina, marcus = office.nina, office.marcus
    card = await nina.requests("maria.garcia.2@halvorsen.example")
    label, direct = label_of(card), await nina.direct()
    assert MARIA in words_of(card)
    assert "Maria Garcia (Halvorsen Fr" in card["text"][:50]
    await marcus.posted(card, f"For {MARIA}.")
    assert MARIA in words_of(await nina.card("Waiting for approval", direct, label))
    await marcus.act("home")
    await marcus.home(MARIA)
    for action in ("deny", "ask", "details"):
        await marcus.click(card, action)
        await marcus.act("close", view_id=(await marcus.modal_with(MARIA))["id"])
    assert (await nina.command(f"/reissue status {label}"))["ok"]
    assert MARIA in await nina.told("C0GENERAL")
    assert (await marcus.click(card, "approve"))["ok"]
    await marcus.card("Reissued", of=label)
    await marcus.posted(card, f"New enrollment of {MARIA}")
    await nina.reads(f"{label} for {MARIA}: the enrollment was reissued.", direct)
    other = await nina.requests("maria.garcia@juniper.example")
    assert "Maria Garcia (Juniper &amp; Pine Bakery)" in words_of(other)


async def test_hints_about_the_rules_stand_under_the_chosen_event_and_in_details_and_not_on_the_card(
    office: Office,
) -> None:
    view = await office.nina.fill_in("joy")
    assert ORIENTATION not in words_of(view)
    events = menus_of(view)[1]
    await office.nina.choose(view, events["block_id"], events["element"]["options"][0], view["values"])
    assert MARRIAGE in words_of(await office.nina.modal_with(ORIENTATION))
    card = await office.nina.requests("joy")
    assert ORIENTATION not in words_of(card)
    assert ORIENTATION not in " ".join(await office.marcus.thread(card))
    await office.marcus.click(card, "details")
    assert MARRIAGE in words_of(await office.marcus.modal_with(ORIENTATION))


async def test_with_rule_hints_off_there_are_none(own_office: Office, database_url: str) -> None:
    office = own_office
    async with bot_at_work(office, database_url, rule_hints=False):
        view = await office.nina.fill_in("joy")
        menus = menus_of(view)
        await office.nina.choose(view, menus[1]["block_id"], menus[1]["element"]["options"][0], view["values"])
        assert ORIENTATION not in words_of(await office.nina.modal_with("Approving closes"))
        await office.nina.act("close", view_id=view["id"])
        card = await office.nina.requests("joy")
        await office.marcus.click(card, "details")
        assert ORIENTATION not in words_of(await office.marcus.modal_with("Timeline"))


async def test_where_the_key_reaches_one_employer_it_is_not_repeated(own_office: Office, database_url: str) -> None:
    world = own_office.sandbox.benefits.world
    for key in [key for key in world.employers if key != "empr_juniper"]:
        del world.employers[key]
    async with bot_at_work(own_office, database_url):
        card = await own_office.nina.requests("ruth adler")
        assert "Ruth Adler" in words_of(card)
        assert "Juniper" not in words_of(card)
