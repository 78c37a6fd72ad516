"""A channel that is public or shared with another company: number, deadline and status, and nothing else."""

import json
from typing import Any

import pytest

from sandbox import cast
from tests.office import Office, bot_at_work, buttons_of, eventually, label_of, words_of

pytestmark = pytest.mark.anyio

PRIVATE = ("Lovelace", "Ada", "Gold PPO", "Medical", "Birth", "Because of the twins", "enrl_", "qle_", "empl_", "mbr_")


@pytest.mark.parametrize("channel", [cast.PARTNERS, cast.GENERAL])
async def test_card_thread_and_notifications_say_number_deadline_and_status_only(
    own_office: Office, one_database_url: str, channel: str
) -> None:
    office = own_office
    approvers = (cast.HR_MANAGERS, cast.OLGA)
    async with bot_at_work(office, one_database_url, approvals_channel=channel, approvers=approvers):
        await _requests(office, "Because of the twins")
        card = await office.marcus.card("Waiting for approval", channel)
        label = label_of(card)
        await office.marcus.reads("was submitted", channel)
        if channel == cast.PARTNERS:
            olga = office.person(cast.OLGA)
            assert (await olga.click(card, "approve_form", channel))["ok"]
            assert "Ada" not in words_of(await olga.modal_with("People from another company cannot do this."))
        await office.fault("benefits", "reissue", "refuse", message="Ada Lovelace is not eligible")
        form = await office.marcus.opens_approval(card, channel)
        assert "Because of the twins" in words_of(form)
        assert (await office.marcus.submit(form, {"note": {"note": "Gold PPO for the twins of Ada"}}))["ok"]
        card = await office.marcus.card("Failed", channel, of=label)
        await office.marcus.reads("The reissue of", channel)
        await office.priya.click(card, "retry", channel)
        card = await office.marcus.card("Reissued", channel, of=label)

        async def all_posted() -> bool:
            return len(await office.marcus.thread(card, channel)) >= 5

        await eventually(all_posted, "every post in the thread")
        posted = [*await office.calls("slack", "chat.postMessage"), *await office.calls("slack", "chat.update")]
        in_channel = json.dumps([call["detail"] for call in posted if call["detail"]["channel"] == channel])
        await office.marcus.click(card, "details", channel)
        assert "Ada Lovelace" in words_of(await office.marcus.modal_with("Because of the twins"))
    assert label in in_channel
    assert [word for word in PRIVATE if word in in_channel] == []
    assert "details" in buttons_of(card)


async def _requests(office: Office, reason: str) -> Any:  # noqa: ANN401 - a modal
    view = await office.nina.fill_in("ada", reason=reason)
    assert (await office.nina.submit(view))["ok"]
    return await office.nina.modal_with("Sent to")
