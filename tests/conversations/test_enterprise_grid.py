"""A workspace of an organization (Enterprise Grid): colleagues of two workspaces, and people with two ids."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.app import Bot
from sandbox import cast
from tests.conversations.conftest import forget
from tests.office import Office, bot_at_work, buttons_of, label_of, open_office, words_of

pytestmark = pytest.mark.anyio

SECOND_ID = {cast.NINA: "W0NINA", cast.MARCUS: "W0MARCUS", cast.PRIYA: "W0PRIYA"}


NEEDS_TWO: dict[str, Any] = {"approvers": (cast.HR_MANAGERS, cast.MARCUS), "approvals_required": 2}
"""Marcus is an approver by his first id, too."""


@pytest.fixture(scope="module")
async def grid_office(shared_database_url: str) -> AsyncIterator[Office]:  # noqa: ARG001 - another for each database
    """A sandbox whose workspace is one of an organization's."""
    async with open_office() as office:
        office.sandbox.workspace.join_organization()
        yield office


@pytest.fixture(scope="module")
async def grid_bot(grid_office: Office, shared_database_url: str) -> AsyncIterator[Bot]:
    """The bot in it, which needs two approvals."""
    async with bot_at_work(grid_office, shared_database_url, **NEEDS_TWO) as bot:
        yield bot


@pytest.fixture
async def office(grid_office: Office, grid_bot: Bot) -> AsyncIterator[Office]:
    """The office for one conversation; afterwards people act under their first ids, and Slack is asked anew."""
    groups = grid_office.sandbox.workspace.directory.groups
    before = {group.id: replace(group, users=list(group.users)) for group in groups.values()}
    yield grid_office
    for person in grid_office.sandbox.workspace.directory.humans():
        person.acts_under = ""
        grid_office.sandbox.workspace.views.clear(person.id)
    groups.update(before)
    forget(grid_bot)


def under_second_id(office: Office, *people: str) -> None:
    """From now on payloads name these people by their second ids."""
    for person in people:
        office.sandbox.workspace.directory.people[person].acts_under = SECOND_ID[person]


async def test_a_colleague_of_another_workspace_decides_if_they_are_in_ours_too(office: Office) -> None:
    await office.change(f"groups/{cast.HR_MANAGERS}", users=[cast.MARCUS, cast.HUGO])
    await office.change(
        f"channels/{cast.APPROVALS}", members=[cast.NINA, cast.MARCUS, cast.PRIYA, cast.HUGO, cast.SELMA]
    )
    card = await office.nina.requests("ada")
    assert (await office.person(cast.HUGO).click(card, "approve"))["ok"]
    assert "1 of 2" in words_of(await office.nina.card("1 of 2", of=label_of(card)))


async def test_a_member_of_the_organization_who_is_not_in_our_workspace_is_told_so(office: Office) -> None:
    await office.change(f"groups/{cast.HR_MANAGERS}", users=[cast.MARCUS, cast.SELMA])
    await office.change(
        f"channels/{cast.APPROVALS}", members=[cast.NINA, cast.MARCUS, cast.PRIYA, cast.HUGO, cast.SELMA]
    )
    card = await office.nina.requests("tomas")
    selma = office.person(cast.SELMA)
    assert "Only people of this workspace" in await selma.hears(selma.click(card, "approve"), cast.APPROVALS)
    await selma.command("/reissue", cast.APPROVALS)
    await selma.modal_with("Only people of this workspace")


@pytest.mark.parametrize(
    ("asks_under", "decides_under"),
    [(False, True), (True, False), (True, True)],
    ids=["second decides", "first decides", "second both"],
)
async def test_no_one_approves_their_own_request_under_their_other_id(
    office: Office, *, asks_under: bool, decides_under: bool
) -> None:
    office.sandbox.workspace.directory.people[cast.MARCUS].acts_under = SECOND_ID[cast.MARCUS] if asks_under else ""
    card = await office.marcus.requests("sean")
    office.sandbox.workspace.directory.people[cast.MARCUS].acts_under = SECOND_ID[cast.MARCUS] if decides_under else ""
    said = await office.marcus.hears(office.marcus.click(card, "approve"), cast.APPROVALS)
    assert "You submitted" in said
    assert (await office.marcus.withdraws(card))["ok"]
    await office.marcus.card("Withdrawn", of=label_of(card))


async def test_two_approvals_under_two_ids_of_one_person_are_one(office: Office) -> None:
    card = await office.nina.requests("yusuf")
    assert (await office.marcus.click(card, "approve"))["ok"]
    once = await office.marcus.card("1 of 2", of=label_of(card))
    under_second_id(office, cast.MARCUS)
    said = await office.marcus.hears(office.marcus.click(once, "approve"), cast.APPROVALS)
    assert "You approved" in said
    assert "already" in said
    under_second_id(office, cast.PRIYA)
    assert (await office.priya.click(once, "approve"))["ok"]
    assert "approve" not in buttons_of(await office.nina.card("Reissued", of=label_of(card)))


async def test_everything_a_requester_can_do_they_can_do_under_their_second_id(office: Office) -> None:
    under_second_id(office, cast.NINA)
    nina = office.nina
    card = await nina.requests("grace")
    await nina.act("home")
    home = await nina.home(label_of(card))
    assert label_of(card) in words_of(home)
    assert label_of(card) in await nina.hears(nina.command("/reissue list"), cast.GENERAL)
    assert (await nina.click(card, "details"))["ok"]
    await nina.modal_with("Submitted by")
    office.sandbox.workspace.directory.people[cast.NINA].acts_under = ""
    assert (await nina.withdraws(card))["ok"]
    await nina.card("Withdrawn", of=label_of(card))
