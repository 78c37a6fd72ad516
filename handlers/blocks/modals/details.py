"""The modal behind *Details*: every fact of a request and its timeline, for people entitled to them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from approvals.model.attempt import Attempt
from approvals.model.event import Event, EventKind
from approvals.model.request import ReissueRequest
from approvals.model.status import ENDED
from handlers.blocks.buttons import button_row, deciding_buttons_for, own_buttons_for
from handlers.blocks.context import CardContext
from handlers.blocks.conversation import not_shown, remarks_in_details
from handlers.blocks.drawn import Block
from handlers.blocks.elements import TEXT_LIMIT, context, divider, fields, quoted, section
from handlers.blocks.facts import (
    document,
    match_note,
    namesakes,
    reason,
    repeats,
    request_facts,
    requester_left,
    second_approval,
    server_note,
    step,
    title,
    warnings_in_modal,
)
from handlers.blocks.modals.modal import notice
from handlers.blocks.parts import Part, blocks_of
from handlers.blocks.standstill import doubt, problem
from handlers.ids import ActionId, CallbackId
from handlers.words.controls.dialogs import details_title
from handlers.words.dates import instant
from handlers.words.details import (
    AFTER,
    BEFORE,
    DECISION,
    DECISIONS,
    EVENT,
    RULES,
    TIMELINE,
    TRIES,
    TRY,
    as_of_words,
    attempt_words,
    decision_words,
    ids_words,
    repeated_words,
)
from handlers.words.enrollments import enrollment_facts, escaped
from handlers.words.mrkdwn import Mrkdwn
from handlers.words.timeline import timeline_words

NOTHING = Mrkdwn("")
LINES_SHOWN = 40
TIMELINE_BLOCKS = 6
DECISIONS_SHOWN = 8
ATTEMPTS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Reader:
    """The person who reads the details (user id). `may_decide`: they may decide on the request while it is undecided.
    `done` says what they have just done."""

    user_id: str
    may_decide: bool = False
    done: Mrkdwn = NOTHING


def details_modal(
    reissue_request: ReissueRequest,
    attempts: Sequence[Attempt],
    events: Sequence[Event],
    ctx: CardContext,
    now: datetime,
    rule_hints: Mrkdwn = NOTHING,
    reader: Reader | None = None,
) -> dict[str, Any]:
    """All facts of a request as of `now`, also where the channel's card shows only a few. `rule_hints` are about its
    life event.

    The reader gets the requester's buttons if they are the requester, and an approver's if they may decide.
    """
    blocks = [
        *([section(reader.done)] if reader and reader.done else []),
        *blocks_of(_facts(reissue_request, attempts, ctx)),
        *(_buttons(reissue_request, reader) if reader else []),
        *_enrollments(reissue_request),
        *([divider(), section(RULES), context(rule_hints)] if rule_hints else []),
        *remarks_in_details(ctx.conversation.remarks),
        *_decisions(reissue_request),
        *_attempts(attempts),
        *_timeline(events),
        context(ids_words(reissue_request), as_of_words(now)),
    ]
    return notice(CallbackId.DETAILS, details_title(reissue_request.label), blocks)


def _facts(reissue_request: ReissueRequest, attempts: Sequence[Attempt], ctx: CardContext) -> list[Part]:
    return [
        title(reissue_request, named=True),
        server_note(ctx.server),
        step(reissue_request, ctx),
        request_facts(reissue_request, ctx.today),
        reason(reissue_request),
        document(reissue_request, ctx),
        repeats(ctx.again_of),
        warnings_in_modal(reissue_request),
        second_approval(reissue_request, ctx.second_approval),
        match_note(reissue_request, is_matched=ctx.is_matched),
        namesakes(reissue_request, ctx.namesakes),
        requester_left(reissue_request, named=True),
        *doubt(reissue_request, attempts),
        *problem(reissue_request),
    ]


def _buttons(reissue_request: ReissueRequest, reader: Reader) -> list[Block]:
    """The reader's next steps, and another look while something can still happen."""
    steps = _own(reissue_request, reader.user_id) or (_deciding(reissue_request) if reader.may_decide else [])
    look = [] if reissue_request.status in ENDED else [ActionId.LOOK_AGAIN]
    # Without the names of the card, so that approving is the form's button here, as on a card that shows no facts.
    return [button_row(reissue_request, [*steps, *look], named=False, own=True)] if steps or look else []


