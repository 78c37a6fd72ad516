"""Members: how they are found, their employments, and the pages of their list."""

import pytest

from tests.sandbox.benefits.connect6.calls import Connect6Client

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("GRACE mw", ["mbr_grace_mwangi"]),
        ("hana.sato@okami", ["mbr_hana_sato"]),
        ("2025550101", ["mbr_ada_lovelace"]),
        ("mbr_tom_becker", ["mbr_tom_becker"]),
        ("mbr_tom", []),
        ("Sean O", []),
        ("seán o", ["mbr_sean_obrien"]),
        ("group.example", ["mbr_gus_keller", None]),
        ("no such person", []),
    ],
)
async def test_members_are_found_by_name_address_phone_or_whole_id(
    six: Connect6Client, search: str, found: list[str | None]
) -> None:
    assert await six.ids("/v2/members", search=search) == found


async def test_a_person_with_two_employers_is_one_member_with_two_employments(six: Connect6Client) -> None:
    assert await six.ids("/v2/members", search="lindholm") == ["mbr_vera_lindholm"]
    employments = await six.data("/v1/members/mbr_vera_lindholm/employments")
    assert [(one["id"], one["employer_id"]) for one in employments] == [
        ("empl_vera_lindholm", "empr_juniper"),
        ("empl_vera_lindholm_2", "empr_halvorsen"),
    ]
    told = await six.told_of("vera_lindholm")
    assert {row["employer_name"] for row in told.values()} == {"Juniper & Pine Bakery", "Halvorsen Freight"}
    assert await six.ids("/v1/employees/empl_vera_lindholm_2/enrollments") == ["enrl_vera_lindholm_2_dental"]


async def test_a_member_who_is_no_employee_has_empty_lists(six: Connect6Client) -> None:
    for kind in ("employments", "enrollments", "qualifying-life-events"):
        assert await six.data(f"/v1/members/mbr_gus_keller/{kind}") == []


async def test_a_member_whose_id_is_not_told_has_no_id_at_all(six: Connect6Client) -> None:
    (row,) = await six.data("/v2/members", search="nell")
    assert "id" not in row


async def test_lists_have_pages_and_a_page_after_the_last_is_empty(six: Connect6Client) -> None:
    answer = (await six.answer("/v2/members", params={"limit": 20, "page": 3})).json()
    assert (len(answer["data"]), answer["pagination"]) == (
        7,
        {"page": 3, "limit": 20, "total": 47, "total_pages": 3},
    )
    assert await six.data("/v2/members", page=4, limit=20) == []
    six.api.world.page_cap, six.api.world.totals = 5, False
    capped = (await six.answer("/v2/members", params={"limit": 100})).json()
    assert (len(capped["data"]), capped["pagination"]) == (5, {"page": 1, "limit": 5})


@pytest.mark.parametrize("limit", ["0", "101", "ten"])
async def test_a_limit_out_of_range_is_refused(six: Connect6Client, limit: str) -> None:
    assert (await six.answer("/v2/members", params={"limit": limit})).status_code == 422


async def test_the_private_record_of_a_member_is_answered_and_recorded(six: Connect6Client) -> None:
    record = await six.data("/v1/members/mbr_ada_lovelace")
    assert record["individual_income_in_cents"]
    assert six.rules_broken() == ["private record read"]
