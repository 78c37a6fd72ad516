"""Searching an employee in the request form: by name, e-mail or id, and which people are found."""

from datetime import date

import pytest

from handlers.words.dates import day
from tests.office import Office, initial_of, menus_of
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
async def test_a_person_with_two_employers_is_there_for_each(office: Office) -> None:
    await office.nina.command("/reissue")
    found = await office.nina.find(await office.nina.modal(), "vera lindholm")
    assert sorted(option["value"] for option in found) == ["empl_vera_lindholm", "empl_vera_lindholm_2"]
    assert len({option["text"]["text"] for option in found}) == 2


async def test_people_who_left_are_found_after_everyone_else_and_called_so(office: Office) -> None:
    """Dora Klein left 55 days ago; Maximiliana Theodora did not."""
    await office.nina.command("/reissue")
    view = await office.nina.modal()
    found = await office.nina.find(view, "dora")
    assert [option["value"] for option in found] == ["empl_maximiliana_hohenstein", "empl_dora_klein"]
    left = date.fromisoformat(office.sandbox.benefits.world.employees["empl_dora_klein"]["termination_date"])
    assert found[1]["description"]["text"] == f"left {day(left)} · dora.klein@juniper.example"
    (carlos,) = await office.nina.find(view, "carlos rivera")
    await office.nina.choose(view, "employee", carlos)
    view = await office.nina.modal_with("Check that the change still applies.")
    assert options_of(menus_of(view)[0]) == ["enrl_carlos_rivera_medical"]


async def test_a_pasted_enrollment_is_chosen_with_its_employee(office: Office) -> None:
    await office.nina.command("/reissue")
    view = await office.nina.modal()
    option = (await office.nina.find(view, "enrl_zoe_young_dental"))[0]
    assert "Zoë Young" in option["text"]["text"]
    await office.nina.choose(view, "employee", option)
    view = await office.nina.modal(lambda shown: len(menus_of(shown)) == 2)
    assert initial_of(menus_of(view)[0]) == ["enrl_zoe_young_dental"]


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
