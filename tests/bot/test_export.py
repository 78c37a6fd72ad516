"""Exporting: every line with its facts, harmless in a spreadsheet, in flat memory; and what verifying says."""

import csv
import io
import json
from pathlib import Path

import pytest

from bot.commands.export import COLUMNS, Period, export_lines
from bot.commands.verify import verdict
from store.single_process import database_lock
from store.verifying import BrokenLink, Fault, Finding
from tests.bot.test_cli import reissue_bot
from tests.bot.test_settings import GOOD
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
    assert [line["kind"] for line in lines] == [kind.value for kind in LIFE] * 2
    first = {name: str(value) for name, value in lines[0].items()}
    assert tuple(first) == COLUMNS
    assert (first["seq"], first["request"], first["at"]) == ("1", "R-1", "2026-11-03T09:30:01.123456+00:00")
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
    (line, *_others) = csv.DictReader(io.StringIO(exported(sqlite_url, tmp_path), newline=""))
    assert line["trace"] == f"'{start}1"


def test_a_large_audit_takes_no_more_memory_than_an_empty_one(database_url: str, tmp_path: Path) -> None:
    fill(database_url, 2_500)
    assert growth(database_url, tmp_path / "audit") < 4
    assert (tmp_path / "audit").read_bytes().count(b"\n") == 2_500 * len(LIFE) + 1


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
    assert whole.stdout == f"The chain is whole: 6 lines. Head of the chain: {head}\n"
    cut_off = reissue_bot("export", "--verify", "--head", "0" * 64, folder=tmp_path, **env)
    assert (cut_off.returncode, "Cut off" in cut_off.stdout) == (1, True)
    without = reissue_bot("export", "--verify", folder=tmp_path, **{**env, "AUDIT_KEY": ""})
    assert (without.returncode, "Without AUDIT_KEY there is no chain to verify" in without.stderr) == (2, True)


@pytest.mark.parametrize("arguments", [["--head", "0"], ["--verify", "--since", "2026-01-01"]])
def test_options_that_do_not_go_together_are_refused_with_a_sentence(tmp_path: Path, arguments: list[str]) -> None:
    refused = reissue_bot("export", *arguments, folder=tmp_path, **GOOD)
    assert (refused.returncode, refused.stdout, "--verify" in refused.stderr) == (2, "", True)


@pytest.mark.parametrize(
    ("finding", "is_good", "says"),
    [
        (Finding(), True, "The chain is whole: 0 lines. Head of the chain: none yet"),
        (Finding(lines=3, older=1, chained=2, head="ab"), True, "1 older lines, from before AUDIT_KEY was set"),
        (Finding(lines=3, older=3), False, "Nothing can be verified: no line has a chain value."),
        (
            Finding(lines=9, chained=9, changed=2, first=BrokenLink(3, 12, Fault.CHANGED)),
            False,
            "Broken at line 3 (of R-12): it is not what was written there, or a line before it was removed or added. "
            "Broken lines after it: 1.",
        ),
        (
            Finding(lines=9, chained=8, unchained=1, first=BrokenLink(3, None, Fault.UNCHAINED)),
            False,
            "Broken at line 3 (of no request): it has no chain value although the chain had begun",
        ),
        (
            Finding(lines=9, chained=9, changed=9, first=BrokenLink(1, 1, Fault.CHANGED)),
            False,
            "perhaps AUDIT_KEY is not the one it was",
        ),
    ],
)
def test_what_was_found_is_said_in_a_sentence(finding: Finding, is_good: bool, says: str) -> None:
    verified, sentence = verdict(finding, None)
    assert (verified, says in sentence) == (is_good, True)
