"""The modal behind *Details*: every fact of a request and its timeline, for people entitled to them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from approvals.model.attempt import Attempt
from approvals.model.event import Event, EventKind
from approvals.model.request import Decision, ReissueRequest
from handlers.blocks.context import CardContext
from handlers.blocks.conversation import remarks_in_details
from handlers.blocks.drawn import Block
from handlers.blocks.elements import context, divider, fields, quoted, section
from handlers.blocks.facts import (
    match_note,
    namesakes,
    reason,
    request_facts,
    requester_left,
    second_approval,
    server_note,
    title,
    warnings,
)
from handlers.blocks.modals.modal import notice
from handlers.blocks.parts import Part, blocks_of, paragraph
from handlers.blocks.standstill import doubt, problem
from handlers.ids import CallbackId
from handlers.words.controls.dialogs import details_title
from handlers.words.dates import instant
from handlers.words.details import (
    AFTER,
    BEFORE,
    DECISIONS,
    RULES,
    TIMELINE,
    TRIES,
    as_of_words,
    attempt_words,
    decision_words,
    ids_words,
    not_shown_words,
)
from handlers.words.enrollments import enrollment_facts, escaped
from handlers.words.events import timeline_words
from handlers.words.mrkdwn import Mrkdwn
from handlers.words.steps import next_step

NOTHING = Mrkdwn("")
EVENTS_SHOWN = 40
DECISIONS_SHOWN = 10
ATTEMPTS_SHOWN = 10
LINES_IN_A_BLOCK = 10
"""Keeps a block of lines under Slack's 3,000 characters."""


def details_modal(
    reissue_request: ReissueRequest,
    attempts: Sequence[Attempt],
    events: Sequence[Event],
    ctx: CardContext,
    now: datetime,
    rule_hints: Mrkdwn = NOTHING,
) -> dict[str, Any]:
    """All facts of a request as of `now`, also where the channel's card shows only a few. `rule_hints` are about its
    life event."""
    blocks = [
        *blocks_of(_facts(reissue_request, attempts, ctx)),
        *_enrollments(reissue_request),
        *([divider(), section(RULES), context(rule_hints)] if rule_hints else []),
        *remarks_in_details(ctx.conversation.remarks),
        *_decisions(reissue_request.decisions[-DECISIONS_SHOWN:], reissue_request.revision),
        *_attempts(attempts[-ATTEMPTS_SHOWN:]),
        *_timeline(events),
        context(ids_words(reissue_request), as_of_words(now)),
    ]
    return notice(CallbackId.DETAILS, details_title(reissue_request.label), blocks)


def _facts(reissue_request: ReissueRequest, attempts: Sequence[Attempt], ctx: CardContext) -> list[Part]:
    return [
        title(reissue_request, named=True),
        server_note(ctx.server),
        paragraph(next_step(reissue_request, ctx.approvers, ctx.today)),
        request_facts(reissue_request, ctx.today),
        reason(reissue_request),
        warnings(reissue_request),
        second_approval(reissue_request, ctx.second_approval),
        match_note(reissue_request, is_matched=ctx.is_matched),
        namesakes(reissue_request, ctx.namesakes),
        requester_left(reissue_request, named=True),
        *doubt(reissue_request, attempts),
        *problem(reissue_request),
    ]


def _enrollments(reissue_request: ReissueRequest) -> list[Block]:
    before = fields(escaped(enrollment_facts(reissue_request.enrollment, reissue_request.product)))
    blocks = [divider(), section(BEFORE), before]
    if reissue_request.summary is None:
        return blocks
    after = fields(escaped(enrollment_facts(reissue_request.summary, reissue_request.product)))
    return [*blocks, section(AFTER), after]


def _decisions(decisions: Sequence[Decision], revision: int) -> list[Block]:
    blocks: list[Block] = [divider(), section(DECISIONS)] if decisions else []
    for decision in decisions:
        blocks.append(section(decision_words(decision, revision)))
        if decision.reason:
            blocks.append(quoted(decision.reason))
    return blocks


def _attempts(attempts: Sequence[Attempt]) -> list[Block]:
    blocks: list[Block] = [divider(), section(TRIES)] if attempts else []
    for attempt in attempts:
        blocks.append(section(attempt_words(attempt)))
        if attempt.message:
            blocks.append(quoted(attempt.message))
    return blocks


def _timeline(events: Sequence[Event]) -> list[Block]:
    newest = _without_repeated_views(events)[-EVENTS_SHOWN:]
    lines = [f"{instant(event.at)}: {timeline_words(event)}" for event in newest]
    older = len(events) - len(newest)
    blocks: list[Block] = [divider(), section(TIMELINE)]
    if older:
        blocks.append(context(not_shown_words(older)))
    chunks = [lines[start : start + LINES_IN_A_BLOCK] for start in range(0, len(lines), LINES_IN_A_BLOCK)]
    return [*blocks, *(section(Mrkdwn("\n".join(chunk))) for chunk in chunks)]


def _without_repeated_views(events: Sequence[Event]) -> list[Event]:
    """The events with each person's last view only: looking often must not push out what happened."""
    last_views = {event.actor: event for event in events if event.kind is EventKind.VIEWED}
    return [event for event in events if event.kind is not EventKind.VIEWED or last_views[event.actor] is event]
