"""The comparison says nothing about others without a source."""

import re

from tests.docs.blocks import ROOT

PAGE = (ROOT / "docs" / "comparison.md").read_text(encoding="utf-8")

QUESTIONS = {
    part.partition("\n")[0]: part for part in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:] if "| source |" in part
}
"""What stands under each question."""


def rows() -> list[list[str]]:
    """The cells of each row under a question: who, what is said, the source."""
    lines = [line for text in QUESTIONS.values() for line in text.splitlines() if line.startswith("| ")]
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if "---" not in line and line[:5] != "| who"
    ]


def test_each_cell_has_its_source_or_says_that_none_was_found() -> None:
    said = [row for row in rows() if row[0]]
    assert len(said) > 60
    without = [row for row in said if "](" not in row[2] and row[2] != "`LICENSE`"]
    assert [row for row in without if row[1:] != ["not found", "–"]] == []  # noqa: RUF001 - the dash of an empty cell


def test_each_question_is_answered_by_this_bot_first() -> None:
    for question, text in QUESTIONS.items():
        first = re.findall(r"^\| (\w.*?) \|", text, re.MULTILINE)[1]
        assert first == "this bot", question
