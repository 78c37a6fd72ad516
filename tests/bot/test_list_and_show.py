"""`list` and `show`, as an operator types them while Slack is away: everything but names, and nothing is decided."""

import asyncio
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from approvals.model.attempt import AttemptState
from approvals.model.document import DocumentKind, SeenDocument
from approvals.model.event import Event, EventKind
from approvals.model.remark import Remark, RemarkKind
from approvals.model.request import Problem, ProblemCode, ReissueRequest, Verdict
from approvals.model.status import RequestStatus, Verb
from approvals.rules import lifecycle
from benefits.outcome import OutcomeKind
from bot.cli import app
from bot.commands import listing
from bot.commands.listing import listed
from bot.unusable import Unusable
from store.audit.chain import Chain
from store.audit.reading import audit_of
from store.engine import create_engine
from store.single_process import database_lock
from store.tables import RequestRow
from store.unit_of_work import SqlStore
from tests.bot.audits import KEY, OLD_KEY
from tests.command_line import reissue_bot
from tests.databases import prepare, started_postgres
from tests.standby import standby_of
from tests.store.conftest import drive_nothing
from tests.store.values import NOW, a_decision, a_request, an_attempt

pytestmark = pytest.mark.anyio

S = RequestStatus
NAME, REASON, MESSAGE, DENIAL, QUESTION = (
    "Zoë O'Brien",
    "New baby",
    "Zoë is not eligible",
    "Ask Ms Okafor",
    "Which day?",
)
SAID = (NAME, "O'Brien", REASON, MESSAGE, DENIAL, QUESTION, "Gold PPO", "Birth")
REFUSED = Problem(code=ProblemCode.REFUSED, message=MESSAGE, status_code=422, trace_id="trace-4711")


async def fill(url: str, *requests: ReissueRequest, key: str | None = None) -> None:
    """A database with these requests; each was submitted and tried once, and something was asked about it."""
    engine = create_engine(url)
    store = SqlStore(engine, drive_nothing, Chain(key) if key else None)
    await store.open_audit(NOW)
    for each in requests:
        async with store.writing() as work:
            stored = await work.requests.add(each)
            tried = an_attempt(stored.id, state=AttemptState.FINISHED, outcome=OutcomeKind.REFUSED)
            await work.attempts.claim(replace(tried, status_code=422, trace_id="trace-4711", message=MESSAGE))
            asked = Remark(kind=RemarkKind.QUESTION, author="U0MARCUS", text=QUESTION, at=NOW)
            await work.remarks.add(stored.id, asked)
            codes: dict[str, str | int] = {"revision": 1, "trace": "trace-4711"}
            await work.events.append(
                Event(request_id=stored.id, at=NOW, actor="U0NINA", kind=EventKind.SUBMITTED, codes=codes)
            )
            await work.commit()
    await engine.dispose()


def a_denied() -> ReissueRequest:
    """One that was denied after Vitable had refused it."""
    denial = replace(a_decision(verdict=Verdict.DENY), reason=DENIAL)
    return a_request(status=S.FAILED, problem=REFUSED, decisions=(denial,), reason=REASON, deadline=None)


def in_days(days: int) -> ReissueRequest:
    """One that waits, with so many days left."""
    return a_request(deadline=datetime.now(UTC).date() + timedelta(days=days), reason=REASON)


def typed(url: str, *arguments: str, **settings: str) -> Any:  # noqa: ANN401 - the ended process
    """The command as the operator types it."""
    return reissue_bot(*arguments, folder=Path.cwd(), DATABASE_URL=url, **settings)


def rows_of(printed: str) -> list[list[str]]:
    """The cells of each line."""
    return [line.split() for line in printed.splitlines()]


async def test_which_document_was_seen_is_shown_with_the_names_only(database_url: str) -> None:
    certificate = SeenDocument(by="U0NINA", kind=DocumentKind.BIRTH_CERTIFICATE, on=NOW.date())
    record = SeenDocument(by="U0MARCUS", kind=DocumentKind.HOSPITAL_RECORD, on=NOW.date())
    await fill(database_url, a_request(document=certificate, decisions=(replace(a_decision(), document=record),)))
    plain = await asyncio.to_thread(typed, database_url, "show", "R-1")
    assert (plain.returncode, "certificate" in plain.stdout, "hospital" in plain.stdout) == (0, False, False)
    named = await asyncio.to_thread(typed, database_url, "show", "R-1", "--names", "--json")
    facts = json.loads(named.stdout)
    assert facts["document"] == certificate.model_dump(mode="json")
    assert facts["decisions"][0]["document"] == record.model_dump(mode="json")


