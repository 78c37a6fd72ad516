"""The answers to `/reissue list` and `/reissue status`. Only one person sees them, and is entitled to names."""

from collections.abc import Mapping
from uuid import UUID

from approvals.model.newer import NewerRequest
from approvals.model.overview import PAGE, Entry, Overview
from handlers.blocks.drawn import Drawn
from handlers.blocks.parts import Part, bold, line, message, paragraph, small_print
from handlers.blocks.standstill import problem
from handlers.words.entries import entry_line
from handlers.words.overview import NOTHING_LISTED, UNCHECKED_IN_LISTS, more_words, since_words, title_words

LISTED = PAGE
"""Requests that one list names, of all sections together."""


def listed(overview: Overview, links: Mapping[UUID, str]) -> Drawn:
    """A person's requests, the most urgent first; `links` lead to the cards, where there are any."""
    parts, named = list[Part](), 0
    for name, page in overview.pages.items():
        entries = page.entries[: LISTED - named]
        named += len(entries)
        if entries:
            parts.append(bold(title_words(name, page.total)))
        for entry, follows in zip(entries, page.follows, strict=False):
            parts.append(line(entry_line(entry, overview.reader.user_id, links.get(entry.id), follows=follows)))
    left = sum(page.total for page in overview.pages.values()) - named
    more = [paragraph(more_words(left))] if left > 0 else []
    unchecked = [paragraph(UNCHECKED_IN_LISTS)] if overview.reader.unchecked else []
    return message([*(parts or ([] if unchecked else [paragraph(NOTHING_LISTED)])), *more, *unchecked])


def request_status(entry: Entry | NewerRequest, reader_id: str, to_card: str | None) -> Drawn:
    """The status of one request, since when it has it, and its problem."""
    stands = line(entry_line(entry, reader_id, to_card))
    if isinstance(entry, NewerRequest):
        return message([stands])
    known = problem(entry.reissue_request) if entry.is_named else []
    return message([stands, *known, small_print(since_words(entry))])
