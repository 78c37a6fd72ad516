"""Requester, approver and the employee concerned are three people, where Slack tells e-mail addresses."""

import json

import pytest

from sandbox import cast
from tests.office import Office, bot_at_work, label_of, words_of

pytestmark = pytest.mark.anyio

MARCUS_AT_WORK = "Marcus@Brightside.example"


def _marcus_is_ada(office: Office) -> None:
    office.sandbox.benefits.world.employees["empl_ada_lovelace"]["member"]["email"] = MARCUS_AT_WORK


async def test_an_approver_decides_neither_on_their_own_enrollment_nor_requests_a_change_of_it(
    own_office: Office, one_database_url: str
) -> None:
    office = own_office
    _marcus_is_ada(office)
    async with bot_at_work(office, one_database_url):
        card = await office.nina.requests("ada")
        label = label_of(card)
        assert "could not check" not in words_of(card)
        said = await office.marcus.hears(office.marcus.click(card, "approve"))
        assert said == f"{label} is about an enrollment of yours, so another approver has to decide on it."
        assert (await office.priya.click(card, "approve"))["ok"]
        await office.priya.card("Reissued", of=label)
        answer = await office.marcus.submit(await office.marcus.fill_in("ada"))
        assert answer["errors"] == {
            "employee": "This is you. You cannot request for yourself: ask a colleague who may request."
        }


async def test_where_slack_tells_no_addresses_the_card_and_its_details_say_what_is_not_checked(
    own_office: Office, one_database_url: str
) -> None:
    office = own_office
    _marcus_is_ada(office)
    await office.change("scopes", scopes=sorted(cast.SCOPES - {"users:read.email"}))
    async with bot_at_work(office, one_database_url):
        card = await office.nina.requests("ada")
        assert (
            json.dumps(card["blocks"]).count("Please make sure that neither requester nor approver is this employee")
            == 1
        )
        await office.marcus.click(card, "details")
        await office.marcus.modal_with("Please make sure that neither requester nor approver is this employee")
