"""The Home tab. Each person has their own, so it names employees."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from approvals.actions.approve_several import decidable
from approvals.model.document import SeenBy
from approvals.model.newer import NewerRequest
from approvals.model.overview import Entry, Overview, SectionPage
from approvals.model.status import RequestStatus
from approvals.model.viewer import Section
from approvals.rules.documents import is_asked_of_approver
from handlers.blocks.buttons import button_row, deciding_buttons_for, own_buttons_for
from handlers.blocks.drawn import Block
from handlers.blocks.elements import actions, button, header, section, section_with
from handlers.blocks.facts import server_note
from handlers.carried import Page, SeenRevision
from handlers.ids import ActionId
from handlers.words.away import you_are_away
from handlers.words.controls.buttons import label_of
from handlers.words.entries import entry_line
from handlers.words.overview import (
    FOR_NOBODY,
    NOT_OPENED,
    NOTHING_LISTED,
    UNCHECKED_AT_HOME,
    page_words,
    title_words,
)

BLOCKS_LIMIT = 100
"""Blocks of a view."""


def home_view(overview: Overview, links: Mapping[UUID, str], server: str | None) -> dict[str, Any]:
    """A person's requests, section by section; `links` lead to the cards, where there are any.

    At most 20 requests of each of four sections: with their titles and buttons 92 blocks; Slack takes 100. Each that
    waits for the reader has a row of buttons, the most urgent first, as far as there is room for them.
    """
    unchecked = [section(UNCHECKED_AT_HOME)] if overview.reader.unchecked else []
    frame = [*_top(overview), *server_note(server).blocks, *unchecked]
    room = BLOCKS_LIMIT - len(frame) - len(_sections(overview, links, rows=0))
    nothing = [] if unchecked else [section(NOTHING_LISTED)]
    return _home([*frame, *(_sections(overview, links, rows=room) or nothing)])


def home_of_nobody() -> dict[str, Any]:
    """For people who neither request nor decide."""
    return _home([section(FOR_NOBODY)])


def home_not_opened() -> dict[str, Any]:
    """For people who do not look at it: no names, because nobody keeps it up to date."""
    return _home([section(NOT_OPENED)])


def _top(overview: Overview) -> list[Block]:
    """The buttons that are about no request, and whether the reader is away."""
    reader, away = overview.reader, overview.away
    buttons = [_button(ActionId.NEW_REQUEST, "new")] if reader.may_request else []
    if reader.may_decide:
        is_own_word = away is not None and away.is_own_word
        buttons += [_button(ActionId.AWAY, "away"), *([_button(ActionId.NOT_AWAY, "not_away")] if is_own_word else [])]
    said = [section(you_are_away(away))] if away else []
    return [*said, *([actions(buttons)] if buttons else [])]


def _sections(overview: Overview, links: Mapping[UUID, str], *, rows: int) -> list[Block]:
    return [block for name in overview.pages for block in _section(name, overview, links, rows=rows)]


def _section(name: Section, overview: Overview, links: Mapping[UUID, str], *, rows: int) -> Iterator[Block]:
    page, reader_id = overview.pages[name], overview.reader.user_id
    if page.total:
        yield header(title_words(name, page.total) + page_words(page))
    if name is Section.WAITING and len(_decided_at_once(page, overview.seen_by)) > 1:
        yield actions([_button(ActionId.APPROVE_SEVERAL, ActionId.APPROVE_SEVERAL.value)])
    for entry, follows in zip(page.entries, page.follows, strict=True):
        line = entry_line(entry, reader_id, links.get(entry.id), follows=follows)
        steps = _steps(entry) if name is Section.WAITING else ()
        if steps and not isinstance(entry, NewerRequest) and rows > 0:
            rows -= 1
            yield section(line)
            yield button_row(entry.reissue_request, [*steps, ActionId.DETAILS], named=False, own=True, styled=False)
        else:
            yield section_with(line, _button(ActionId.DETAILS, str(SeenRevision(entry.id, entry.revision))))
    turns = [(ActionId.PREVIOUS, page.number - 1), (ActionId.NEXT, page.number + 1)]
    there = [_button(action, str(Page(name, number))) for action, number in turns if 0 <= number < page.count]
    if there:
        yield actions(there)


def _decided_at_once(page: SectionPage, seen_by: SeenBy) -> Sequence[Entry]:
    """What can be approved together with others: not what has a form of its own, which asks for the document."""
    return [each for each in decidable(page) if not is_asked_of_approver(seen_by, each.reissue_request.qle)]


def _steps(entry: Entry | NewerRequest) -> Sequence[ActionId]:
    """What its reader can do about a request that waits for them: decide on it, or answer a question."""
    if isinstance(entry, NewerRequest) or not entry.is_named:
        return ()
    status, has_left = entry.reissue_request.status, entry.reissue_request.requester_left is not None
    if status is RequestStatus.PENDING:
        return deciding_buttons_for(status, has_left=has_left)
    return [action for action in own_buttons_for(status) if action is not ActionId.DETAILS]


def _button(action: ActionId, value: str) -> Block:
    return button(label_of(action), action, value)


def _home(blocks: list[Block]) -> dict[str, Any]:
    return {"type": "home", "blocks": blocks}
