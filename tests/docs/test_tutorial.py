"""What the tutorial tells people to press is there. Its story is told in tests/conversations/browser."""

import re

from tests.docs.blocks import ROOT

PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")

PLACES = ("handlers", "sandbox", "benefits")


def test_everything_that_it_names_is_on_the_page_or_in_the_bot() -> None:
    files = [path for room in PLACES for path in (ROOT / room).rglob("*") if path.suffix in (".py", ".js", ".json")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    named = set(re.findall(r"(?<![*\w])\*([^*\n]+)\*(?!\*)", PAGE))
    assert len(named) > 12
    assert [words for words in sorted(named) if words.rstrip("…") not in text] == []
