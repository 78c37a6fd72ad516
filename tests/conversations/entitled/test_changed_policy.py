"""Another policy after a restart counts for requests that are open already: authority is looked up at the click."""

import pytest

from sandbox import cast
from tests.office import Office, bot_at_work, label_of, words_of

pytestmark = pytest.mark.anyio


async def test_whoever_is_no_approver_any_more_is_refused_and_whoever_became_one_decides(
    own_office: Office, one_database_url: str
) -> None:
    office, nina = own_office, own_office.nina
    async with bot_at_work(office, one_database_url, approvers=(cast.MARCUS,)):
        card = await nina.requests("ada")
        label, direct = label_of(card), await nina.direct()
        assert f"<@{cast.MARCUS}> please approve or deny" in words_of(card)
    async with bot_at_work(office, one_database_url, approvers=(cast.PRIYA,)):
        said = await office.marcus.hears(office.marcus.click(card, "approve"))
        assert said == f"Only approvers can do this with {label}."
        message = await nina.reads("Waiting for approval", direct)
        assert (await nina.click(message, "change", direct))["ok"]
        form = await nina.modal_with("It waits for approval again")
        assert (await nina.submit(form, {"reason": {"reason": "Twins"}}))["ok"]
        changed = await office.priya.card("Twins", of=label)
        assert f"<@{cast.PRIYA}> please approve or deny" in words_of(changed)
        assert f"<@{cast.MARCUS}>" not in words_of(changed)
        assert (await office.priya.click(changed, "approve"))["ok"]
        await office.priya.card("Reissued", of=label)
