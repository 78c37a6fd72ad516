"""The words of the forms: labels, placeholders, hints, and the sentences shown when there is nothing to choose."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from approvals.model.choices import Choices, Obstacle
from approvals.model.conditions import Quorum
from benefits.ids import EMPLOYEE_PREFIX
from benefits.models import Enrollment, QualifyingLifeEvent
from handlers.words.benefits import short_costs_words
from handlers.words.controls.fields import NO_ROUTE
from handlers.words.dates import counted, day
from handlers.words.employees import denied_words
from handlers.words.mrkdwn import Mrkdwn, channel, code, escape, mentions, one_line
from handlers.words.quorum import quorum_words
from handlers.words.vitable import VITABLE_OBSTACLES, vitable_menu_words, vitable_words

REQUEST_TITLE, REQUEST_SUBMIT = "Reissue an enrollment", "Send for approval"
EMPLOYEE, ENROLLMENT, QLE, REASON = "Employee", "Enrollment", "Qualifying life event", "Reason"
QLE_OPTIONAL = "Qualifying life event (not needed for this one)"
NO_EVENT_NEEDED = Mrkdwn(f"*{QLE}:* none needed.")
QUESTION, ANSWER, NEW_ENROLLMENT = "Question", "Answer", "New enrollment"
EMPLOYEE_PLACEHOLDER, ENROLLMENT_ID_PLACEHOLDER = "Name, e-mail or id", "enrl_…"
ENROLLMENTS, ENROLLMENTS_HINT = "Enrollments", "Each one that is chosen becomes a request of its own."
CHOOSE_ENROLLMENTS, CHOOSE_EVENT = "Choose enrollments", "Choose a life event"
TYPE_MORE, MORE_MATCH = "Type at least three letters.", "More people match: type more of the name."
ONE_MOMENT, LOADING = "One moment", Mrkdwn("⏳ Loading…")
CHOOSE_EMPLOYEE_FIRST = "Choose an employee first."
REASON_HINT = "Approvers read it, and it is sent to Vitable with the reissue. At most 500 characters."
TRY_AGAIN_HELPS = frozenset(
    {
        Obstacle.NO_ENROLLMENTS,
        Obstacle.NO_EVENTS,
        Obstacle.EVENTS_DENIED,
        Obstacle.EVENTS_IN_REVIEW,
        *VITABLE_OBSTACLES,
    }
)
"""Obstacles that may be gone at the next look."""

NOTE = "Your note"
NOTE_HINT = (
    "The requester and other approvers read it. It is not sent to Vitable. You may leave it empty. "
    "At most 500 characters."
)
DENY_HINT = "The requester reads it, and it stands in the thread under the card. At most 500 characters."
QUESTION_HINT = "The requester gets it as a direct message. At most 500 characters."
ANSWER_HINT = "Approvers read it. It is not sent to Vitable. At most 500 characters."
WITHDRAW_HINT = "Approvers read it. At most 500 characters."
MARK_DONE_HINT = (
    "The new enrollment's id, beginning with enrl_. Without it the thread gets no summary of the new enrollment, and "
    "no one is reminded if the employee does not choose in it."
)
WARNED_EVENTS = "marks events with a warning. They can be requested too; approvers see the warning."

_IS_ID = re.compile(r"[a-z]+_[A-Za-z0-9_-]+")
_OBSTACLES: Mapping[Obstacle, str] = MappingProxyType(
    {
        Obstacle.UNKNOWN_ID: "Vitable has nothing with the id {typed}. Check it, or choose an employee above.",
        Obstacle.NO_ROUTE: NO_ROUTE,
        Obstacle.ELSEWHERE: "{employee}'s enrollments are requested by other people, so there is nothing to choose.",
        Obstacle.NO_ENROLLMENTS: "{employee} has no enrollment that could be reissued.",
        Obstacle.NO_EVENTS: "{employee} has no qualifying life event in Vitable. It has to be recorded there first.",
        Obstacle.EVENTS_DENIED: (
            "All life events of {employee} were denied in Vitable, so none of them can be used. "
            "If that is a mistake, have one reviewed or recorded again there."
        ),
        Obstacle.INACTIVE_ENROLLMENT: "The enrollment {typed} is closed already, so it cannot be reissued.",
        Obstacle.LAST_MONTH: (
            "The plan year ends this month, and Vitable reissues nothing in that month. "
            "It is possible again in the next one."
        ),
        Obstacle.EVENTS_IN_REVIEW: (
            "{employee}'s life events are waiting for Vitable's review. "
            "A reissue is possible once one of them is approved."
        ),
        Obstacle.LEFT_OUT: (
            "Some employees could not be read from Vitable, so they cannot be found by name. Paste the employee's id, "
            "or ask your administrator to look."
        ),
        Obstacle.TYPE_MORE: "Type at least three letters of a name above, or more of it, then choose an employee.",
        Obstacle.INDEX_LOADING: (
            "The employees are still being loaded, so no one can be found by name yet. "
            "Search again in a minute, or paste an employee's or an enrollment's id."
        ),
    }
)
IN_TYPEAHEAD: Mapping[Obstacle, str] = MappingProxyType(
    {
        Obstacle.INDEX_LOADING: "Employees are still being loaded. Type again in a minute.",
        **{obstacle: vitable_menu_words(obstacle) for obstacle in VITABLE_OBSTACLES},
    }
)
"""The typeahead's lines instead of employees: at most 75 characters."""


