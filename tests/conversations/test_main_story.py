"""The main story over signed HTTP: asked, approved, reissued, read in the thread."""

import pytest

from tests.office import Office, buttons_of, words_of

pytestmark = pytest.mark.anyio


async def test_an_approved_request_is_reissued_once_and_its_summary_stands_in_the_thread(office: Office) -> None:
    card = await office.nina.requests("ada")
    assert (await office.marcus.click(card, "approve"))["ok"]
    card = await office.marcus.card("Reissued · waiting for the employee's election")
    summary = await office.marcus.reads("enrl_ada_lovelace_medical_r1")
    assert summary["thread_ts"] == card["ts"]
    assert "Gold PPO" in words_of(summary)
    assert buttons_of(card) == ["details"]
    assert [made["enrollment_id"] for made in await office.reissues()] == ["enrl_ada_lovelace_medical"]
    assert len(await office.calls("benefits", "reissue")) == 1
