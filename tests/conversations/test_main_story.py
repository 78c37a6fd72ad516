"""The main story over signed HTTP: asked, approved, reissued, read in the thread. On SQLite and on PostgreSQL."""

import pytest

from tests.office import Office, bot_at_work, buttons_of, words_of

pytestmark = pytest.mark.anyio


async def test_an_approved_request_is_reissued_once_and_its_summary_stands_in_the_thread(
    own_office: Office, database_url: str
) -> None:
    office = own_office
    async with bot_at_work(office, database_url):
        card = await office.nina.requests("ada")
        assert (await office.marcus.click(card, "approve"))["ok"]
        card = await office.marcus.card("Reissued · waiting for the employee's election")
        summary = await office.marcus.reads("enrl_ada_lovelace_medical_r1")
    assert summary["thread_ts"] == card["ts"]
    assert "Gold PPO" in words_of(summary)
    assert buttons_of(card) == ["details"]
    assert [made["enrollment_id"] for made in await office.reissues()] == ["enrl_ada_lovelace_medical"]
    assert len(await office.calls("benefits", "reissue")) == 1