def warned(words: str) -> Mrkdwn:
    """A sentence with a sign in front, so that it is not overlooked in a form."""
    return Mrkdwn(f"⚠️ {words}")


def nothing_to_choose_words(field: str) -> Mrkdwn:
    """The line shown until an employee is chosen; then a menu replaces it."""
    return Mrkdwn(f"*{field}:* {CHOOSE_EMPLOYEE_FIRST}")


def option_notes(enrollment: Enrollment, choices: Choices) -> str:
    """The second line of an enrollment in the menu: who pays now, or why to think twice. At most 75 characters."""
    if number := choices.open_for.get(enrollment.id):
        return f"⚠️ {number} is already open for it"
    if number := choices.in_doubt.get(enrollment.id):
        return f"⚠️ {number} may have taken effect: look in Vitable"
    if number := choices.opened_by.get(enrollment.id):
        return f"⚠️ Opened by {number}, an earlier reissue"
    return short_costs_words(enrollment)


def already_open_words(taken: Sequence[tuple[str, str]]) -> str:
    """Which of the chosen enrollments have an open request already: pairs of its number and the plan (plain text)."""
    named = " and ".join(f"{number} for {escape(plan)}" for number, plan in taken)
    are, them = ("is", "it") if len(taken) == 1 else ("are", "them")
    return f"{named} {are} open already, so nothing can be sent with {them}: choose the others only."


def in_doubt_words(doubted: Sequence[tuple[str, str]]) -> str:
    """Which of the chosen enrollments may have been reissued: pairs of the request's number and the plan (plain
    text)."""
    named = " and ".join(f"{number} for {escape(plan)}" for number, plan in doubted)
    was, it = ("was", "it") if len(doubted) == 1 else ("were", "they")
    return f"{named} {was} closed, and {it} may have taken effect. Look in Vitable before you send this."


def covered_words(enrollment: str, costs: str, effect: Mrkdwn) -> Mrkdwn:
    """The coverage of the chosen enrollment, and what approving does to it; the first two are plain text."""
    return Mrkdwn(f"*Covered now:* {escape(enrollment)}\n{escape(costs)}\n{effect}")


def event_stays_words(event: str) -> Mrkdwn:
    """The life event of the request, where no other can be chosen; `event` is plain text."""
    return Mrkdwn(f"*{QLE}:* {escape(event)} (it cannot be changed)")


def elsewhere_words(count: int) -> Mrkdwn:
    """Why some enrollments are not in the menu."""
    return Mrkdwn(f"{counted(count, 'enrollment')} left out: other people request reissues of this kind of benefit.")


def last_month_words(count: int) -> Mrkdwn:
    """Why some enrollments are not in the menu."""
    return Mrkdwn(
        f"{counted(count, 'enrollment')} left out: the plan year ends this month, so nothing can be reissued."
    )


