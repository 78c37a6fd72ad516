"""The keys of the audit's chain: begun, changed, lost, and unknown to some process."""

import asyncio
from collections.abc import Sequence

import pytest
import sqlalchemy as sa
from sqlmodel import col

from bot.commands.verify import Verdict
from store.audit.chain import Chain, UnknownAuditKey
from store.audit.reading import AuditLine, audit_of
from store.audit.watching import AuditTrouble
from store.engine import create_sync_engine
from store.tables import EventRow
from tests.bot.audits import KEY, OLD_KEY, STRANGE_KEY, attack, chained_again, process, values, verified, written

pytestmark = pytest.mark.anyio


def lines_of(url: str) -> Sequence[AuditLine]:
    """The whole audit."""
    with audit_of(url) as audit:
        return list(audit.lines())


def kinds(url: str) -> list[str]:
    """What the lines about the audit itself say, in order."""
    return [line.kind for line in lines_of(url) if line.request_id == ""]


def made_by_an_earlier_version(url: str, key: str) -> None:
    """Take the lines about the audit itself away: earlier versions wrote none."""
    attack(url, "DELETE FROM bot_event WHERE request_id IS NULL")
    previous, chain, engine = "", Chain(key), create_sync_engine(url)
    with engine.begin() as connection:
        for line in lines_of(url):
            if line.mac is not None:
                previous = chain.value(previous, line.request_id, line.at, line.actor, line.kind, line.codes)
                connection.execute(sa.update(EventRow).where(col(EventRow.seq) == line.seq).values(mac=previous))


async def test_the_chain_begins_at_the_first_start_with_a_key_and_once(database_url: str) -> None:
    for _ in range(2):
        async with process(database_url) as bot:
            assert await bot.watch.trouble() is None
    (beginning,) = lines_of(database_url)
    assert (beginning.kind, beginning.actor, beginning.number) == ("chain_begun", "bot", None)
    assert beginning.codes["lines_before"] == 0
    assert verified(database_url)[0] is Verdict.WHOLE


async def test_two_replicas_that_start_at_once_begin_one_chain(postgres_url: str) -> None:
    await written(postgres_url, None)

    async def start() -> None:
        async with process(postgres_url) as bot:
            await bot.lives()

    await asyncio.gather(start(), start(), start())
    assert kinds(postgres_url) == ["chain_begun"]
    assert verified(postgres_url)[0] is Verdict.NOT_VOUCHED


@pytest.mark.parametrize(
    ("keys", "verdict", "says"),
    [
        ((KEY, OLD_KEY), Verdict.WHOLE, "The chain is whole: 10 lines."),
        ((OLD_KEY, KEY), Verdict.WHOLE, "The chain is whole: 10 lines."),
        ((KEY,), Verdict.NOT_VOUCHED, "Lines that no known key can check: 6."),
        (
            (KEY,),
            Verdict.NOT_VOUCHED,
            f"From line 1 on lines have a key that is not known here (id {Chain(OLD_KEY).id})",
        ),
        ((OLD_KEY,), Verdict.NOT_VOUCHED, "Lines that no known key can check: 4."),
        ((STRANGE_KEY,), Verdict.BROKEN, "the audit was not written with AUDIT_KEY, but with another key"),
    ],
)
async def test_a_changed_key_is_a_line_that_the_old_key_signs(
    database_url: str, keys: tuple[str, ...], verdict: Verdict, says: str
) -> None:
    await written(database_url, OLD_KEY, KEY)
    assert kinds(database_url) == ["chain_begun", "key_changed"]
    result, said = verified(database_url, *keys)
    assert (result, says in said) == (verdict, True), said


async def test_the_line_about_the_changed_key_can_not_be_changed(database_url: str) -> None:
    await written(database_url, OLD_KEY, KEY)
    assert lines_of(database_url)[5].kind == "key_changed"
    attack(database_url, "UPDATE bot_event SET at = '2026-11-04 09:30:00.123456' WHERE seq = 6")
    verdict, said = verified(database_url, KEY, OLD_KEY)
    assert (verdict, "Broken at line 6" in said) == (Verdict.BROKEN, True)


async def test_without_the_old_key_a_bot_does_not_start_and_writes_nothing(database_url: str) -> None:
    await written(database_url, OLD_KEY)
    before = values(database_url)
    with pytest.raises(UnknownAuditKey, match=f"AUDIT_KEYS_OLD=lost .*The id of the missing key: {Chain(OLD_KEY).id}"):
        async with process(database_url, KEY, STRANGE_KEY):
            pass
    assert values(database_url) == before


