"""The answers to `/reissue find` and `/reissue history`. Only one person sees them."""

from collections.abc import Mapping
from uuid import UUID

from approvals.model.choices import Matches
from approvals.model.history import History
from approvals.model.newer import NewerRequest
from approvals.model.overview import Entry
from handlers.blocks.drawn import Block, Drawn
from handlers.blocks.elements import actions, button, section_with
from handlers.blocks.parts import Part, bold, line, message, paragraph, shown_only, small_print
from handlers.carried import FoundPage, SeenRevision
from handlers.ids import ActionId
from handlers.words.controls.buttons import label_of
from handlers.words.entries import entry_line
from handlers.words.mrkdwn import Mrkdwn, sentence
from handlers.words.overview import FOR_NOBODY, UNCHECKED_IN_LISTS
from handlers.words.search import (
    LETTERS_NEEDED,
    NO_EMPLOYEE,
    NO_REQUEST_OF_THAT_NAME,
    NOT_WHOLE_YET,
    dated_words,
    looked_for_words,
    nothing_words,
    people_title,
    person_words,
    requests_title,
)
from handlers.words.vitable import AN_EMPLOYEE, left_out_words

PEOPLE_SHOWN = 8
"""With 20 requests, their titles and buttons a message stays under Slack's 50 blocks."""


def found_message(
    history: History, links: Mapping[UUID, str], people: Matches | Mrkdwn | None = None, *, by_name: bool = False
) -> Drawn:
    """The requests that were found, after the `people`, where those were looked for: whom it found, or why it could not
    look. `by_name`: the requests were looked for by a name, on this page for the first time."""
    if history.is_for_nobody:
        return message([paragraph(FOR_NOBODY)])
    not_whole = [] if history.is_whole else [paragraph(NOT_WHOLE_YET)]
    unchecked = [paragraph(UNCHECKED_IN_LISTS)] if history.reader.unchecked else []
    return message([*_people(people), *_requests(history, links, by_name=by_name), *not_whole, *unchecked])


def _people(found: Matches | Mrkdwn | None) -> list[Part]:
    if found is None:
        return []
    if not isinstance(found, Matches):
        return [paragraph(found)]
    if found.too_short:
        return [paragraph(LETTERS_NEEDED)]
    left_out = [small_print(left_out_words(found.left_out, AN_EMPLOYEE))] if found.left_out else []
    if not found.entries:
        return [paragraph(NO_EMPLOYEE), *left_out]
    shown = found.entries[:PEOPLE_SHOWN]
    title = people_title(len(shown), more=found.more or len(found.entries) > len(shown))
    return [bold(title), *(_beside(person_words(one), ActionId.REQUEST_FOR, one.id) for one in shown), *left_out]


def _requests(history: History, links: Mapping[UUID, str], *, by_name: bool) -> list[Part]:
    if not history.entries:
        was_named = by_name and not history.wanted.employees
        return [paragraph(NO_REQUEST_OF_THAT_NAME if was_named else nothing_words(history))]
    listed = [_request(entry, history.reader.user_id, links.get(entry.id)) for entry in history.entries]
    return [bold(requests_title(history)), small_print(looked_for_words(history)), *listed, *_turns(history)]


def _request(entry: Entry | NewerRequest, reader_id: str, to_card: str | None) -> Part:
    words = dated_words(entry_line(entry, reader_id, to_card), entry)
    if isinstance(entry, NewerRequest) or not entry.is_named:
        return line(words)
    return _beside(words, ActionId.DETAILS, str(SeenRevision(entry.id, entry.revision)))


def _turns(history: History) -> list[Part]:
    turns = [(ActionId.PREVIOUS_FOUND, history.page.number - 1), (ActionId.NEXT_FOUND, history.page.number + 1)]
    there = [
        _button(action, str(FoundPage(history.wanted, to))) for action, to in turns if 0 <= to < history.page.count
    ]
    return [shown_only(actions(there))] if there else []


def _beside(words: Mrkdwn, action: ActionId, value: str) -> Part:
    return Part(Mrkdwn(sentence(words)), (section_with(words, _button(action, value)),))


def _button(action: ActionId, value: str) -> Block:
    return button(label_of(action), action, value)
