"""The reference is made from the code, and is what the code says now."""

import re
from pathlib import Path

import pytest

from bot.logs.events import EVENTS
from bot.settings import Settings
from tests.docs.blocks import ROOT
from tests.docs.generated import DOCS, MADE, REFERENCE
from tests.docs.log_lines import log_lines
from tests.docs.settings_more import GROUPS, MORE

FAILURES = ROOT / "docs" / "common-failures.md"


@pytest.mark.parametrize("name", MADE)
def test_a_page_is_what_the_code_says_or_make_reference_writes_it_again(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == MADE[name]()


def test_no_other_page_claims_to_be_made_from_the_code() -> None:
    assert {path.relative_to(DOCS).as_posix() for path in REFERENCE.iterdir()} <= MADE.keys()


def test_what_is_said_of_a_setting_is_said_of_one_that_there_is() -> None:
    said = {name for names in GROUPS.values() for name in names} | MORE.keys()
    assert said <= Settings.model_fields.keys()


def test_every_setting_is_in_the_reference() -> None:
    text = (REFERENCE / "settings.md").read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if f"| `{name.upper()}` |" not in text] == []


def test_every_line_of_the_log_that_common_failures_names_is_written_somewhere() -> None:
    events = {line.event for line in log_lines()} | set(EVENTS)
    lines = re.findall(r"^- \*\*In the log:\*\* (.+?)(?=^- |^$|\Z)", _text(FAILURES), re.MULTILINE | re.DOTALL)
    named = {name for line in lines for name in re.findall(r"`([a-z]+(?:_[a-z]+)+)`", line)}
    assert len(named & events) > 15
    assert named - events == OTHER_WORDS


OTHER_WORDS = {
    *("slack_signature", "up_to", "trace_id"),  # of `/readyz`, and facts
    *("invalid_auth", "account_inactive", "channel_not_found"),  # codes of Slack
    *("wrong_contract", "wrong_key", "no_answer"),  # troubles
}
"""Words of these lines that are no events."""


def test_every_failure_says_cause_remedy_and_what_is_in_the_log() -> None:
    failures = re.split(r"^### ", _text(FAILURES), flags=re.MULTILINE)[1:]
    assert len(failures) > 25
    for failure in failures:
        parts = re.findall(r"^- \*\*(.+?):\*\*", failure, re.MULTILINE)
        assert parts == ["Cause", "Remedy", "In the log"], failure


def test_what_a_failure_quotes_is_said_by_the_bot_or_by_slack() -> None:
    rooms = [
        path for room in ("approvals", "bot", "handlers", "sandbox", "store") for path in (ROOT / room).rglob("*.py")
    ]
    said = re.sub(r'"\s+f?"|\s+', " ", " ".join(_text(path) for path in rooms))
    quoted = [
        words for title in re.findall(r"^### (.+)", _text(FAILURES), re.MULTILINE) for words in QUOTE.findall(title)
    ]
    assert len(quoted) > 10
    assert [words for words in quoted if words not in said] == []


QUOTE = re.compile(r'"([^"…]+?)\.?(?: ?…[^"]*)?"')
"""What a title quotes, up to what is left out."""


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")
