"""Overviews, over signed HTTP: `/reissue` lists what concerns whoever asks, and says how one request stands."""

import re

import pytest

from handlers.words.mrkdwn import Mrkdwn
from handlers.words.overview import FOR_NOBODY
from sandbox import cast
from tests.office import Colleague, Office, label_of

pytestmark = pytest.mark.anyio


async def answer(person: Colleague, words: str) -> Mrkdwn:
    """What only this person is told after `/reissue`."""
    return Mrkdwn(await person.hears(person.command(f"/reissue {words}", cast.GENERAL), cast.GENERAL))


async def test_lists_and_single_requests_are_told_to_the_entitled_and_to_nobody_else(office: Office) -> None:
    label = label_of(await office.nina.requests("ada"))
    number = label.removeprefix("R-")
    assert f"Waiting for you (1). 🟡 *{label}* · Ada Lovelace" in await answer(office.marcus, "list")
    told = await answer(office.nina, "LIST")
    birth = office.event("Birth")
    facts = f"Ada Lovelace (Juniper &amp; Pine Bakery) · Gold PPO · {birth}"
    assert f"Your open requests (1). 🟡 *{label}* · {facts} · Waiting for approval" in told
    assert re.search(r"days left[^)]*\) · <http", told)
    for typed in (label, number, label.lower()):
        assert f"*{label}* · Ada Lovelace" in await answer(office.nina, f"status {typed}")
    stranger = office.person(cast.GIL)
    for typed in (label, "R-99"):
        assert await answer(stranger, f"status {typed}") == f"{typed} does not exist or does not concern you."
    assert await answer(office.nina, "status soon") == (
        "`/reissue status` needs the number of a request, such as `R-12`; `soon` is not one."
    )
    assert "`/reissue` does not know `list all`" in await answer(office.nina, "list all")
    assert "`/reissue status R-12` says how a request stands" in await answer(office.nina, "help")


async def test_whoever_has_nothing_to_do_with_reissues_is_told_so(office: Office) -> None:
    managers = office.sandbox.workspace.directory.groups[cast.HR_MANAGERS].users
    await office.change(f"groups/{cast.HR_MANAGERS}", users=[cast.MARCUS])
    assert await answer(office.priya, "list") == FOR_NOBODY
    await office.change(f"groups/{cast.HR_MANAGERS}", users=managers)
