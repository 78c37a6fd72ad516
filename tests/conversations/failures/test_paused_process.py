"""Two drivers of one request at once: a process stands still while it has one in hand, and another takes it over.

The other one lives in the process of the test, which costs no second start.
"""

import signal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from sandbox import cast
from tests.conversations.failures.withholding import withholding
from tests.office import Office, bot_at_work, eventually, label_of, words_of
from tests.processes import Process, drivers_of, replica

pytestmark = pytest.mark.anyio

Json = dict[str, Any]

SESSIONS = "SELECT state FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
"""What the sessions do."""
STATES = "SELECT state FROM bot_attempt"
EVENTS = "SELECT kind, actor FROM bot_event WHERE request_id IS NOT NULL ORDER BY seq"


@pytest.mark.parametrize(("fault", "becomes"), [("hang", "Reissued"), ("hang_before", "Outcome unknown")])
async def test_who_stood_still_during_its_post_finds_the_outcome_settled_and_changes_nothing(
    own_office: Office, postgres_url: str, tmp_path: Path, fault: str, becomes: str
) -> None:
    office = own_office
    async with replica(office, postgres_url, tmp_path / "first.log") as first:
        card = await office.nina.requests("empl_ada_lovelace")
        await office.fault("benefits", "reissue", fault, seconds=2.8)
        assert (await office.marcus.click(card, "approve"))["ok"]
        await eventually(lambda: office.calls("benefits", "reissue"), "a POST under way")
        await stand_still(first, postgres_url)
        async with bot_at_work(office, postgres_url, indexed_first=False):
            end_leases(postgres_url)
            await office.marcus.card(becomes, of=label_of(card))
            before = asked(postgres_url, EVENTS)
            await go_on(first)
            assert asked(postgres_url, EVENTS) == before
            assert [becomes in words_of(each) for each in await cards_of(office)] == [True]
    assert len(await office.calls("benefits", "reissue")) == 1


async def test_who_stood_still_between_its_claim_and_its_post_sends_nothing(
    own_office: Office, postgres_url: str, tmp_path: Path
) -> None:
    office = own_office
    async with (
        withholding(postgres_url, after=b"INSERT INTO bot_attempt") as way,
        replica(office, way.url, tmp_path / "first.log") as first,
    ):
        card = await office.nina.requests("empl_ada_lovelace")
        assert (await office.marcus.click(card, "approve"))["ok"]
        await eventually(lambda: asked(postgres_url, STATES), "a claim")
        await stand_still(first, postgres_url)
        async with bot_at_work(office, postgres_url, indexed_first=False):
            end_leases(postgres_url)
            await office.marcus.card("Outcome unknown", of=label_of(card))
            before = asked(postgres_url, EVENTS)
            way.go_on()
            await go_on(first)
            assert asked(postgres_url, EVENTS) == before
            assert [words_of(each).count("Outcome unknown") > 0 for each in await cards_of(office)] == [True]
    assert await office.calls("benefits", "reissue") == []


async def stand_still(process: Process, database_url: str) -> None:
    """As when the machine has no time for a process: at a moment when it has an attempt under way, and no transaction.

    One that it had open would keep its locks, and everybody else would wait for it.
    """

    def stopped() -> bool:
        process.running.send_signal(signal.SIGSTOP)
        while set(sessions := asked(database_url, SESSIONS)) == {("active",), ("idle",)}:
            pass  # the server finishes what it was asked before
        if set(sessions) == {("idle",)}:
            return True
        process.running.send_signal(signal.SIGCONT)
        return False

    await eventually(stopped, "a process between two transactions")
    assert asked(database_url, STATES) == [("sending",)]


async def go_on(process: Process) -> None:
    """Let a process go on, until everything that it had in hand has come to its end."""
    process.running.send_signal(signal.SIGCONT)

    async def is_idle() -> bool:
        return await drivers_of(process) == 0

    await eventually(is_idle, "an end of all its drivers")


def end_leases(database_url: str) -> None:
    """What is due in a minute is due now."""
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE bot_request SET next_at = now() WHERE next_at IS NOT NULL")


def asked(database_url: str, question: str) -> list[tuple[Any, ...]]:
    """The rows that answer a question."""
    with psycopg.connect(database_url) as connection:
        return connection.execute(question.encode()).fetchall()


async def cards_of(office: Office) -> list[Json]:
    """The cards in the approvals channel."""
    return [m for m in await office.marcus.messages(cast.APPROVALS) if not m["thread_ts"] and not m["ephemeral"]]