def _own(reissue_request: ReissueRequest, reader_id: str) -> list[ActionId]:
    has_left = reissue_request.requester_left is not None
    if has_left or reader_id != reissue_request.requester or reissue_request.blanked_at is not None:
        return []
    return [action for action in own_buttons_for(reissue_request.status) if action is not ActionId.DETAILS]


def _deciding(reissue_request: ReissueRequest) -> list[ActionId]:
    has_left = reissue_request.requester_left is not None
    return list(deciding_buttons_for(reissue_request.status, has_left=has_left))


def _enrollments(reissue_request: ReissueRequest) -> list[Block]:
    before = fields(escaped(enrollment_facts(reissue_request.enrollment, reissue_request.product)))
    blocks = [divider(), section(BEFORE), before]
    if reissue_request.summary is None:
        return blocks
    after = fields(escaped(enrollment_facts(reissue_request.summary, reissue_request.product)))
    return [*blocks, section(AFTER), after]


def _decisions(reissue_request: ReissueRequest) -> list[Block]:
    decisions, revision = reissue_request.decisions, reissue_request.revision
    blocks: list[Block] = [divider(), section(DECISIONS)] if decisions else []
    blocks += not_shown(len(decisions) - DECISIONS_SHOWN, DECISION)
    for decision in decisions[-DECISIONS_SHOWN:]:
        blocks.append(section(decision_words(decision, revision)))
        if decision.reason:
            blocks.append(quoted(decision.reason))
    return blocks


def _attempts(attempts: Sequence[Attempt]) -> list[Block]:
    blocks: list[Block] = [divider(), section(TRIES)] if attempts else []
    blocks += not_shown(len(attempts) - ATTEMPTS_SHOWN, TRY)
    for attempt in attempts[-ATTEMPTS_SHOWN:]:
        blocks.append(section(attempt_words(attempt)))
        if attempt.message:
            blocks.append(quoted(attempt.message))
    return blocks


def _timeline(events: Sequence[Event]) -> list[Block]:
    """The newest events, as many as fit into some blocks; a line stands for events that differ only in their time."""
    chunks: list[Mrkdwn] = []
    shown = 0
    for line, stands_for in _lines(events)[:LINES_SHOWN]:
        longer = Mrkdwn(f"{line}\n{chunks[0]}") if chunks else line
        if chunks and len(longer) <= TEXT_LIMIT:
            chunks[0] = longer
        elif len(chunks) < TIMELINE_BLOCKS:
            chunks.insert(0, line)
        else:
            break
        shown += stands_for
    return [divider(), section(TIMELINE), *not_shown(len(events) - shown, EVENT), *map(section, chunks)]


def _lines(events: Sequence[Event]) -> list[tuple[Mrkdwn, int]]:
    """A line for each event, the newest first, with the number of events that it stands for. Looks and refusals that
    repeat have one line, at the time of the last: looking often must not push out what happened."""
    alike = [_alike(position, event) for position, event in enumerate(events)]
    times, lines = Counter(alike), list[tuple[Mrkdwn, int]]()
    for key, event in zip(reversed(alike), reversed(events), strict=True):
        if count := times.pop(key, 0):
            words = repeated_words(timeline_words(event), count)
            lines.append((Mrkdwn(f"{instant(event.at)}: {words}"), count))
    return lines


def _alike(position: int, event: Event) -> tuple[object, ...]:
    """The same for events of which only the last is shown."""
    if event.kind not in (EventKind.VIEWED, EventKind.REFUSED):
        return (position,)
    return event.kind, event.actor, event.codes.get("wanted"), event.codes.get("why")
