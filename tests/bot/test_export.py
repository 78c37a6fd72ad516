"""Exporting: every line with its facts, harmless in a spreadsheet, in flat memory; and what verifying says."""

import asyncio
import csv
import io
import json
from pathlib import Path

import pytest

from bot.commands.export import COLUMNS, Period, export_lines
from bot.commands.verify import Verdict, verdict
from store.audit.chain import Chain
from store.audit.verifying import BrokenLink, Fault, Finding
from store.single_process import database_lock
from tests.bot.audits import KEY, OLD_KEY, STRANGE_KEY, written
from tests.bot.settings.good import GOOD
from tests.command_line import reissue_bot
from tests.export_size import LIFE, fill, growth
from tests.office import AUDIT_KEY


def exported(database_url: str, folder: Path, form: str = "csv") -> str:
    """The content of an exported file."""
    export_lines(database_url, Period(None, None), "csv" if form == "csv" else "jsonl", folder / "audit")
    return (folder / "audit").read_bytes().decode()


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_each_line_has_its_own_facts_and_its_requests(database_url: str, tmp_path: Path, form: str) -> None:
    fill(database_url, 2)
    text = exported(database_url, tmp_path, form)
    lines = (
        list(csv.DictReader(io.StringIO(text, newline="")))
        if form == "csv"
        else [json.loads(one) for one in text.splitlines()]
    )
    assert [line["kind"] for line in lines] == ["chain_begun", *(kind.value for kind in LIFE), *LIFE]
    beginning = lines.pop(0)
    assert (beginning["request"] or None, beginning["request_id"], beginning["actor"]) == (None, "", "bot")
    first = {name: str(value) for name, value in lines[0].items()}
    assert tuple(first) == COLUMNS
    assert (first["seq"], first["request"], first["at"]) == ("2", "R-1", "2026-11-03T09:30:01.123456+00:00")
    assert (first["actor"], first["ground"], first["http_status"]) == ("U0MARCUS", "S0HRMANAGERS", "200")
    assert (first["requester"], first["status_now"], first["qle_id"]) == ("U0NINA", "pending", "qle_1")
    assert len(first["mac"]) == 64
    assert "Zoë" not in text
    assert "New baby" not in text


@pytest.mark.parametrize("start", ["=HYPERLINK(", "+", "-", "@", "\t", "\r", "\n"])
def test_a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(
    sqlite_url: str, tmp_path: Path, start: str
) -> None:
    fill(sqlite_url, 1, trace=f"{start}1")
    (_beginning, line, *_others) = csv.DictReader(io.StringIO(exported(sqlite_url, tmp_path), newline=""))
    assert line["trace"] == f"'{start}1"


def test_a_large_audit_takes_no_more_memory_than_an_empty_one(database_url: str, tmp_path: Path) -> None:
    fill(database_url, 2_500)
    assert growth(database_url, tmp_path / "audit") < 4
    assert (tmp_path / "audit").read_bytes().count(b"\n") == 2_500 * len(LIFE) + 2


@pytest.mark.parametrize(("route", "numbers"), [("ours", {"R-1", "R-2"}), ("others", set())])
def test_of_one_route_only_the_lines_of_its_requests_are_exported(
    database_url: str, tmp_path: Path, route: str, numbers: set[str]
) -> None:
    fill(database_url, 2)
    ours = '[[route]]\nname = "ours"\nemployers = ["empr_1"]\n'
    (tmp_path / "routes.toml").write_text(f'{ours}[[route]]\nname = "others"\nemployers = ["*"]\n', encoding="utf-8")
    settings = {"DATABASE_URL": database_url, "ROUTES_FILE": "routes.toml"}
    said = reissue_bot("export", "--format", "jsonl", "--route", route, folder=tmp_path, **settings)
    lines = [json.loads(line) for line in said.stdout.splitlines()]
    assert {line["request"] for line in lines} == numbers
    assert len(lines) == len(LIFE) * len(numbers)
    unknown = reissue_bot("export", "--route", "gone", folder=tmp_path, **settings)
    assert (unknown.returncode, "There is no route 'gone' in" in unknown.stderr) == (2, True)
    assert "It has: ours, others." in unknown.stderr