async def test_open_requests_are_listed_by_deadline_without_a_name(database_url: str) -> None:
    closed = a_request(status=S.DENIED)
    await fill(database_url, in_days(9), a_denied(), in_days(-2), closed, in_days(3), in_days(9))
    said = await asyncio.to_thread(typed, database_url, "list")
    assert (said.returncode, said.stderr) == (0, "")
    titles, *rows = rows_of(said.stdout)
    assert titles == ["REQUEST", "STATUS", "SINCE", "(UTC)", "DAYS", "TRIES", "ENROLLMENT", "PROBLEM"]
    assert [row[0] for row in rows] == ["R-3", "R-5", "R-1", "R-6", "R-2"]
    assert rows[0][1:6] == ["pending", "2026-11-03", "09:30", "-2", "(overdue)"]
    assert rows[1][4] == "3"
    assert rows[-1][1:6] == ["failed", "2026-11-03", "09:30", "-", "1"]
    assert rows[-1][-1] == "refused"
    assert rows[1][6].startswith("enrl_")
    assert [word for word in SAID if word in said.stdout] == []


async def test_closed_requests_are_listed_if_asked_for(sqlite_url: str) -> None:
    await fill(sqlite_url, in_days(3), a_request(status=S.DENIED), a_request(status=S.REISSUED))
    found = {
        options: [
            one["request"] for one in json.loads(await listed(sqlite_url, statuses, None, ended=ended, as_json=True))
        ]
        for options, statuses, ended in (
            ("", (), False),
            ("--all", (), True),
            ("denied", (S.DENIED,), False),
            ("both", (S.DENIED, S.PENDING), False),
        )
    }
    assert sorted(found["--all"]) == ["R-1", "R-2", "R-3"]
    assert (found[""], found["denied"], found["both"]) == (["R-1"], ["R-2"], ["R-2", "R-1"])
    assert await listed(sqlite_url, (S.UNKNOWN,), None) == "No request fits."
    refused = await asyncio.to_thread(typed, sqlite_url, "list", "--status", "approved")
    assert (refused.returncode, "'denied'" in refused.stderr) == (2, True)


async def test_an_empty_database_says_that_nothing_is_open(sqlite_url: str) -> None:
    assert (await asyncio.to_thread(typed, sqlite_url, "list")).stdout == "No request is open.\n"
    assert json.loads((await asyncio.to_thread(typed, sqlite_url, "list", "--json")).stdout) == []


async def test_one_request_is_shown_with_its_decisions_tries_and_timeline_and_without_a_name(database_url: str) -> None:
    await fill(database_url, a_denied())
    said = await asyncio.to_thread(typed, database_url, "show", "R-1")
    assert (said.returncode, said.stderr) == (0, "")
    for fact in ("failed", "empl_1", "U0NINA", "code=refused  http_status=422  trace=trace-4711", "approvals"):
        assert fact in said.stdout
    assert "deny  approver=U0MARCUS" in said.stdout
    assert "outcome=refused  http_status=422  trace=trace-4711" in said.stdout
    assert "submitted  by=U0NINA  codes=revision=1  trace=trace-4711" in said.stdout
    assert [word for word in SAID if word in said.stdout] == []
    facts = json.loads((await asyncio.to_thread(typed, database_url, "show", "1", "--json")).stdout)
    assert facts["attempts"][0]["trace"] == facts["problem"]["trace"] == "trace-4711"
    assert [line["kind"] for line in facts["timeline"]] == ["submitted"]
    assert [word for word in SAID if word in json.dumps(facts, ensure_ascii=False)] == []


