"""The cards of one group show how the others stand, whoever changed and whichever process draws."""

import asyncio
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from approvals.model.event import Event, EventKind
from approvals.model.request import ReissueRequest, Verdict
from approvals.rules import lifecycle
from benefits.ids import EnrollmentId
from sandbox import cast
from tests.builders import a_decision, an_enrollment
from tests.handlers.bench import Bench
from tests.shown import buttons_of, labels_of, words_of

pytestmark = pytest.mark.anyio

GROUP = UUID(int=7)


@dataclass
class Three:
    """A board, and three requests that were submitted together."""

    bench: Bench
    members: list[ReissueRequest]

    async def draw(self, index: int) -> float | None:
        """Draw one of them, and what follows from that."""
        return await self.bench.board.draw(self.members[index].id)

    async def deny(self, index: int) -> None:
        """An approver says no to one of them; nobody draws it yet."""
        before, clock, store = self.members[index], self.bench.clock, self.bench.store
        decision = replace(a_decision(at=clock.at), verdict=Verdict.DENY, reason="No")
        changed = lifecycle.decide(before, decision)
        async with store.writing() as work:
            await work.requests.save(changed)
            await work.events.append(
                Event(request_id=changed.id, at=clock.at, actor=cast.MARCUS, kind=EventKind.DENIED)
            )
            await work.commit()
        self.members[index] = changed

    async def card(self, index: int) -> dict[str, Any]:
        """Its card in the channel."""
        label = self.members[index].label
        [card] = [card for card in await self.bench.cards() if labels_of(card)[0] == label]
        return card


@pytest.fixture
async def three(bench: Bench) -> Three:
    """Ada's three, stored."""
    members = []
    async with bench.store.writing() as work:
        for number, plan in enumerate(("Gold PPO", "Dental Plus", "Clear View")):
            stored = await work.requests.add(
                replace(
                    bench.request,
                    id=uuid4(),
                    submission_key=f"V{number}",
                    enrollment=an_enrollment(id=EnrollmentId(f"enrl_three_{number}"), selected_plan_name=plan),
                    group_id=GROUP,
                    version=1,
                )
            )
            await work.events.append(
                Event(request_id=stored.id, at=bench.clock.at, actor=cast.NINA, kind=EventKind.SUBMITTED)
            )
            members.append(stored)
        await work.commit()
    return Three(bench, members)


async def test_the_full_card_is_posted_first_whichever_request_is_drawn_first(three: Three) -> None:
    assert await three.draw(2) is None
    cards = await three.bench.cards()
    assert [labels_of(card)[0] for card in cards] == [member.label for member in three.members]
    lead, _, last = cards
    assert f"|{three.members[2].label}>" in words_of(lead)
    assert f"|{three.members[0].label}>" in words_of(last)
    assert "daughter" in words_of(lead)
    assert "daughter" not in words_of(last)


async def test_one_that_changes_is_told_on_the_first_card(three: Three) -> None:
    for index in range(3):
        await three.draw(index)
    await three.deny(1)
    await three.draw(1)
    lead = await three.card(0)
    assert "Dental Plus (denied)" in words_of(lead)
    assert "Approve all 2…" in words_of(lead)
    await three.deny(2)
    await three.draw(2)
    assert buttons_of(await three.card(0))[-1] == "details"


async def test_the_buttons_for_all_stay_on_a_decided_first_card_while_others_wait(three: Three) -> None:
    for index in range(3):
        await three.draw(index)
    await three.deny(0)
    await three.draw(0)
    assert buttons_of(await three.card(0)) == ["details", "approve_all", "deny_all"]
    await three.deny(1)
    await three.draw(1)
    assert f"Approve {three.members[2].label}…" in words_of(await three.card(0))


async def test_what_a_process_left_undone_the_next_drawing_of_the_changed_one_does(three: Three) -> None:
    """A process dies between the card that changed and the others': its lease has the changed one drawn again."""
    for index in range(3):
        await three.draw(index)
    await three.deny(1)
    board = three.bench.board
    await board._draw(three.members[1].id, force=False)
    assert "Dental Plus (waiting" in words_of(await three.card(0))
    await three.bench.another_board().draw(three.members[1].id)
    assert "Dental Plus (denied)" in words_of(await three.card(0))


async def test_two_processes_at_once_leave_true_cards(three: Three) -> None:
    for index in range(3):
        await three.draw(index)
    other = three.bench.another_board()
    await three.deny(1)
    await three.deny(2)
    await asyncio.gather(three.draw(1), other.draw(three.members[2].id), three.draw(0), other.draw(three.members[0].id))
    assert "Dental Plus (denied)" in words_of(await three.card(0))
    assert "Clear View (denied)" in words_of(await three.card(0))


async def test_an_update_of_a_dead_process_that_came_last_is_drawn_over_once_its_request_is_taken_up(
    three: Three,
) -> None:
    """It drew another request of the group than its own, and died before it could see that this one had changed."""
    for index in range(3):
        await three.draw(index)
    earlier = await three.card(1)
    await three.deny(1)
    await three.draw(1)
    message = three.bench.office.sandbox.workspace.messages.find(cast.APPROVALS, earlier["ts"])
    assert message is not None
    message.blocks, message.text = earlier["blocks"], earlier["text"]
    await three.draw(0)
    assert "Waiting" in words_of(await three.card(1))  # on record it is current
    three.bench.board.doubt([three.members[0].id])
    assert await three.draw(0) is None
    assert "Denied" in words_of(await three.card(1))
    before = len(await three.bench.office.calls("slack", "chat.update"))
    await three.draw(0)
    assert len(await three.bench.office.calls("slack", "chat.update")) == before


async def test_unchanged_ones_are_not_drawn_again(three: Three) -> None:
    for index in range(3):
        await three.draw(index)
    before = len(await three.bench.office.calls("slack", "chat.update"))
    for index in range(3):
        await three.draw(index)
    assert len(await three.bench.office.calls("slack", "chat.update")) == before
    assert len(await three.bench.cards()) == 3


async def test_how_the_event_stands_is_said_once_below_the_last_outcome(three: Three) -> None:
    for index in range(3):
        await three.draw(index)
        await three.deny(index)
        await three.draw(index)
    posts = [words_of(post) for post in await three.bench.posted() if post["thread_ts"]]
    assert sum("3 denied." in post for post in posts) == 1
    assert "3 denied." in posts[-1]
    direct = await three.bench.office.nina.messages(await three.bench.office.nina.direct())
    assert sum("3 denied." in words_of(note) for note in direct) == 1
