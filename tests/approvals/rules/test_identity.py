"""Whether a person is the employee concerned: what addresses prove, and what only names suggest."""

import pytest

from approvals.model.likeness import Likeness
from approvals.rules.identity import have_same_name, likeness, normal_address

ADA, ADAS_NAME = "ada.lovelace@juniper.example", "Ada Lovelace"
AT_WORK = "marcus@juniper.example"


@pytest.mark.parametrize(
    "address",
    [ADA, " Ada.Lovelace@Juniper.EXAMPLE", "ada.lovelace+slack@juniper.example", "ADA.LOVELACE+a+b@juniper.example"],
)
def test_letter_case_blanks_and_a_tag_do_not_hide_that_two_addresses_are_one(address: str) -> None:
    assert likeness(address, (), (ADA, ADAS_NAME), AT_WORK) is Likeness.SAME
    assert likeness(ADA, (), (address, ADAS_NAME), AT_WORK) is Likeness.SAME


def test_different_addresses_of_the_one_domain_in_use_prove_that_they_are_two_people_whatever_their_names() -> None:
    assert likeness(AT_WORK, (ADAS_NAME,), (ADA, ADAS_NAME), "nina@juniper.example") is Likeness.OTHER


@pytest.mark.parametrize(
    ("own", "employees", "colleagues"),
    [
        (None, ADA, AT_WORK),
        (AT_WORK, None, AT_WORK),
        (AT_WORK, ADA, None),
        (AT_WORK, "ada@private.example", AT_WORK),
        (AT_WORK, ADA, "nina@brightside.example"),
        ("marcus@brightside.example", ADA, AT_WORK),
        ("", "", ""),
        ("marcus", "ada", "nina"),
    ],
)
def test_a_missing_address_or_a_second_domain_proves_nothing_so_names_count(
    own: str | None, employees: str | None, colleagues: str | None
) -> None:
    assert likeness(own, ("Marcus Lindqvist",), (employees, ADAS_NAME), colleagues) is Likeness.UNPROVEN
    assert likeness(own, ("Marcus", ADAS_NAME), (employees, ADAS_NAME), colleagues) is Likeness.NAMESAKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Lovelace", "ada  LOVELACE"),
        ("Ada Lovelace", "Lovelace, Ada"),
        ("Ada Lovelace", "Ada King Lovelace"),
        ("Zoé García", "Garcia Zoe"),
        ("Seán O'Brien", "Sean O\N{RIGHT SINGLE QUOTATION MARK}Brien"),
        ("Straße Müller", "strasse mu\N{COMBINING DIAERESIS}ller"),
        ("Smith, Mary Ann", "Mary Ann Smith"),
        ("Mary Ann Smith (she/her)", "Mary Ann Smith"),
        ("Dr. Ada Lovelace | HR", "Lovelace, Ada"),
        ("García Márquez, Gabriel", "Gabriel Garcia Marquez"),
        ("Łukasz Żółć", "Lukasz Zolc"),
        ("Søren Ørsted", "Soren Orsted"),
        ("Eva Mueller", "Eva Müller"),
        ("Pat O\N{LEFT SINGLE QUOTATION MARK}Brien", "pat o'brien"),
        ("Nguyễn Thị Hồng", "Thị Hồng Nguyễn"),
        ("王小明", "小明 王"),
        ("Ada", "ada"),
        ("عادة لوفليس", "لوفليس عادة"),
    ],
)
def test_names_are_alike_in_both_orders_without_accents_letter_case_and_middle_names(one: str, other: str) -> None:
    assert have_same_name(one, other)
    assert have_same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Lovelace", "Ada"),
        ("Ada Lovelace", "Ada Byron"),
        ("", ""),
        ("…", "—"),
        ("", "Ada"),
        ("Mary Ann Smith", "Mary Ann Jones"),
    ],
)
def test_other_names_are_not_alike_and_no_name_is_like_no_name(one: str, other: str) -> None:
    assert not have_same_name(one, other)


def test_a_tag_ends_at_the_last_at_sign_and_an_address_without_one_stays_as_it_is() -> None:
    assert normal_address("a+b@c@Example.com") == "a@example.com"
    assert normal_address("Ada") == "ada"