def test_a_route_to_export_needs_a_file_of_routes(tmp_path: Path) -> None:
    said = reissue_bot("export", "--route", "ours", folder=tmp_path)
    assert (said.returncode, "--route needs ROUTES_FILE, which is not set" in said.stderr) == (2, True)


def test_the_command_writes_lines_to_stdout_and_the_head_to_stderr_though_a_bot_has_the_file(
    sqlite_url: str, tmp_path: Path
) -> None:
    fill(sqlite_url, 1)
    env = {**GOOD, "DATABASE_URL": sqlite_url, "AUDIT_KEY": AUDIT_KEY}
    with database_lock(sqlite_url):
        written = reissue_bot("export", "--format", "jsonl", folder=tmp_path, **env)
    head = json.loads(written.stdout.splitlines()[-1])["mac"]
    assert (written.returncode, written.stderr) == (0, f"Head of the chain: {head}\n")
    whole = reissue_bot("export", "--verify", "--head", head, folder=tmp_path, **env)
    assert (whole.returncode, whole.stderr) == (0, "")
    assert whole.stdout == f"The chain is whole: 7 lines. Head of the chain: {head}\n"
    cut_off = reissue_bot("export", "--verify", "--head", "0" * 64, folder=tmp_path, **env)
    assert (cut_off.returncode, "Cut off" in cut_off.stdout) == (1, True)
    without = reissue_bot("export", "--verify", folder=tmp_path, **{**env, "AUDIT_KEY": ""})
    assert (without.returncode, "Without AUDIT_KEY there is no chain to verify" in without.stderr) == (2, True)


def test_the_head_is_written_to_a_file_that_verifying_takes(database_url: str, tmp_path: Path) -> None:
    fill(database_url, 1)
    env = {**GOOD, "DATABASE_URL": database_url, "AUDIT_KEY": AUDIT_KEY}
    noted = reissue_bot("export", "--head", "head.json", folder=tmp_path, **env)
    head = json.loads((tmp_path / "head.json").read_text(encoding="utf-8"))
    assert (noted.returncode, noted.stdout, noted.stderr) == (0, "", f"Head of the chain: {head['head']}\n")
    assert (tmp_path / "head.json").stat().st_mode & 0o777 == 0o600
    assert sorted(head) == ["at", "head", "key", "lines", "seq"]
    assert (head["seq"], head["lines"], head["key"]) == (7, 7, Chain(AUDIT_KEY).id)
    assert [file.name for file in tmp_path.iterdir() if "head" in file.name] == ["head.json"]
    whole = reissue_bot("export", "--verify", "--head", "head.json", folder=tmp_path, **env)
    assert (whole.returncode, whole.stdout) == (0, f"The chain is whole: 7 lines. Head of the chain: {head['head']}\n")
    (tmp_path / "head.json").write_text(json.dumps({**head, "head": "0" * 64}), encoding="utf-8")
    cut_off = reissue_bot("export", "--verify", "--head", "head.json", folder=tmp_path, **env)
    assert (cut_off.returncode, "Cut off" in cut_off.stdout) == (1, True)


