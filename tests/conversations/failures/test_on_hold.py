"""The brake and the restored backup: what an operator switches and restores, and what people then see."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.commands.restore import hold_requests
from tests.office import Office, bot_at_work, buttons_of, label_of, settings_for, words_of

pytestmark = pytest.mark.anyio


async def test_while_reissues_are_paused_everything_works_but_the_sending_and_then_it_catches_up(
    own_office: Office, database_url: str
) -> None:
    office = own_office
    async with bot_at_work(office, database_url, reissue_paused=True):
        card = await office.nina.requests("ada")
        assert (await office.marcus.click(card, "approve"))["ok"]
        card = await office.marcus.card("Approved, on hold", of=label_of(card))
        assert await office.marcus.posted(card, "sending is switched off for now")
        assert buttons_of(card) == ["details"]
        assert await office.calls("benefits", "reissue") == []
    async with bot_at_work(office, database_url):
        card = await office.marcus.card("Reissued", of=label_of(card))
        assert await office.marcus.posted(card, "is no longer on hold")
    assert len(await office.calls("benefits", "reissue")) == 1


async def test_a_restored_backup_does_not_send_again_what_was_sent_after_it_was_taken(
    own_office: Office, sqlite_file: Path, tmp_path: Path
) -> None:
    office, url, backup = own_office, f"sqlite:///{sqlite_file}", tmp_path / "backup.db"
    async with bot_at_work(office, url, reissue_paused=True):
        card = await office.nina.requests("ada")
        assert (await office.marcus.click(card, "approve"))["ok"]
        await office.marcus.card("Approved, on hold", of=label_of(card))
        back_up(sqlite_file, backup)
    async with bot_at_work(office, url):
        await office.marcus.card("Reissued", of=label_of(card))
        await office.marcus.reads("enrl_ada_lovelace_medical_r1")
    restore(backup, sqlite_file)
    assert f"Held, outcome unknown: {label_of(card)}." in await hold_requests(url, settings_for(office.url, url).chain)
    async with bot_at_work(office, url, readback_settle=600):
        card = await office.marcus.card("Outcome unknown", of=label_of(card))
        assert "A backup of the bot's database was restored" in words_of(card)
        assert "Send again is possible from" in await office.priya.hears(office.priya.click(card, "send_again"))
        assert (await office.priya.click(card, "check"))["ok"]
        await office.marcus.card("Reissued", of=label_of(card))
    assert len(await office.calls("benefits", "reissue")) == 1


def back_up(database: Path, backup: Path) -> None:
    """A backup of a database in use."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(backup)) as target:
        source.backup(target)


def restore(backup: Path, database: Path) -> None:
    """Put a backup in the place of a database."""
    for left_over in database.parent.glob(f"{database.name}-*"):
        left_over.unlink()
    shutil.copy(backup, database)
