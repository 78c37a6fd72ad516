"""The part of a form that asks which document of the life event a person saw. No files: those stay in the HR system."""

from collections.abc import Sequence

from approvals.model.document import WORDS_LIMIT, DocumentKind, SeenDocument
from approvals.rules.documents import offered_kinds
from benefits.models import QualifyingLifeEvent
from handlers.blocks.drawn import Block
from handlers.blocks.elements import checkboxes, date_picker, entry, hint, option, static_select, text_line
from handlers.ids import BlockId, depending_on
from handlers.words.documents import (
    CHOOSE_DOCUMENT,
    DOCUMENT,
    DOCUMENT_DATE,
    DOCUMENT_DATE_HINT,
    DOCUMENT_HINT,
    DOCUMENT_KIND,
    DOCUMENT_OTHER,
    DOCUMENT_SEEN,
    DOCUMENT_WORDS,
    DOCUMENT_WORDS_HINT,
    option_words,
)

SEEN = "seen"
"""The value of the box."""


def document_part(
    events: Sequence[QualifyingLifeEvent | None], chosen: SeenDocument | None = None, *, ticked: bool = False
) -> list[Block]:
    """The fields, with the kinds that are usual for the first of these events first. `chosen` is what was said before.

    Their ids depend on the events, so that another event begins with its own usual document.
    """
    kinds = offered_kinds(*events)
    which = events[0].id if events and events[0] else ""
    initial = chosen.kind if chosen else kinds[0]
    is_usual = len(kinds) > 1
    return [
        _field(BlockId.DOCUMENT, which, DOCUMENT, _box(ticked=ticked), hint=hint(DOCUMENT_HINT)),
        _field(BlockId.DOCUMENT_KIND, which, DOCUMENT_KIND, _kinds([*kinds, initial], initial)),
        _field(
            BlockId.DOCUMENT_DATE,
            which,
            DOCUMENT_DATE,
            date_picker(BlockId.DOCUMENT_DATE.value, chosen.on if chosen else None),
            hint=hint(DOCUMENT_DATE_HINT),
        ),
        _field(
            BlockId.DOCUMENT_WORDS,
            which,
            DOCUMENT_WORDS if is_usual else DOCUMENT_OTHER,
            text_line(BlockId.DOCUMENT_WORDS.value, WORDS_LIMIT, chosen.words if chosen else ""),
            hint=hint(DOCUMENT_WORDS_HINT),
            **({"optional": True} if is_usual else {}),
        ),
    ]


def _field(block: BlockId, which: str, label: str, element: Block, **more: object) -> Block:
    return entry(depending_on(block, which), label, element, **more)


def _box(*, ticked: bool) -> Block:
    return checkboxes(BlockId.DOCUMENT.value, [option(DOCUMENT_SEEN, SEEN)], [SEEN] if ticked else [])


def _kinds(kinds: Sequence[DocumentKind], chosen: DocumentKind) -> Block:
    options = [option(option_words(kind), kind.value) for kind in dict.fromkeys(kinds)]
    return static_select(BlockId.DOCUMENT_KIND.value, CHOOSE_DOCUMENT, options, chosen.value)
