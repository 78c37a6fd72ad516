"""The part of the request modal that is about a name typed with the command: whom it found, to choose from."""

from dataclasses import dataclass

from approvals.model.choices import Matches
from handlers.blocks.drawn import Block
from handlers.blocks.elements import OPTIONS_LIMIT, button, context, section, section_with
from handlers.ids import ActionId
from handlers.words.controls.buttons import label_of
from handlers.words.controls.forms import TYPE_MORE
from handlers.words.mrkdwn import Mrkdwn
from handlers.words.search import no_one_called_words, person_words, searching_words, several_called_words
from handlers.words.vitable import AN_EMPLOYEE, left_out_words

OFFERED = 10
"""Employees with a button; the menu above finds all others."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name, and the employees it found; None while they are looked for."""

    typed: str
    found: Matches | None = None

    @property
    def is_open(self) -> bool:
        """Whether they are still looked for. The employee menu is left out then: it would have to show who was found,
        and Slack shows an initial option only in a menu that was not there before."""
        return self.found is None


def named_part(named: Named) -> list[Block]:
    """The employees of that name, each with a button; or why there is none to choose."""
    if named.found is None:
        return [context(searching_words(named.typed))]
    found = named.found
    left_out = [context(Mrkdwn(left_out_words(found.left_out, AN_EMPLOYEE)))] if found.left_out else []
    if found.too_short:
        return [section(Mrkdwn(TYPE_MORE))]
    if not found.entries:
        return [section(no_one_called_words(named.typed)), *left_out]
    offered, more = found.entries[:OFFERED], found.more or len(found.entries) >= OPTIONS_LIMIT
    words = several_called_words(len(found.entries), len(offered), named.typed, more=more)
    choose = label_of(ActionId.CHOOSE_EMPLOYEE)
    people = [
        section_with(person_words(one), button(choose, ActionId.CHOOSE_EMPLOYEE.value, one.id)) for one in offered
    ]
    return [section(words), *people, *left_out]