async def test_names_are_shown_if_asked_for_and_the_audit_says_so_before(database_url: str) -> None:
    await fill(database_url, a_denied(), key=KEY)
    said = await asyncio.to_thread(typed, database_url, "show", "r1", "--names", AUDIT_KEY=KEY)
    assert (said.returncode, said.stderr) == (0, "")
    assert [word for word in SAID if word not in said.stdout] == []
    assert "viewed  by=operator" in said.stdout
    named = await asyncio.to_thread(typed, database_url, "list", "--names", AUDIT_KEY=KEY)
    assert NAME in named.stdout
    with audit_of(database_url) as audit:
        lines = [(line.kind, line.actor, line.number) for line in audit.lines()]
    assert lines[-2:] == [("viewed", "operator", 1)] * 2
    assert (await asyncio.to_thread(typed, database_url, "export", "--verify", AUDIT_KEY=KEY)).returncode == 0


async def test_a_bot_that_runs_on_the_same_sqlite_file_is_no_obstacle(sqlite_url: str) -> None:
    await fill(sqlite_url, a_denied())
    with database_lock(sqlite_url):
        for arguments in (("list",), ("list", "--names"), ("show", "1"), ("show", "1", "--names")):
            assert (await asyncio.to_thread(typed, sqlite_url, *arguments)).returncode == 0


async def test_names_are_not_shown_where_their_line_would_break_the_chain(sqlite_url: str) -> None:
    await fill(sqlite_url, a_denied(), key=KEY)
    for settings, says in (({}, "AUDIT_KEY is not set"), ({"AUDIT_KEY": OLD_KEY}, "another key than AUDIT_KEY")):
        for command in (("show", "1"), ("list",)):
            refused = await asyncio.to_thread(typed, sqlite_url, *command, "--names", **settings)
            assert (refused.returncode, refused.stdout, says in refused.stderr) == (2, "", True)
            assert (await asyncio.to_thread(typed, sqlite_url, *command, **settings)).returncode == 0
    with audit_of(sqlite_url) as audit:
        assert "viewed" not in [line.kind for line in audit.lines()]


async def test_an_audit_whose_chain_has_not_begun_does_not_begin_with_a_look(sqlite_url: str) -> None:
    await fill(sqlite_url, a_denied())
    refused = await asyncio.to_thread(typed, sqlite_url, "show", "1", "--names", AUDIT_KEY=KEY)
    assert (refused.returncode, "has no chain yet" in refused.stderr) == (2, True)
    with audit_of(sqlite_url) as audit:
        assert [line.kind for line in audit.lines()] == ["submitted"]


async def test_a_standby_shows_everything_and_says_that_it_takes_no_audit_line() -> None:
    with started_postgres() as primary:
        primary.run("CREATE DATABASE reissue")
        prepare(primary.url_of("reissue"))
        await fill(primary.url_of("reissue"), a_denied())
        with standby_of(primary) as standby:
            url = standby.url_of("reissue")
            for arguments in (("list",), ("show", "1")):
                said = await asyncio.to_thread(typed, url, *arguments)
                assert (said.returncode, said.stderr) == (0, "")
            named = await asyncio.to_thread(typed, url, "show", "1", "--names")
            assert (named.returncode, NAME in named.stdout) == (0, True)
            assert "Not written to the audit" in named.stderr


async def test_a_role_that_may_only_read_is_enough(postgres_url: str) -> None:
    await fill(postgres_url, a_denied())
    with psycopg.connect(postgres_url, autocommit=True) as owner:
        owner.execute("CREATE ROLE looks_only LOGIN PASSWORD 'look'")
        owner.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO looks_only")
    url = make_url(postgres_url).set(username="looks_only", password="look").render_as_string(hide_password=False)
    try:
        assert (await asyncio.to_thread(typed, url, "list")).returncode == 0
        named = await asyncio.to_thread(typed, url, "list", "--names")
        assert (NAME in named.stdout, "Not written to the audit" in named.stderr) == (True, True)
    finally:
        with psycopg.connect(postgres_url, autocommit=True) as owner:
            owner.execute("DROP OWNED BY looks_only")
            owner.execute("DROP ROLE looks_only")


