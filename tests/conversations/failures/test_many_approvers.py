"""A hundred clicks of fifty approvers at once: one outcome, one POST, every click answered. One process on SQLite, and
two replicas on PostgreSQL behind a load balancer."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sandbox import cast
from sandbox.cast import Person
from sandbox.server import serve
from sandbox.slack.delivery import NotAnswered, interaction_body
from tests.chaos.balancer import Balancer
from tests.chaos.replicas import fleet
from tests.conversations import forged
from tests.office import Office, eventually, label_of, words_of
from tests.plain_http import plain_client
from tests.processes import environment
from tests.shown import notice_of, times_told, value_of

pytestmark = pytest.mark.anyio

Json = dict[str, Any]

APPROVERS = [Person(f"U0APPROVER{number}", f"Approver No{number}", "HR manager", "#0f766e") for number in range(1, 51)]


@pytest.fixture
async def office(own_office: Office, database_url: str, tmp_path: Path) -> AsyncIterator[Office]:
    """An office with fifty approvers and the bot as processes of its own: one, or two on PostgreSQL."""
    directory = own_office.sandbox.workspace.directory
    for person in APPROVERS:
        directory.add(person)
        directory.channels[cast.APPROVALS].members.append(person.id)
    directory.groups[cast.HR_MANAGERS].users = [person.id for person in APPROVERS]
    env = environment(own_office, database_url, VITABLE_CONNECT_TIMEOUT="10", READBACK_SETTLE="20")
    count = 1 if database_url.startswith("sqlite") else 2
    async with plain_client(timeout=None) as http:
        balancer = Balancer(http)
        async with (
            fleet(count, env, ("tests.patient", "web"), tmp_path, Random(1), copies=True) as balancer.fleet,  # noqa: S311 - no secret
            serve(balancer.asgi) as url,
        ):
            own_office.sandbox.bot_url = f"{url}/slack/events"
            yield own_office


async def test_a_hundred_clicks_of_fifty_approvers_have_one_outcome_and_each_is_answered(office: Office) -> None:
    card = await office.nina.requests("ada")
    clicks = [person.id for person in APPROVERS for _ in range(2)]
    answers = await asyncio.gather(*(_approve(office, approver, card) for approver in clicks))
    decided = await office.person(APPROVERS[0].id).card("Reissued", of=label_of(card))

    async def all_told() -> list[str]:
        opened = [call["detail"]["view"] for call in await office.calls("slack", "views.open") if call["effect"]]
        told = [*filter(None, map(notice_of, opened)), *(one for person in APPROVERS for one in _told(office, person))]
        return told if len(told) >= len(clicks) - 1 else []

    told = await eventually(all_told, "a sentence for every click that came too late")
    posts = await office.person(APPROVERS[0].id).thread(card)
    winner = next(person for person in APPROVERS if f"Approved by <@{person.id}>" in words_of(decided))
    assert [answer for answer in answers if answer != "answered"] == []
    assert len(told) == len(clicks) - 1
    assert [sentence for sentence in told if f"already approved by <@{winner.id}>" not in sentence] == []
    assert times_told(posts, "was approved by") == 1
    assert len(await office.calls("benefits", "reissue")) == 1


async def _approve(office: Office, approver: str, card: Json) -> str:
    """Click *Approve* as the card showed it; "answered", or what Slack tells the person in place of an answer."""
    payload = forged.click(
        approver, "approve", value_of(card, "approve"), ts=card["ts"], response_url=office.answers_to(approver, card)
    )
    payload["trigger_id"] = office.sandbox.workspace.triggers.issue(approver)
    try:
        await office.sandbox.slack.delivery.send(interaction_body(payload))
    except NotAnswered as failure:
        return failure.sentence
    return "answered"


def _told(office: Office, person: Person) -> list[str]:
    shown = office.sandbox.workspace.messages.shown_to(person.id, cast.APPROVALS)
    return [message.text for message in shown if message.only_for == person.id]
