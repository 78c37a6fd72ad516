"""The enrollment summary in the thread: what the reissue left behind, and what changed against before."""

from collections.abc import Sequence

from approvals.model.attempt import Attempt
from approvals.model.request import ReissueRequest
from benefits.models import Enrollment
from handlers.blocks.buttons import button_row
from handlers.blocks.context import CardContext
from handlers.blocks.drawn import Block, Drawn, drawn
from handlers.blocks.elements import context, fields, section
from handlers.blocks.facts import server_note, server_text, title
from handlers.ids import ActionId
from handlers.words.benefits import (
    coverage_words,
    dependents_words,
    enrollment_status_words,
    enrollment_words,
    money,
    plan_words,
    tier_words,
    unsaid,
)
from handlers.words.dates import day
from handlers.words.mrkdwn import Mrkdwn, code, escape
from handlers.words.problems import found_words
from handlers.words.removed import employee_name
from handlers.words.statuses import status_words

UNREADABLE = (
    "Vitable did the reissue, but its answer could not be read, and the new enrollment was not found by reading back. "
    "Look in Vitable for what it left behind."
)
CONFIRMED = "An approver confirmed in Vitable that it took effect. Which enrollment it opened was not given."


def enrollment_summary(reissue_request: ReissueRequest, attempts: Sequence[Attempt], ctx: CardContext) -> Drawn:
    """The post in the thread once a request is reissued; drawn anew when *Refresh* finds a change."""
    shows_all = ctx.shows_all_of(reissue_request)
    words = status_words(reissue_request, named=shows_all)
    text = f"{server_text(ctx.server)}{reissue_request.label} · {words}."
    if not shows_all:
        return drawn(Mrkdwn(text), [*title(reissue_request, named=False), *server_note(ctx.server)])
    after = reissue_request.summary
    facts = [section(Mrkdwn(_unread(reissue_request)))] if after is None else _of(reissue_request, after)
    blocks = [
        *title(reissue_request, named=True),
        *server_note(ctx.server),
        section(Mrkdwn(f"New enrollment of *{employee_name(reissue_request)}*.{_election(reissue_request)}")),
        *facts,
        *_found(reissue_request, attempts),
        *_refresh(reissue_request),
    ]
    return drawn(Mrkdwn(f"{text} {_in_sentences(reissue_request)}"), blocks)


def enrollment_facts(enrollment: Enrollment, product: str) -> list[tuple[str, str]]:
    """Every fact about an enrollment that people compare, with its name."""
    otherwise = unsaid(enrollment)
    return [
        ("Plan", plan_words(enrollment, product)),
        ("Status", enrollment_status_words(enrollment.status)),
        ("Covers", tier_words(enrollment.coverage_tier) or otherwise),
        ("Coverage", coverage_words(enrollment) or otherwise),
        ("Employee pays", money(enrollment.employee_contribution_cents, otherwise)),
        ("Employer pays", money(enrollment.employer_contribution_cents, otherwise)),
        ("Dependents", dependents_words(enrollment.enrolled_dependents, otherwise)),
    ]


def escaped(facts: Sequence[tuple[str, str]]) -> list[tuple[str, Mrkdwn]]:
    """Facts, safe to show."""
    return [(name, escape(value)) for name, value in facts]


def _of(reissue_request: ReissueRequest, after: Enrollment) -> list[Block]:
    before, product = reissue_request.enrollment, reissue_request.product
    return [
        fields(_changes(enrollment_facts(before, product), enrollment_facts(after, product))),
        context(Mrkdwn(f"Enrollment before: {code(before.id)} · after: {code(after.id)}"), *_plan_id(after)),
    ]


def _changes(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> list[tuple[str, Mrkdwn]]:
    """Before → after, fact by fact. Fields, not a table block: on a phone a table hides its last column."""
    return [(name, _change(was, now)) for (name, was), (_, now) in zip(before, after, strict=True)]


def _change(was: str, now: str) -> Mrkdwn:
    return Mrkdwn(f"{escape(now)} (unchanged)" if was == now else f"{escape(was)} → {escape(now)}")


def _plan_id(enrollment: Enrollment) -> list[Mrkdwn]:
    return [Mrkdwn(f"Plan: {code(enrollment.selected_plan_id)}")] if enrollment.selected_plan_id else []


def _election(reissue_request: ReissueRequest) -> str:
    if not reissue_request.awaits_election:
        return ""
    end = reissue_request.qle.enrollment_window_end
    until = f" The enrollment window ends {day(end)}." if end else ""
    return f" The employee has not chosen yet.{until}"


def _unread(reissue_request: ReissueRequest) -> str:
    return CONFIRMED if reissue_request.confirmed_by else UNREADABLE


def _found(reissue_request: ReissueRequest, attempts: Sequence[Attempt]) -> list[Block]:
    """Says so where the enrollment was found by reading back: a colleague's reissue would look the same."""
    if reissue_request.summary is None or reissue_request.confirmed_by or not attempts:
        return []
    words = found_words(attempts[-1].outcome)
    return [context(Mrkdwn(words))] if words else []


def _refresh(reissue_request: ReissueRequest) -> list[Block]:
    return [button_row(reissue_request, [ActionId.REFRESH], named=True)] if reissue_request.awaits_election else []


def _in_sentences(reissue_request: ReissueRequest) -> str:
    if reissue_request.summary is None:
        return f"Employee: {employee_name(reissue_request)}. {_unread(reissue_request)}"
    after = enrollment_facts(reissue_request.summary, reissue_request.product)
    facts = ". ".join(f"{name}: {escape(value)}" for name, value in after)
    before = escape(enrollment_words(reissue_request.enrollment, reissue_request.product))
    return (
        f"New enrollment of {employee_name(reissue_request)}.{_election(reissue_request)} {facts}. "
        f"Enrollment id: {reissue_request.summary.id}. Before: {before}."
    )
