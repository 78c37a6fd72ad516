"""An employee is forgotten: by a command that an operator types, in the database and in everything that Slack shows."""

import asyncio
import json
import sqlite3
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, nullcontext
from pathlib import Path

import pytest

from benefits.contract import Contract
from bot.app import Bot
from store.engine import create_engine
from tests.approvals.upkeep.test_retention import everything_stored as content_of
from tests.command_line import reissue_bot
from tests.office import Office, bot_at_work, eventually, label_of, words_of
from tests.processes import environment
from tests.raw_bytes import left_in_files

pytestmark = pytest.mark.anyio

ADA = "empl_ada_lovelace"
REASON, DENIAL, QUESTION, ANSWER = "Twins called Byron", "Ask Ms Okafor first", "Is it notarised", "It came by courier"
NOTE = "Her mother phoned"
WORDS = ("Ada Lovelace", "ada lovelace", "ada.lovelace@", "William King", REASON, DENIAL, QUESTION, ANSWER, NOTE)


async def story(office: Office) -> list[str]:
    """Two requests about Ada and one about another employee, all settled; returns the numbers of Ada's."""
    for person in (office.nina, office.marcus):
        assert (await person.act("home"))["ok"]
    done = await office.nina.requests("ada.lovelace@juniper.example", reason=REASON)
    assert (await office.marcus.click(done, "ask"))["ok"]
    form = await office.marcus.modal_with("Until they answer")
    assert (await office.marcus.submit(form, {"question": {"question": QUESTION}}))["ok"]
    direct = await office.nina.direct()
    await office.nina.click(await office.nina.reads(QUESTION, direct), "answer", direct)
    typed = {"answer": {"answer": ANSWER}, "reason": {"reason": REASON}}
    assert (await office.nina.submit(await office.nina.modal_with(QUESTION), typed))["ok"]
    assert (await office.marcus.approves(await office.marcus.card(ANSWER, of=label_of(done)), NOTE))["ok"]
    await office.marcus.card("Reissued", of=label_of(done))
    denied = await office.nina.requests("ada.lovelace@juniper.example", enrollment=1, reason=REASON)
    await deny(office, denied)
    await office.nina.home(f"*{label_of(denied)}* · Ada Lovelace")
    await office.marcus.home(f"*{label_of(denied)}* · Ada Lovelace")
    await deny(office, await office.nina.requests("zoe young"))
    return [label_of(done), label_of(denied)]


async def deny(office: Office, card: dict[str, object]) -> None:
    """Marcus says no."""
    await office.marcus.click(card, "deny")
    form = await office.marcus.modal_with("Nothing changes until you submit")
    assert (await office.marcus.submit(form, {"reason": {"reason": DENIAL if "Ada" in words_of(card) else "No."}}))[
        "ok"
    ]
    await office.marcus.card("Denied", of=label_of(card))


async def forget(office: Office, url: str, folder: Path, employee: str = ADA) -> subprocess.CompletedProcess[str]:
    """What the operator types."""
    return await asyncio.to_thread(reissue_bot, "forget", employee, folder=folder, **environment(office, url))


