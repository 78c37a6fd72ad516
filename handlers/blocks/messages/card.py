"""The approval card: every status of a request, drawn by one function, so that posting and updating agree."""

from collections.abc import Sequence

from approvals.model.attempt import Attempt
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from handlers.blocks.buttons import button_row, buttons_for
from handlers.blocks.context import CardContext
from handlers.blocks.drawn import Block, Drawn, drawn
from handlers.blocks.elements import context, fields, quoted, section
from handlers.blocks.facts import (
    event_line,
    evidence_blocks,
    match_note,
    match_text,
    problem_blocks,
    problem_text,
    reason_blocks,
    request_facts,
    second_approval_blocks,
    second_approval_text,
    server_note,
    server_text,
    title,
    warning_blocks,
    warning_text,
)
from handlers.blocks.talk import talk_on_card
from handlers.words.benefits import enrollment_words
from handlers.words.mrkdwn import Mrkdwn, escape, mention, mentions, one_line, paragraphs, sentence
from handlers.words.problems import evidence_words
from handlers.words.removed import blanked_words, employee_name
from handlers.words.statuses import status_words
from handlers.words.steps import next_step

ELSEWHERE = Mrkdwn("Who and what it concerns is shown under *Details* to people entitled to it.")


def approval_card(reissue_request: ReissueRequest, attempts: Sequence[Attempt], ctx: CardContext) -> Drawn:
    """The card in the approvals channel. `attempts` are first to last; the last one is the evidence when unknown."""
    step = next_step(reissue_request, ctx.approvers, ctx.today)
    if not ctx.shows_all_of(reissue_request):
        return _minimal(reissue_request, step, ctx)
    blocks = [
        *title(reissue_request, named=True),
        *server_note(ctx.server),
        section(step),
        *body(reissue_request, attempts, ctx),
        button_row(reissue_request, buttons_for(reissue_request.status), named=True),
    ]
    return drawn(card_text(reissue_request, attempts, step, ctx), blocks)


def body(
    reissue_request: ReissueRequest, attempts: Sequence[Attempt], ctx: CardContext, *, own: bool = False
) -> list[Block]:
    """What the approvers' card and the requester's (`own`) copy share."""
    return [
        fields(request_facts(reissue_request, ctx.today, own=own)),
        *reason_blocks(reissue_request),
        *warning_blocks(reissue_request),
        *second_approval_blocks(reissue_request, ctx.second_approval),
        *match_note(reissue_request, is_matched=ctx.is_matched),
        *talk_on_card(reissue_request, ctx.talk)[1],
        *_decisions(reissue_request),
        *(evidence_blocks(attempts, reissue_request.problem, own=own) if _is_unknown(reissue_request) else []),
        *problem_blocks(reissue_request),
    ]


def card_text(reissue_request: ReissueRequest, attempts: Sequence[Attempt], step: Mrkdwn, ctx: CardContext) -> Mrkdwn:
    """The facts in sentences, for notifications (which show the beginning) and screen readers."""
    sentences = [
        f"{server_text(ctx.server)}{reissue_request.label} · {sentence(status_words(reissue_request))}",
        step,
        f"Reissue for {employee_name(reissue_request)}, requested by {mention(reissue_request.requester)}.",
        f"Enrollment: {escape(enrollment_words(reissue_request.enrollment, reissue_request.product))}.",
        f"Life event: {escape(event_line(reissue_request, ctx.today))}.",
        warning_text(reissue_request),
        second_approval_text(reissue_request, ctx.second_approval),
        match_text(reissue_request, is_matched=ctx.is_matched),
        evidence_words(attempts, reissue_request.problem) if _is_unknown(reissue_request) else "",
        problem_text(reissue_request),
        sentence(_approved_by(reissue_request)) if reissue_request.approvals else "",
        _denial_text(reissue_request),
        talk_on_card(reissue_request, ctx.talk)[0],
        f"Reason: {escape(one_line(paragraphs(reissue_request.reason, 500), 500))}",
    ]
    return Mrkdwn(" ".join(filter(None, sentences)))


def _minimal(reissue_request: ReissueRequest, step: Mrkdwn, ctx: CardContext) -> Drawn:
    words = status_words(reissue_request, named=False)
    blocks = [
        *title(reissue_request, named=False),
        *server_note(ctx.server),
        section(step),
        context(blanked_words(reissue_request) or ELSEWHERE),
        button_row(reissue_request, buttons_for(reissue_request.status), named=False),
    ]
    text = f"{server_text(ctx.server)}{reissue_request.label} · {sentence(words)} {step}"
    return drawn(Mrkdwn(f"{text} {blanked_words(reissue_request)}".rstrip()), blocks)


def _is_unknown(reissue_request: ReissueRequest) -> bool:
    return reissue_request.status is RequestStatus.UNKNOWN


def _decisions(reissue_request: ReissueRequest) -> list[Block]:
    blocks = [context(_approved_by(reissue_request))] if reissue_request.approvals else []
    if reissue_request.status is RequestStatus.DENIED and reissue_request.denial:
        blocks.append(section(Mrkdwn(f"*Denied by* {mention(reissue_request.denial.approver)}")))
        blocks.append(quoted(reissue_request.denial.reason or ""))
    return blocks


def _approved_by(reissue_request: ReissueRequest) -> Mrkdwn:
    given, needed = reissue_request.approvals, reissue_request.approvals_required
    count = f" ({len(given)} of {needed})" if needed > 1 else ""
    return Mrkdwn(f"Approved by {mentions(tuple(decision.approver for decision in given[:20]))}{count}")


def _denial_text(reissue_request: ReissueRequest) -> str:
    denial = reissue_request.denial
    if denial is None or reissue_request.status is not RequestStatus.DENIED:
        return ""
    return f"Denied by {mention(denial.approver)}: {sentence(escape(one_line(denial.reason or '', 500)))}"
