"""The Home tab. Each person has their own, so it names employees."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from approvals.model.overview import Overview, SectionPage
from approvals.model.viewer import Section
from handlers.blocks.drawn import Block
from handlers.blocks.elements import actions, button, header, section, section_with
from handlers.blocks.facts import server_note
from handlers.ids import ActionId, Page, SeenRevision
from handlers.words.controls.buttons import label_of
from handlers.words.entries import entry_line
from handlers.words.overview import FOR_NOBODY, NOT_OPENED, NOTHING_LISTED, page_words, title_words


def home_view(overview: Overview, links: Mapping[UUID, str], server: str | None) -> dict[str, Any]:
    """A person's requests, section by section; `links` lead to the cards, where there are any.

    At most 20 requests of each of four sections: with their titles and buttons 90 blocks; Slack takes 100.
    """
    listed = [block for name, page in overview.pages.items() for block in _section(name, page, overview, links)]
    new = [actions([_button(ActionId.NEW_REQUEST, "new")])] if overview.reader.may_request else []
    return _home([*new, *server_note(server).blocks, *(listed or [section(NOTHING_LISTED)])])


def home_of_nobody() -> dict[str, Any]:
    """For people who neither request nor decide."""
    return _home([section(FOR_NOBODY)])


def home_not_opened() -> dict[str, Any]:
    """For people who do not look at it: no names, because nobody keeps it up to date."""
    return _home([section(NOT_OPENED)])


def _section(name: Section, page: SectionPage, overview: Overview, links: Mapping[UUID, str]) -> Iterator[Block]:
    if page.total:
        yield header(title_words(name, page.total) + page_words(page))
    for entry, follows in zip(page.entries, page.follows, strict=True):
        line = entry_line(entry, overview.reader.user_id, links.get(entry.id), follows=follows)
        yield section_with(line, _button(ActionId.DETAILS, str(SeenRevision(entry.id, entry.revision))))
    turns = [(ActionId.PREVIOUS, page.number - 1), (ActionId.NEXT, page.number + 1)]
    there = [_button(action, str(Page(name, number))) for action, number in turns if 0 <= number < page.count]
    if there:
        yield actions(there)


def _button(action: ActionId, value: str) -> Block:
    return button(label_of(action), action, value)


def _home(blocks: list[Block]) -> dict[str, Any]:
    return {"type": "home", "blocks": blocks}
