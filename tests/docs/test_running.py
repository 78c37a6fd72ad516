"""How the commands of a page are run: what fails is told, what is not run has a reason, gaps are filled in."""

import subprocess
from pathlib import Path

import pytest

from tests.docs.blocks import ROOT, Block, blocks_of
from tests.docs.running import NOT_RUN, Unfilled, script, wanted, why_not_run


def ran(body: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A page with one block of commands."""
    text = script([Block(ROOT / "page.md", "sh", body)], {"R-12": "R-1"})
    env = {"PATH": "/usr/bin:/bin", **wanted(variables)}
    return subprocess.run(["/bin/bash", "-c", text], env=env, capture_output=True, text=True, check=False)  # noqa: S603


def test_a_command_that_fails_ends_the_page_and_is_named() -> None:
    failed = ran("echo before\nfalse --of=the-page\necho after\n")
    assert failed.returncode != 0
    assert failed.stdout == "before\n"
    assert "This command of the page failed: false --of=the-page" in failed.stderr


def test_what_one_block_sets_the_next_one_has_and_gaps_are_filled_in() -> None:
    told = ran(
        'export SLACK_BOT_TOKEN=xoxb-…  \\\n  OTHER=2\n# a comment\necho "$SLACK_BOT_TOKEN" $OTHER R-12\n',
        SLACK_BOT_TOKEN="xoxb-1",
    )
    assert told.stdout == "xoxb-1 2 R-1\n"


def test_a_gap_that_no_one_fills_in_is_an_error() -> None:
    with pytest.raises(Unfilled, match="echo somewhere/…"):
        ran("echo somewhere/…\n")


@pytest.mark.parametrize(
    "command", ["make test", "git checkout v1.0.0", "docker compose up", "sudo systemctl restart reissue-bot"]
)
def test_what_cannot_be_run_here_is_left_out_with_a_reason(command: str) -> None:
    assert why_not_run(command)
    assert ran(f"{command}\n").returncode == 0


@pytest.mark.parametrize("command", ["make demo", "python -m bot web", "sqlite3 reissue.db", "dockerize"])
def test_everything_else_is_run(command: str) -> None:
    assert why_not_run(command) is None


def test_people_who_write_pages_are_told_what_is_not_run_and_why() -> None:
    page = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = page.partition("| not run | why |\n|---|---|\n")[2].partition("\n\n")[0]
    assert table.splitlines() == [f"| {one.told} | {one.why} |" for one in NOT_RUN]


def test_blocks_inside_lists_are_found_and_their_indentation_is_taken_off(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("1. Do:\n\n    ```sh\n    one\n      two\n    ```\n\n```\nthree\n```\n", encoding="utf-8")
    assert [(block.language, block.body) for block in blocks_of(page)] == [("sh", "one\n  two\n"), ("", "three\n")]
