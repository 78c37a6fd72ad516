"""The answers to `/reissue list` and `/reissue status`. Only one person sees them, and is entitled to names."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from approvals.actions.overview import PAGE, Entry, Overview
from handlers.blocks.drawn import Block, Drawn, drawn
from handlers.blocks.elements import context, section
from handlers.blocks.entries import entry_line
from handlers.blocks.facts import problem_blocks, problem_text
from handlers.words.mrkdwn import Mrkdwn, sentence
from handlers.words.overview import NOTHING_LISTED, more_words, since_words, title_words

LISTED = PAGE
"""Requests that one list names, of all sections together."""


def listed(overview: Overview, links: Mapping[UUID, str]) -> Drawn:
    """What concerns a person, the most urgent first; `links` lead to the cards, where there are any."""
    lines = list(_lines(overview, links))
    named = sum(1 for is_title, _ in lines if not is_title)
    left = sum(page.total for page in overview.pages.values()) - named
    words = [words for _, words in lines] or [NOTHING_LISTED]
    more = [more_words(left)] if left > 0 else []
    blocks = [section(Mrkdwn(f"*{words}*") if is_title else words) for is_title, words in lines]
    return _message([*words, *more], [*(blocks or [section(NOTHING_LISTED)]), *map(section, more)])


def request_status(entry: Entry, reader_id: str, to_card: str | None) -> Drawn:
    """How one request stands, since when, and what went wrong."""
    reissue_request = entry.reissue_request
    line, since, problem = entry_line(entry, reader_id, to_card), since_words(entry), problem_text(reissue_request)
    words = [line, *([problem] if problem else []), since]
    return _message(words, [section(line), *problem_blocks(reissue_request), context(since)])


def _lines(overview: Overview, links: Mapping[UUID, str]) -> Iterator[tuple[bool, Mrkdwn]]:
    """Titles and lines in order, each with whether it is a title."""
    room = LISTED
    for name, page in overview.pages.items():
        entries = page.entries[:room]
        room -= len(entries)
        if entries:
            yield True, Mrkdwn(title_words(name, page.total))
        for entry in entries:
            yield False, entry_line(entry, overview.reader.user_id, links.get(entry.reissue_request.id))


def _message(words: list[Mrkdwn], blocks: list[Block]) -> Drawn:
    return drawn(Mrkdwn(" ".join(sentence(each) for each in words)), blocks)
