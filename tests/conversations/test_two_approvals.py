"""Where two approvals are needed: two people give them, one person cannot."""

import pytest

from sandbox import cast
from tests.office import Office, bot_at_work, label_of

pytestmark = pytest.mark.anyio


async def test_the_second_approval_has_to_be_somebody_elses(own_office: Office, one_database_url: str) -> None:
    office = own_office
    async with bot_at_work(office, one_database_url, approvals_required=2):
        card = await office.nina.requests("ada")
        label = label_of(card)
        assert (await office.marcus.click(card, "approve"))["ok"]
        card = await office.marcus.card("Waiting for approval (1 of 2)", of=label)
        said = await office.marcus.hears(office.marcus.click(card, "approve"))
        assert said == f"You approved {label} already. It still needs 1 more approval by somebody else."
        assert await office.calls("benefits", "reissue") == []
        assert (await office.priya.click(card, "approve"))["ok"]
        await office.marcus.card("Reissued", of=label)
        await office.marcus.reads(f"{label} was approved by <@{cast.PRIYA}> (2 of 2)")
    assert len(await office.calls("benefits", "reissue")) == 1
