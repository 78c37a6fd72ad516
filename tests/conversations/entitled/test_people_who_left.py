"""People who left in between: their approvals, their requests, and what they still see."""

import json

import pytest

from sandbox import cast
from tests.conversations.conftest import forget
from tests.office import Office, bot_at_work, label_of, words_of
from tests.patience import eventually

pytestmark = pytest.mark.anyio


async def test_of_two_approvals_the_one_of_somebody_deactivated_since_does_not_count(
    own_office: Office, one_database_url: str
) -> None:
    office = own_office
    async with bot_at_work(office, one_database_url, approvals_required=2) as bot:
        card = await office.nina.requests("ada")
        label = label_of(card)
        assert (await office.marcus.click(card, "approve"))["ok"]
        card = await office.priya.card("Waiting for approval (1 of 2)", of=label)
        await office.change(f"people/{cast.MARCUS}", deleted=True)
        forget(bot)
        assert (await office.priya.click(card, "approve"))["ok"]
        void = f"The approval of <@{cast.MARCUS}> no longer counts (account deactivated)."
        await office.priya.reads(f"{label} was approved by <@{cast.PRIYA}> (1 of 2). {void}")
        card = await office.priya.card(void, of=label)
        assert "Waiting for approval (1 of 2)" in words_of(card)
        assert await office.calls("benefits", "reissue") == []
        await office.change(f"people/{cast.MARCUS}", deleted=False)
        forget(bot)
        assert (await office.marcus.click(card, "approve"))["ok"]
        await office.priya.card("Reissued", of=label)
    assert len(await office.calls("benefits", "reissue")) == 1


async def test_a_requester_who_left_is_said_on_the_card_and_another_takes_the_request_over(
    own_office: Office, one_database_url: str
) -> None:
    office = own_office
    async with bot_at_work(office, one_database_url) as bot:
        card = await office.nina.requests("ada")
        label = label_of(card)
        direct = await office.nina.direct()
        assert "Lovelace" in words_of(await office.nina.card("Your request is waiting", direct, of=label))
        await office.change(f"groups/{cast.HR_TEAM}", users=[cast.MARCUS])
        forget(bot)
        said = await office.priya.hears(office.priya.click(card, "approve"))
        assert said.startswith(f"<@{cast.NINA}>, who submitted {label}, may no longer request")
        card = await office.priya.card("Requester left:", of=label)

        async def own_copy_names_nobody() -> bool:
            return "Lovelace" not in words_of(await office.nina.card("Waiting for approval", direct, of=label))

        await eventually(own_copy_names_nobody, "a copy without names")
        said = await office.priya.hears(office.priya.click(card, "take_over"))
        assert said.startswith("Only people who may request a reissue")
        assert (await office.marcus.click(card, "take_over"))["ok"]
        await office.marcus.reads(f"{label} was taken over by <@{cast.MARCUS}>")
        card = await office.priya.card(f"Requested by*\n<@{cast.MARCUS}>", of=label)
        await office.nina.reads(f"{label} was taken over by <@{cast.MARCUS}>.", direct)
        await office.marcus.card("Your request is waiting", await office.marcus.direct(), of=label)
        said = await office.marcus.hears(office.marcus.click(card, "approve"))
        assert said == f"You submitted {label}, so another approver has to decide on it."
        assert (await office.priya.click(card, "approve"))["ok"]
        await office.priya.card("Reissued", of=label)


async def test_an_approver_closes_the_request_of_a_requester_who_left(
    own_office: Office, one_database_url: str
) -> None:
    office = own_office
    async with bot_at_work(office, one_database_url) as bot:
        card = await office.nina.requests("ada")
        label = label_of(card)
        await office.change(f"people/{cast.NINA}", deleted=True)
        forget(bot)
        await office.priya.hears(office.priya.click(card, "approve"))
        card = await office.priya.card("(account deactivated)", of=label)
        assert (await office.priya.click(card, "close"))["ok"]
        card = await office.priya.card("Closed, not reissued", of=label)
        assert "Its requester left. Nothing was sent to Vitable" in words_of(card)
    assert await office.calls("benefits", "reissue") == []


async def test_who_was_removed_from_the_requesters_reads_number_and_status_and_changes_nothing(
    own_office: Office, one_database_url: str
) -> None:
    office, nina = own_office, own_office.nina
    async with bot_at_work(office, one_database_url) as bot:
        card = await nina.requests("ada")
        label = label_of(card)
        direct = await nina.direct()
        own = await nina.card("Your request is waiting", direct, of=label)
        await office.change(f"groups/{cast.HR_TEAM}", users=[cast.MARCUS])
        forget(bot)
        for button in ("change", "details"):
            await nina.click(own, button, direct)
            shown = json.dumps(await nina.modal_with("Only people who may request a reissue can use this."))
            assert "Lovelace" not in shown
        said = await nina.hears(nina.command(f"/reissue status {label}"), cast.GENERAL)
        assert (label in said, "Waiting for approval" in said, "Lovelace" in said) == (True, True, False)
        card = await office.priya.card("Waiting for approval", of=label)
        assert "Lovelace" in words_of(card)


async def test_who_was_removed_from_the_requesters_is_told_the_outcome_and_no_name_or_reason(
    own_office: Office, one_database_url: str
) -> None:
    office, nina = own_office, own_office.nina
    async with bot_at_work(office, one_database_url) as bot:
        card = await nina.requests("ada")
        label, direct = label_of(card), await nina.direct()
        await nina.card("Your request is waiting", direct, of=label)
        await office.change(f"groups/{cast.HR_TEAM}", users=[cast.MARCUS])
        forget(bot)
        await office.priya.click(card, "deny")
        form = await office.priya.modal_with("Nothing changes until you submit")
        assert (await office.priya.submit(form, {"reason": {"reason": "Hospital letter missing"}}))["ok"]
        await office.priya.card("Denied", of=label)

        async def all_say_denied() -> list[str]:
            said = [words_of(message) for message in await nina.messages(direct)]
            return said if len(said) > 1 and all("Denied" in each for each in said) else []

        said = " ".join(await eventually(all_say_denied, "a note and a copy that say how it ended"))
        assert ("Lovelace" in said, "Hospital" in said) == (False, False)