def test_lines_and_head_can_be_written_together(sqlite_url: str, tmp_path: Path) -> None:
    fill(sqlite_url, 1)
    env = {**GOOD, "DATABASE_URL": sqlite_url}
    written = reissue_bot(
        "export", "--format", "jsonl", "--output", "audit.jsonl", "--head", "head.json", folder=tmp_path, **env
    )
    assert (written.returncode, written.stdout) == (0, "")
    last = json.loads((tmp_path / "audit.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    head = json.loads((tmp_path / "head.json").read_text(encoding="utf-8"))
    assert (head["seq"], head["head"]) == (last["seq"], last["mac"])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--head", "head.json"], "No line has a chain value"),
        (["--head", "nowhere/head.json"], "No line has a chain value"),
        (["--verify", "--head", "none.json"], "none.json cannot be read: No such file or directory"),
        (["--verify", "--head", "other.json"], "other.json is not a file that `export --head` wrote"),
        (["--verify", "--head", "text.txt"], "text.txt is not a file that `export --head` wrote"),
        (["--verify", "--head", "empty.json"], "empty.json has no chain value in it"),
    ],
)
def test_a_head_that_cannot_be_used_is_told_in_a_sentence(
    sqlite_url: str, tmp_path: Path, arguments: list[str], says: str
) -> None:
    for name, text in (("other.json", "{}"), ("text.txt", "zzz"), ("empty.json", '{"head": ""}')):
        (tmp_path / name).write_text(text, encoding="utf-8")
    env = {**GOOD, "DATABASE_URL": sqlite_url, "AUDIT_KEY": AUDIT_KEY}
    refused = reissue_bot("export", *arguments, folder=tmp_path, **env)
    assert (refused.returncode, refused.stdout, says in refused.stderr) == (2, "", True), refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_head_that_cannot_be_written_is_told_in_a_sentence(sqlite_url: str, tmp_path: Path) -> None:
    fill(sqlite_url, 1)
    refused = reissue_bot("export", "--head", "nowhere/head.json", folder=tmp_path, **GOOD, DATABASE_URL=sqlite_url)
    assert (refused.returncode, "nowhere/head.json cannot be written: No such file" in refused.stderr) == (2, True)


@pytest.mark.parametrize("arguments", [["--head", "0"], ["--verify", "--since", "2026-01-01"]])
def test_options_that_do_not_go_together_are_refused_with_a_sentence(tmp_path: Path, arguments: list[str]) -> None:
    refused = reissue_bot("export", *arguments, folder=tmp_path, **GOOD)
    assert (refused.returncode, refused.stdout, "--verify" in refused.stderr) == (2, "", True)


@pytest.mark.parametrize(
    ("finding", "result", "says"),
    [
        (Finding(), Verdict.WHOLE, "The chain is whole: 0 lines. Head of the chain: none yet"),
        (
            Finding(lines=3, older=1, chained=2, is_begun=True, head="ab"),
            Verdict.NOT_VOUCHED,
            "The chain is whole: 2 lines. 1 older lines, from before AUDIT_KEY was set",
        ),
        (Finding(lines=3, older=3), Verdict.BROKEN, "Nothing can be verified: no line has a chain value"),
        (
            Finding(lines=9, chained=9, faults={Fault.CHANGED: 2}, first=BrokenLink(3, 12, Fault.CHANGED)),
            Verdict.BROKEN,
            "Broken at line 3 (of R-12): it is not what was written there, or a line before it was removed or added. "
            "Broken lines after it: 1.",
        ),
        (
            Finding(lines=9, chained=8, faults={Fault.UNCHAINED: 1}, first=BrokenLink(3, None, Fault.UNCHAINED)),
            Verdict.BROKEN,
            "Broken at line 3 (of no request): it has no chain value although the chain had begun",
        ),
        (
            Finding(lines=9, chained=9, faults={Fault.CHANGED: 9}, first=BrokenLink(1, 1, Fault.CHANGED)),
            Verdict.BROKEN,
            "perhaps AUDIT_KEY is not the one it was",
        ),
    ],
)
def test_what_was_found_is_said_in_a_sentence(finding: Finding, result: Verdict, says: str) -> None:
    verified, sentences = verdict(finding, None)
    assert (verified, says in sentences) == (result, True)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("key", "old", "code", "says"),
    [
        (KEY, OLD_KEY, 0, "The chain is whole: 10 lines."),
        (KEY, "", 3, "set it in AUDIT_KEYS_OLD"),
        (STRANGE_KEY, "", 1, "was not written with AUDIT_KEY, but with another key"),
    ],
)
async def test_the_exit_code_tells_whole_from_broken_and_from_not_vouched_for(
    sqlite_url: str, tmp_path: Path, key: str, old: str, code: int, says: str
) -> None:
    await written(sqlite_url, OLD_KEY, KEY)
    env = {**GOOD, "DATABASE_URL": sqlite_url, "AUDIT_KEY": key, "AUDIT_KEYS_OLD": old}
    ended = await asyncio.to_thread(reissue_bot, "export", "--verify", folder=tmp_path, **env)
    assert (ended.returncode, says in ended.stdout) == (code, True), ended.stdout