def in_review_words(count: int) -> str:
    """How many life events cannot be chosen yet."""
    which = "it" if count == 1 else "them"
    return f"{counted(count, 'life event')} cannot be chosen yet: Vitable has not approved {which}."


def obstacle_words(obstacle: Obstacle, typed_id: str | None, employee: str | None) -> Mrkdwn:
    """Why there is nothing to choose, and what to do about it."""
    if obstacle in VITABLE_OBSTACLES:
        return Mrkdwn(vitable_words(obstacle))
    return Mrkdwn(
        _OBSTACLES[obstacle].format(
            typed=code(typed_id) if typed_id else "this id",
            employee=escape(one_line(employee)) if employee else "This employee",
        )
    )


def no_choice_words(obstacle: Obstacle, choices: Choices) -> Mrkdwn:
    """Why there is nothing to choose for an employee whose records were read: with that they left, and with what was
    denied."""
    name = escape(one_line(choices.employee.name))
    if obstacle is Obstacle.NO_ENROLLMENTS and choices.departure is not None:
        on = f" on {day(choices.departure.on)}" if choices.departure.on else ""
        return Mrkdwn(f"{name} left{on} and has no enrollment that could be reissued.")
    if obstacle is not Obstacle.EVENTS_DENIED:
        return obstacle_words(obstacle, None, choices.employee.name)
    event, was, it = ("event", "was", "it") if len(choices.denied) == 1 else ("events", "were", "them")
    return Mrkdwn(
        f"{name}'s life {event} ({escape(denied_words(choices.denied))}) {was} denied in Vitable, so a reissue cannot "
        f"use {it}. If that is a mistake, have {it} reviewed or recorded again there."
    )


def denied_left_out_words(denied: Sequence[QualifyingLifeEvent]) -> Mrkdwn:
    """Which life events are not in the menu because they were denied."""
    was, it = ("was", "it") if len(denied) == 1 else ("were", "they")
    count = counted(len(denied), "life event")
    return Mrkdwn(f"{count} {was} denied in Vitable, so {it} cannot be chosen: {escape(denied_words(denied))}.")


def loading_words(what: str) -> Mrkdwn:
    """Says that an id is being loaded, or an employee's enrollments (by the employee's name or id)."""
    if what.startswith(EMPLOYEE_PREFIX):
        return Mrkdwn("⏳ Loading this employee's enrollments and life events…")
    if _IS_ID.fullmatch(what):
        return Mrkdwn(f"⏳ Loading {code(what)}…")
    return Mrkdwn(f"⏳ Loading {escape(one_line(what))}'s enrollments…")


def void_before_words(approvals: int) -> Mrkdwn:
    """Said before a change is submitted: approvals given so far will no longer count."""
    if not approvals:
        return Mrkdwn("It waits for approval again. Nothing changes until you submit.")
    count = f"{counted(approvals, 'approval')} given will no longer count"
    return Mrkdwn(f"{count}: it waits for approval again. Nothing changes until you submit.")


def goes_to(approvals_channel: str | None, approvers: tuple[str, ...], quorums: Sequence[tuple[str, Quorum]]) -> Mrkdwn:
    """Said before submitting: who will be asked; and how many have to approve, and why, once that is known. `quorums`
    has pairs of a plan (plain text) and what its request needs."""
    if approvals_channel is None:
        return Mrkdwn(
            "Goes to the approvers of the employee's employer. Nothing is sent to Vitable before they approve."
        )
    needed = f" {_needed(quorums)} {mentions(approvers)} can decide." if quorums else ""
    return Mrkdwn(
        f"Goes to {channel(approvals_channel)} for approval.{needed} Nothing is sent to Vitable before it is approved."
    )


def _needed(quorums: Sequence[tuple[str, Quorum]]) -> str:
    """One sentence where all need the same."""
    first = quorums[0][1]
    if all(quorum == first for _, quorum in quorums):
        return f"For each: {quorum_words(first)}" if len(quorums) > 1 else quorum_words(first)
    return " ".join(f"{escape(plan)}: {quorum_words(quorum)}" for plan, quorum in quorums)
