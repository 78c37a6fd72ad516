"""What Vitable answers that cannot be read: it is counted where somebody would miss it, and hides nothing else."""

from typing import Any

import pytest

from tests.office import Office, bot_at_work, eventually, label_of, menus_of, words_of
from tests.shown import options_of

pytestmark = pytest.mark.anyio

LINE = "1 employee could not be read. Ask your administrator."


async def lines(office: Office, typed: str) -> list[str]:
    """What the typeahead offers."""
    await office.nina.command("/reissue")
    found = await office.nina.find(await office.nina.modal(), typed)
    return [option["text"]["text"].partition(" (")[0] for option in found]


ODD: list[dict[str, Any]] = [
    {"member": None},
    {"member": {"id": "a member of another kind", "first_name": "Tom", "last_name": "Becker"}},
]
FINE: list[dict[str, Any]] = [{"active_in": None}, {"termination_date": ""}, {"start_date": "2026-01-01T00:00:00Z"}]


@pytest.mark.parametrize("odd", ODD)
async def test_an_employee_who_cannot_be_read_is_counted_at_the_end_of_the_menu_and_hides_nobody(
    own_office: Office, one_database_url: str, odd: dict[str, Any]
) -> None:
    office = own_office
    office.sandbox.benefits.world.employees["empl_tom_becker"] |= odd
    async with bot_at_work(office, one_database_url):
        await eventually(lambda: _offers(office, "Ada Lovelace"), "the index")
        found = await lines(office, "a")
        assert found[-1] == LINE
        assert len(found) > 20
        assert await lines(office, "Tom Becker") == [LINE]
        view = await office.nina.modal()
        await office.nina.choose(view, "employee", (await office.nina.find(view, "Tom Becker"))[-1])
        shown = await office.nina.modal(lambda shown: "could not be read" in words_of(shown))
        assert "Paste the employee's id" in words_of(shown)
        card = await office.nina.requests("ada")
        assert (await office.marcus.click(card, "approve"))["ok"]
        await office.marcus.card("Reissued", of=label_of(card))


@pytest.mark.parametrize("odd", FINE)
async def test_an_employee_with_an_odd_optional_field_is_offered_like_any_other(
    own_office: Office, one_database_url: str, odd: dict[str, Any]
) -> None:
    office = own_office
    tom = office.sandbox.benefits.world.employees["empl_tom_becker"]
    office.sandbox.benefits.world.employees["empl_tom_becker"] = tom | odd
    async with bot_at_work(office, one_database_url):
        await eventually(lambda: _offers(office, "Tom Becker"), "the index")


async def test_enrollments_and_events_that_cannot_be_read_are_counted_under_the_menus(
    own_office: Office, one_database_url: str
) -> None:
    office = own_office
    world = office.sandbox.benefits.world
    world.enrollments["enrl_ada_lovelace_vision"]["plan_year_id"] = None
    world.events["qle_odd"] = {"id": "qle_odd", "member_id": "mbr_ada_lovelace", "employee_id": "empl_ada_lovelace"}
    async with bot_at_work(office, one_database_url):
        view = await office.nina.fill_in("ada")
        assert "1 enrollment could not be read. Ask your administrator to look." in words_of(view)
        assert "1 life event could not be read. Ask your administrator to look." in words_of(view)
        assert len(options_of(menus_of(view)[0])) == 2
        assert (await office.nina.submit(view))["ok"]


async def _offers(office: Office, name: str) -> bool:
    return name in await lines(office, name)