async def test_after_a_lost_key_the_chain_begins_again_and_vouches_for_what_was_there(database_url: str) -> None:
    await written(database_url, OLD_KEY)
    async with process(database_url, KEY, lost=True) as bot:
        await bot.lives()
    async with process(database_url, KEY) as bot:
        assert await bot.watch.trouble() is None
    assert kinds(database_url) == ["chain_begun", "chain_begun"]
    for keys in ((KEY,), (KEY, OLD_KEY)):
        verdict, said = verified(database_url, *keys)
        assert (verdict, "At line 6 the key changed without the key before" in said) == (Verdict.NOT_VOUCHED, True)
    attack(database_url, "UPDATE bot_event SET actor = 'U0PRIYA' WHERE seq = 3")
    verdict, said = verified(database_url)
    assert (verdict, "Broken at line 6" in said) == (Verdict.BROKEN, True)


async def test_processes_that_know_both_keys_may_take_turns_while_the_key_is_changed(database_url: str) -> None:
    async with process(database_url, OLD_KEY, KEY) as before:
        await before.lives()
        async with process(database_url, KEY, OLD_KEY) as after:
            await after.lives()
            await before.lives()
            await after.lives()
            assert [await one.watch.trouble() for one in (before, after)] == [None, None]
    assert kinds(database_url) == ["chain_begun", "key_changed", "key_changed", "key_changed"]
    assert verified(database_url, KEY, OLD_KEY)[0] is Verdict.WHOLE


async def test_a_process_that_does_not_know_the_new_key_goes_on_and_says_so(database_url: str) -> None:
    async with process(database_url, OLD_KEY) as before, process(database_url, KEY, OLD_KEY) as after:
        await after.lives()
        assert await before.watch.trouble() is AuditTrouble.UNKNOWN_KEY
        await before.lives()
        await after.lives()
        assert await after.watch.trouble() is None
    verdict, said = verified(database_url, KEY, OLD_KEY)
    assert (verdict, "had not been given the new AUDIT_KEY" in said) == (Verdict.BROKEN, True)


async def test_a_chain_of_an_earlier_version_gets_its_beginning_at_the_next_start(database_url: str) -> None:
    await written(database_url, None, KEY)
    made_by_an_earlier_version(database_url, KEY)
    verdict, said = verified(database_url)
    assert (verdict, "No line says how many lines were there" in said) == (Verdict.NOT_VOUCHED, True)
    async with process(database_url) as bot:
        await bot.lives()
    (beginning,) = (line for line in lines_of(database_url) if line.request_id == "")
    assert (beginning.codes["lines_before"], beginning.codes["key"]) == (8, Chain(KEY).id)
    assert verified(database_url, head=beginning.mac)[0] is Verdict.WHOLE
    attack(database_url, "UPDATE bot_event SET actor = 'U0PRIYA' WHERE seq = 2")
    verdict, said = verified(database_url)
    assert (verdict, "the lines before it are not those" in said) == (Verdict.BROKEN, True)


async def test_the_key_may_be_changed_together_with_the_first_start_of_this_version(database_url: str) -> None:
    await written(database_url, OLD_KEY)
    made_by_an_earlier_version(database_url, OLD_KEY)
    with pytest.raises(UnknownAuditKey):
        async with process(database_url):
            pass
    async with process(database_url, KEY, OLD_KEY) as bot:
        await bot.lives()
    assert kinds(database_url) == ["chain_begun", "key_changed"]
    assert verified(database_url, KEY, OLD_KEY)[0] is Verdict.WHOLE
    verdict, said = verified(database_url, KEY)
    assert (verdict, "Lines that no known key can check: 6." in said) == (Verdict.NOT_VOUCHED, True)


async def test_a_chain_of_an_earlier_version_whose_key_is_lost_begins_again(database_url: str) -> None:
    await written(database_url, OLD_KEY)
    made_by_an_earlier_version(database_url, OLD_KEY)
    async with process(database_url, KEY, lost=True) as bot:
        await bot.lives()
    verdict, said = verified(database_url)
    assert (verdict, "the key changed without the key before" in said) == (Verdict.NOT_VOUCHED, True)


async def test_a_process_without_a_key_is_told_that_it_breaks_the_chain(database_url: str) -> None:
    async with process(database_url, None) as bot:
        await bot.lives()
        assert await bot.watch.trouble() is None
    async with process(database_url) as keyed:
        async with process(database_url, None) as bot:
            assert await bot.watch.trouble() is AuditTrouble.NO_KEY
            await bot.lives()
        assert await keyed.watch.trouble() is AuditTrouble.NO_VALUE


async def test_a_chain_without_its_beginning_is_a_trouble(database_url: str) -> None:
    async with process(database_url) as bot:
        await bot.lives()
        attack(database_url, "DELETE FROM bot_event WHERE seq = 1")
        assert await bot.watch.trouble() is AuditTrouble.NO_BEGINNING


async def test_an_audit_that_somebody_chained_again_is_refused_at_the_start(database_url: str) -> None:
    await written(database_url, KEY)
    chained_again(database_url, STRANGE_KEY)
    with pytest.raises(UnknownAuditKey):
        async with process(database_url):
            pass
