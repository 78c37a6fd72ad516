"""The enrollment summary in the thread: the new enrollment, and the one before."""

from collections.abc import Sequence
from datetime import date

from approvals.model.attempt import Attempt
from approvals.model.event import Event
from approvals.model.request import ReissueRequest
from benefits.models import Enrollment
from handlers.blocks.buttons import button_row
from handlers.blocks.context import CardContext
from handlers.blocks.drawn import Drawn
from handlers.blocks.elements import context
from handlers.blocks.facts import server_note, text_of_decision, title
from handlers.blocks.parts import NOTHING, Part, message, paragraph, shown_only, small_print
from handlers.blocks.together import closing
from handlers.ids import ActionId
from handlers.words.enrollments import (
    CONFIRMED,
    UNREADABLE,
    enrollment_ids,
    new_enrollment_said,
    new_enrollment_shown,
    not_read_yet,
)
from handlers.words.problems import found_words
from handlers.words.summary import before_said, before_shown, checks_words, now_said, now_shown
from handlers.words.thread import thread_words


def enrollment_summary(
    reissue_request: ReissueRequest,
    attempts: Sequence[Attempt],
    ctx: CardContext,
    event: Event | None = None,
    approved: Event | None = None,
) -> Drawn:
    """The post in the thread once a request is reissued; drawn again when *Refresh* finds a change. `event` is the
    audit line that it is about; `approved` is the one of the approval that it followed at once, which had no time for a
    post of its own."""
    named, after = ctx.shows_all_of(reissue_request), reissue_request.summary
    stands = closing(event, ctx, named=named) if event else NOTHING
    heading = [title(reissue_request, named=named), server_note(ctx.server)]
    approval = _approval(reissue_request, approved, named=named)
    if not named:
        return message([*heading, *approval, stands])
    return message(
        [
            *heading,
            *approval,
            paragraph(new_enrollment_shown(reissue_request), new_enrollment_said(reissue_request)),
            *([_unread(reissue_request)] if after is None else _before_and_now(reissue_request, after, ctx.today)),
            _found(reissue_request, attempts),
            stands,
            _refresh(reissue_request),
        ]
    )


def _approval(reissue_request: ReissueRequest, approved: Event | None, *, named: bool) -> list[Part]:
    words = thread_words(approved, reissue_request, named=named) if approved else None
    if approved is None or words is None:
        return []
    return [paragraph(words), *(text_of_decision(approved, reissue_request) if named else [])]


def _before_and_now(reissue_request: ReissueRequest, after: Enrollment, today: date) -> list[Part]:
    """The two enrollments in lines, and not as a table: in the thread pane and on a phone a table hides its last
    column."""
    return [
        paragraph(before_shown(reissue_request), before_said(reissue_request)),
        paragraph(now_shown(reissue_request, after, today), now_said(reissue_request, after, today)),
        small_print(checks_words(reissue_request, after)),
        shown_only(context(*enrollment_ids(reissue_request.enrollment, after))),
    ]


def _unread(reissue_request: ReissueRequest) -> Part:
    if reissue_request.awaits_summary:
        return paragraph(not_read_yet(reissue_request))
    return paragraph(CONFIRMED if reissue_request.confirmed_by else UNREADABLE)


def _found(reissue_request: ReissueRequest, attempts: Sequence[Attempt]) -> Part:
    """Tells that the enrollment was found by reading back: a colleague's reissue would look the same."""
    if reissue_request.summary is None or reissue_request.confirmed_by or not attempts:
        return NOTHING
    return small_print(found_words(attempts[-1].outcome) or "")


def _refresh(reissue_request: ReissueRequest) -> Part:
    if not (reissue_request.awaits_election or reissue_request.awaits_summary):
        return NOTHING
    return shown_only(button_row(reissue_request, [ActionId.REFRESH], named=True))