async def verified(office: Office, url: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What the auditor types."""
    return await asyncio.to_thread(reissue_bot, "export", "--verify", folder=folder, **environment(office, url))


async def shown(office: Office) -> str:
    """Everything that Slack shows to the people in the office."""
    states = [await person.state() for person in (office.nina, office.marcus, office.priya)]
    return json.dumps([(state["messages"], state["home"]) for state in states], ensure_ascii=False)


async def everything_stored(url: str) -> str:
    """All content of the bot's tables, except for the index: a refresh may have brought Ada back."""
    engine = create_engine(url)
    stored = await content_of(engine)
    await engine.dispose()
    return stored


@asynccontextmanager
async def at_work_unless_sqlite(office: Office, url: str) -> AsyncIterator[Bot | None]:
    """The bot, where it may run beside a command."""
    async with nullcontext() if url.startswith("sqlite") else bot_at_work(office, url) as bot:
        yield bot


async def test_everything_that_says_who_they_are_is_gone_wherever_the_bot_can_reach(
    own_office: Office, database_url: str, tmp_path: Path
) -> None:
    office, url = own_office, database_url
    async with bot_at_work(office, url):
        labels = await story(office)
        if url.startswith("sqlite"):
            refused = await forget(office, url, tmp_path)
            assert (refused.returncode, "Another process uses this SQLite" in refused.stderr) == (2, True)
    before = await shown(office)
    assert [word for word in (*WORDS[:1], REASON, DENIAL, ANSWER) if word not in before] == []
    async with at_work_unless_sqlite(office, url):
        done = await forget(office, url, tmp_path)
        assert (done.returncode, done.stderr.count("\n"), done.stderr[:10]) == (0, 1, "Database: ")
        assert f"from {', '.join(labels)}." in done.stdout
        if office.contract is Contract.DOCUMENTED:
            assert "Removed from the employee index" in done.stdout
        stored = await everything_stored(url)
        assert [word for word in WORDS if word in stored] == []
        assert left_in_files(tmp_path / "reissue.db", WORDS) == []
    async with bot_at_work(office, url):

        async def is_redrawn() -> bool:
            seen = await shown(office)
            return not any(word in seen for word in ("Lovelace", *WORDS))

        await eventually(is_redrawn, "messages and Home tabs without names")
        assert "Zoë Young" in await shown(office)
        assert f"*{labels[1]}* · _name removed_" in words_of(await office.nina.home(labels[1]))
    audit = await verified(office, url, tmp_path)
    assert (audit.returncode, "The chain is whole" in audit.stdout) == (0, True)
    again = await forget(office, url, tmp_path)
    assert (again.returncode, "has a name or a reason any more" in again.stdout) == (0, True)
    assert "about them, and Home tabs, are redrawn" not in again.stdout


async def test_while_a_request_is_open_it_says_which_and_removes_nothing(
    own_office: Office, sqlite_url: str, tmp_path: Path
) -> None:
    office, url = own_office, sqlite_url
    async with bot_at_work(office, url):
        label = label_of(await office.nina.requests("ada"))
    refused = await forget(office, url, tmp_path)
    assert (refused.returncode, f"{label} about {ADA} must be settled first" in refused.stdout) == (1, True)
    assert left_in_files(tmp_path / "reissue.db", ["Ada Lovelace"]) == ["Ada Lovelace"]


async def test_what_a_reader_keeps_in_the_log_is_told_and_goes_the_next_time(
    own_office: Office, sqlite_url: str, tmp_path: Path
) -> None:
    office, url = own_office, sqlite_url
    async with bot_at_work(office, url):
        card = await office.nina.requests("ada")
        await deny(office, card)
    with closing(sqlite3.connect(tmp_path / "reissue.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM bot_request").fetchone()
        part = await forget(office, url, tmp_path)
        assert (part.returncode, "Type this again when that is done" in part.stdout) == (1, True)
    done = await forget(office, url, tmp_path)
    assert (done.returncode, left_in_files(tmp_path / "reissue.db", WORDS)) == (0, [])


@pytest.mark.parametrize(
    ("employee", "says"),
    [("ada", "begins with empl_"), ("enrl_1", "begins with empl_"), ("empl_1", "There is no database")],
)
async def test_what_cannot_be_done_is_told_in_a_sentence_and_makes_no_file(
    own_office: Office, tmp_path: Path, employee: str, says: str
) -> None:
    refused = await forget(own_office, f"sqlite:///{tmp_path / 'reissue.db'}", tmp_path, employee)
    assert (refused.returncode, says in refused.stderr, refused.stderr.count("\n")) == (2, True, 1)
    assert not (tmp_path / "reissue.db").exists()


async def test_a_database_of_an_older_version_is_left_alone(
    own_office: Office, empty_postgres_url: str, tmp_path: Path
) -> None:
    refused = await forget(own_office, empty_postgres_url, tmp_path)
    assert (refused.returncode, "run `python -m bot migrate`" in refused.stderr) == (2, True)
