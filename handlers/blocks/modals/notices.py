"""Modals for reading only: where a request went, or why something was refused."""

from collections.abc import Sequence
from typing import Any

from approvals.model.request import ReissueRequest
from handlers.blocks.elements import Level, alert, context, quoted, section
from handlers.blocks.modals.modal import notice
from handlers.ids import CallbackId
from handlers.words.controls.dialogs import NOT_POSSIBLE, OUTCOMES_ARE_TOLD, WENT_WRONG, sent_title, sent_words
from handlers.words.conversation import KEPT
from handlers.words.mrkdwn import Mrkdwn, escape, one_line
from handlers.words.removed import employee_name


def notice_modal(title: str, sentence: Mrkdwn) -> dict[str, Any]:
    """A modal with one sentence; `sentence` is markup with all foreign text escaped."""
    return notice(CallbackId.NOTICE, title, [section(sentence)])


def refused_modal(
    sentence: Mrkdwn,
    written: Sequence[tuple[str, str]] = (),
    *,
    to_card: Mrkdwn | None = None,
    level: Level = Level.WARNING,
) -> dict[str, Any]:
    """A modal that says why something was refused or, with `level` ERROR, that it failed.

    `written` are the texts typed until then, pairs of label and text; `to_card` is a link to the request's card.
    """
    kept = [context(KEPT)] if written else []
    for label, text in written:
        kept += [section(Mrkdwn(f"*{escape(one_line(label))}*")), quoted(text)]
    title = WENT_WRONG if level is Level.ERROR else NOT_POSSIBLE
    return notice(CallbackId.NOTICE, title, [alert(sentence, level), *([section(to_card)] if to_card else []), *kept])


def submitted_modal(stored: Sequence[ReissueRequest], permalink: str | None, channels: Sequence[str]) -> dict[str, Any]:
    """The request modal after its submission: the numbers and where they went. `permalink` leads to the first card."""
    numbers = [each.label for each in stored]
    words = sent_words(numbers, employee_name(stored[0]), channels, permalink)
    return notice(CallbackId.NOTICE, sent_title(numbers), [section(words), context(OUTCOMES_ARE_TOLD)])
