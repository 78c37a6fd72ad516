"""A hundred clicks at once: one decision, one POST, and every click answered. On SQLite and on PostgreSQL."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from sandbox import cast
from tests.conversations import forged
from tests.office import Office, bot_at_work, eventually, label_of, words_of
from tests.patience import PATIENCE
from tests.patient import PATIENT
from tests.shown import times_told, value_of

pytestmark = pytest.mark.anyio

Json = dict[str, Any]

CLICKS = 100
UNHURRIED = replace(PATIENT, telling=PATIENCE, telling_in_modal=PATIENCE)
"""A busy machine may take its time over so many modals at once."""

LATE = 404
"""How Bolt answers after three seconds, which a busy machine may take; the click is carried out all the same."""


async def test_a_hundred_clicks_of_two_approvers_make_one_decision_and_one_post(
    own_office: Office, database_url: str
) -> None:
    office = own_office
    office.sandbox.workspace.triggers.seconds = PATIENCE
    async with bot_at_work(office, database_url, budgets=UNHURRIED):
        card = await office.nina.requests("ada")
        approvers = [cast.MARCUS, cast.PRIYA] * (CLICKS // 2)
        answers = await asyncio.gather(*(_approve(office, approver, card) for approver in approvers))
        await office.marcus.card("Reissued", of=label_of(card))
        await office.marcus.reads("enrl_ada_lovelace_medical_r1")

        async def all_told() -> list[str]:
            opened = [words_of(call["detail"]["view"]) for call in await office.calls("slack", "views.open")]
            told = [words for words in opened if "Not possible" in words]
            return told if len(told) >= CLICKS - 1 else []

        told = await eventually(all_told, "an answer to every click")
        posts = await office.marcus.thread(card)
    assert {answer["status"] for answer in answers} <= {200, LATE}
    assert len(told) == CLICKS - 1
    assert [sentence for sentence in told if "already approved by" not in sentence] == []
    assert await office.calls("slack", "response_url") == []  # one call of Slack for each refusal
    assert len(await office.calls("slack", "usergroups.users.list")) < 10  # not one for each click
    assert times_told(posts, "was approved by") == 1
    assert len(await office.calls("benefits", "reissue")) == 1


async def test_a_replayed_delivery_of_each_step_changes_nothing(own_office: Office, database_url: str) -> None:
    office = own_office
    async with bot_at_work(office, database_url):
        for kind in ("command", "view_submission", "block_actions"):
            await office.fault("delivery", kind, "repeat", times=None if kind == "view_submission" else 1)
        card = await office.nina.requests("ada")
        await office.fault("delivery", "block_actions", "repeat")
        assert (await office.marcus.click(card, "approve"))["ok"]
        card = await office.marcus.card("Reissued", of=label_of(card))
        cards = [m for m in await office.marcus.messages() if not m["thread_ts"] and not m["ephemeral"]]
    assert len(cards) == 1
    assert len(await office.calls("benefits", "reissue")) == 1


async def _approve(office: Office, approver: str, card: Json) -> Json:
    key = office.sandbox.workspace.response_urls.issue(approver, cast.APPROVALS, card["ts"])
    url = f"{office.url}/response/{key}"
    click = forged.click(approver, "approve", value_of(card, "approve"), ts=card["ts"], response_url=url)
    return await office.forge({**click, "trigger_id": office.sandbox.workspace.triggers.issue(approver)})