async def test_without_its_names_a_request_says_when_they_were_removed(sqlite_url: str) -> None:
    await fill(sqlite_url, replace(a_denied(), status=S.CLOSED))
    store = SqlStore(engine := create_engine(sqlite_url), drive_nothing)
    async with store.writing() as work:
        found = await work.requests.numbered(1)
        assert isinstance(found, ReissueRequest)
        await work.requests.save(lifecycle.blank(found, NOW))
        await work.commit()
    await engine.dispose()
    said = await asyncio.to_thread(typed, sqlite_url, "show", "1", "--names")
    assert "names_removed" in said.stdout
    assert NAME not in said.stdout
    assert "(removed)" in (await asyncio.to_thread(typed, sqlite_url, "list", "--all", "--names")).stdout


async def test_names_do_not_act_on_the_terminal(sqlite_url: str) -> None:
    escape, turn = "\x1b[31m", "\u202e"
    evil = a_request().employee.model_copy(update={"name": f"Mallory{escape}{turn}\r\nR-2  pending"})
    await fill(sqlite_url, a_request(employee=evil, reason=f"a{escape}\nb"))
    for command in (("list", "--names"), ("show", "1", "--names")):
        said = await asyncio.to_thread(typed, sqlite_url, *command)
        assert "Mallory" in said.stdout
        assert not {"\x1b", "\u202e", "\r"} & set(said.stdout)
    assert len(said.stdout.split("reason")[1].splitlines()[0].split()) == len(["a", "[31m", "b"])


async def test_what_only_a_later_release_understands_is_listed_with_its_own_word(sqlite_url: str) -> None:
    await fill(sqlite_url, a_denied())
    engine = create_engine(sqlite_url)
    async with engine.begin() as connection:
        await connection.execute(sa.update(RequestRow).values(status="parked"))
    await engine.dispose()
    assert json.loads(await listed(sqlite_url, (), None, ended=True, as_json=True))[0]["status"] == "parked"
    said = await asyncio.to_thread(typed, sqlite_url, "show", "1", "--json")
    facts = json.loads(said.stdout)
    assert (facts["request"], "later release" in facts["note"], len(facts["timeline"])) == ("R-1", True, 1)


async def test_too_many_names_at_once_are_refused_before_any_is_written_down(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(sqlite_url, in_days(3), in_days(4))
    monkeypatch.setattr(listing, "MOST_NAMES", 1)
    with pytest.raises(Unusable, match="at most 1"):
        await listed(sqlite_url, (), None, named=True)
    with audit_of(sqlite_url) as audit:
        assert "viewed" not in [line.kind for line in audit.lines()]


async def test_what_is_not_there_is_said_with_an_exit_code(sqlite_url: str, tmp_path: Path) -> None:
    unknown = await asyncio.to_thread(typed, sqlite_url, "show", "R-99")
    assert (unknown.returncode, unknown.stdout, unknown.stderr) == (1, "", "There is no request R-99.\n")
    for number in ("mwangi", "R-", "-1", "9" * 30):
        refused = await asyncio.to_thread(typed, sqlite_url, "show", "--", number)
        assert (refused.returncode, "not the number of a request" in refused.stderr) == (2, True)
    nowhere = f"sqlite:///{tmp_path / 'nowhere.db'}"
    for command in (("list",), ("show", "1")):
        missing = await asyncio.to_thread(typed, nowhere, *command)
        assert (missing.returncode, "There is no database" in missing.stderr) == (2, True)
    assert not (tmp_path / "nowhere.db").exists()
    (tmp_path / "old.db").touch()
    with closing(sqlite3.connect(tmp_path / "old.db")) as old:
        old.execute("CREATE TABLE other (id INTEGER)")
    older = await asyncio.to_thread(typed, f"sqlite:///{tmp_path / 'old.db'}", "list")
    assert (older.returncode, "run `python -m bot migrate`" in older.stderr) == (2, True)


def test_no_command_and_no_option_decides_anything() -> None:
    commands = {str(each.name or (each.callback and each.callback.__name__)): each for each in app.registered_commands}
    assert set(commands) == {
        "demo", "web", "socket", "worker", "migrate", "hold", "forget", "doctor", "export", "list", "show", "events",
        "manifest", "index", "retention",
    }  # fmt: skip
    assert not set(commands) & {verb.value.replace("_", "-") for verb in Verb}
    for name, taken in (("list", {"status", "ended", "names", "as_json"}), ("show", {"number", "names", "as_json"})):
        callback = commands[name].callback
        assert callback is not None
        assert set(callback.__annotations__) - {"return"} == taken
