"""The documents agree with the repository."""

import ast
import re
from pathlib import Path

import pytest

from store.tables import RequestRow
from tests.docs.blocks import blocks_of
from tests.docs.boundaries_drawing import CROSSINGS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / ".github").glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
NAMED_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
NAMED_PATH = re.compile(
    r"`((?!deploy/(?:secrets/|bot\.env`))(?:approvals|benefits|bot|deploy|docs|findings|handlers|sandbox|store|tests)/[\w/.]*)`"
)
"""What is in `deploy/secrets/` and `deploy/bot.env` is made by the person who deploys."""
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")


def names_in(path: Path) -> set[str]:
    """The names of the tests in a module."""
    return {
        node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_and_every_page_it_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    missing = [name for module, name in NAMED_TEST.findall(text) if name not in names_in(ROOT / module)]
    dangling = [target for target in LINK.findall(text) if not (page.parent / target).exists()]
    assert (missing, dangling) == ([], [])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_and_folder_it_names_exists(page: Path) -> None:
    assert [path for path in NAMED_PATH.findall(page.read_text(encoding="utf-8")) if not (ROOT / path).exists()] == []


def test_the_failure_model_names_a_test_for_each_row() -> None:
    text = (ROOT / "docs/failure-model.md").read_text(encoding="utf-8")
    rows = text.split("## What is promised")[1].split("## Under")[0].strip().splitlines()[2:]
    assert len(rows) > 20
    assert [row for row in rows if row.startswith("|") and not NAMED_TEST.search(row)] == []


def test_the_security_page_names_a_test_for_each_attack() -> None:
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    table = text.split("## Attack, what happens, test")[1].split("## What it does not")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ") and not line.startswith("| attack |")]
    assert len(rows) > 50
    assert [row for row in rows if not NAMED_TEST.search(row)] == []


def test_the_security_page_has_a_row_for_each_number_of_its_drawing() -> None:
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    table = text.split("## The trust boundaries")[1].split("\n## ")[0]
    assert re.findall(r"^\| (\d) \|", table, re.MULTILINE) == [number for number, _ in CROSSINGS]


def test_the_first_page_of_the_site_makes_the_promises_of_the_readme() -> None:
    readme, first = (
        re.search(r"^1\. \*\*.+?(?=\n\n)", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
        for page in ("README.md", "docs/index.md")
    )
    assert readme is not None
    assert first is not None
    assert readme[0] == first[0]


def test_the_readme_draws_a_requests_life_as_its_page_does() -> None:
    readme, page = (list(blocks_of(ROOT / name)) for name in ("README.md", "docs/lifecycle.md"))
    [drawing] = page
    assert drawing.body in [block.body for block in readme]


def test_no_word_has_two_entries_in_the_glossary() -> None:
    glossary = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    words = re.findall(r"\*\*([^*]+)\*\*(?: \(.*?\))? \N{EN DASH}", glossary)
    assert len(words) > 80
    assert [word for word in set(words) if words.count(word) > 1] == []


def test_the_privacy_page_says_of_every_table_what_is_in_it() -> None:
    text = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")
    tables = text.split("## What is stored where")[1].split("\n## ")[0]
    assert [name for name in RequestRow.metadata.tables if f"| `{name}` |" not in tables] == []
