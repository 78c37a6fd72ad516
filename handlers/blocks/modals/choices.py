"""The part of the request modal that depends on the employee: the menus and the coverage now, or why there are none."""

from collections.abc import Sequence
from datetime import date

from approvals.model.choices import Choices, Obstacle, warnings_of
from approvals.model.group import AT_MOST
from approvals.rules.deadlines import days_since_report
from benefits.models import Enrollment, QualifyingLifeEvent
from handlers.blocks.drawn import Block
from handlers.blocks.elements import (
    CHECKBOXES_LIMIT,
    OPTION_LIMIT,
    actions,
    alert,
    button,
    checkboxes,
    context,
    entry,
    hint,
    multi_static_select,
    option,
    section,
    static_select,
)
from handlers.blocks.modals.record_part import NOTHING_RECORDED, RecordPart
from handlers.ids import ActionId, BlockId, depending_on
from handlers.words.benefits import costs_words, enrollment_words, plan_words, qle_words, short_costs_words
from handlers.words.controls.buttons import label_of
from handlers.words.controls.forms import (
    CHOOSE_ENROLLMENTS,
    CHOOSE_EVENT,
    ENROLLMENT,
    ENROLLMENTS,
    ENROLLMENTS_HINT,
    NO_EVENT_NEEDED,
    QLE,
    QLE_OPTIONAL,
    TRY_AGAIN_HELPS,
    WARNED_EVENTS,
    already_open_words,
    covered_words,
    denied_left_out_words,
    elsewhere_words,
    in_doubt_words,
    in_review_words,
    last_month_words,
    no_choice_words,
    nothing_to_choose_words,
    obstacle_words,
    option_notes,
    warned,
)
from handlers.words.effect import effect_on_each, effect_words
from handlers.words.employees import left_sentence
from handlers.words.mrkdwn import Mrkdwn, escape, one_line
from handlers.words.problems import WARNINGS_TO_CHOOSE_BY, reported_long_ago_words
from handlers.words.vitable import A_LIFE_EVENT, AN_ENROLLMENT, left_out_words

NO_HINTS = Mrkdwn("")


def placeholders() -> list[Block]:
    """The lines shown until an employee is chosen; then the menus replace them."""
    return [
        context(nothing_to_choose_words(ENROLLMENT)),
        context(nothing_to_choose_words(QLE)),
    ]


def obstacle_part(obstacle: Obstacle, typed_id: str | None, choices: Choices | None = None) -> list[Block]:
    """Why nothing can be chosen, and *Try again* where that may help and there is an id to try. `choices` is what was
    read of the employee, if that much could be read."""
    why = no_choice_words(obstacle, choices) if choices else obstacle_words(obstacle, typed_id, None)
    words = {**alert(why), "block_id": BlockId.OBSTACLE.value}
    if obstacle not in TRY_AGAIN_HELPS or not typed_id:
        return [words]
    return [words, actions([button(label_of(ActionId.TRY_AGAIN), ActionId.TRY_AGAIN.value, typed_id)])]


def menus(
    choices: Choices,
    rule_hints: Mrkdwn = NO_HINTS,
    record: RecordPart = NOTHING_RECORDED,
    *,
    is_doubt_told: bool = False,
) -> list[Block]:
    """Enrollments and life events to choose from, what approving does to the chosen enrollments, and hints about the
    rules for the chosen event. `is_doubt_told`: the form says above that an earlier request may have taken effect.

    Slack reports a choice in either menu at once: an enrollment shows what becomes of it, and both together show who
    has to approve.
    """
    return [
        *([context(warned(left_sentence(choices.employee.name, choices.departure)))] if choices.departure else []),
        _enrollments(choices),
        *_covered_now(choices),
        *_notes(choices, is_doubt_told=is_doubt_told),
        *([context(last_month_words(choices.in_last_month))] if choices.in_last_month else []),
        *([context(elsewhere_words(choices.elsewhere))] if choices.elsewhere else []),
        *_events(choices, rule_hints, record.event_id),
        *record.blocks,
        *left_out_part(*choices.left_out),
    ]


def _events(choices: Choices, rule_hints: Mrkdwn, recorded: str) -> list[Block]:
    """The life events to choose from, and those that are left out; or that none is needed. The menu gets another id
    when an event was `recorded`: otherwise Slack would keep its old choice."""
    in_review = [context(warned(in_review_words(choices.in_review)))] if choices.in_review else []
    needed = choices.needs_event
    if choices.qles:
        menu = event_menu(
            choices.qles,
            f"{choices.employee.id}:{recorded}" if recorded else choices.employee.id,
            choices.today,
            choices.chosen_qle,
            optional=not needed,
            dispatch_action=True,
        )
        denied = [context(denied_left_out_words(choices.denied))] if choices.denied else []
        return [*menu, *([context(rule_hints)] if rule_hints else []), *in_review, *denied]
    if not needed:
        return [context(NO_EVENT_NEEDED)]
    return obstacle_part(choices.obstacle_to_events, None, choices)


def left_out_part(enrollments: int, qles: int) -> list[Block]:
    """A line about enrollments and one about life events that could not be read, where a person would miss them."""
    counts = {AN_ENROLLMENT: enrollments, A_LIFE_EVENT: qles}
    return [context(warned(left_out_words(count, what))) for what, count in counts.items() if count]


def _enrollments(choices: Choices) -> Block:
    """Checkboxes; where Slack takes no more of them, a menu."""
    options = [_enrollment_option(enrollment, choices) for enrollment in choices.enrollments]
    if _are_checkboxes(choices):
        element = checkboxes(ActionId.ENROLLMENT.value, options, choices.chosen)
    else:
        element = multi_static_select(ActionId.ENROLLMENT.value, CHOOSE_ENROLLMENTS, options, choices.chosen, AT_MOST)
    block_id = depending_on(BlockId.ENROLLMENT, choices.employee.id)
    several = {} if len(options) == 1 else {"hint": hint(ENROLLMENTS_HINT)}
    return entry(block_id, ENROLLMENT if len(options) == 1 else ENROLLMENTS, element, dispatch_action=True, **several)


def _enrollment_option(enrollment: Enrollment, choices: Choices) -> Block:
    words = enrollment_words(enrollment, choices.product_of(enrollment), OPTION_LIMIT)
    return option(words, enrollment.id, option_notes(enrollment, choices))


def _covered_now(choices: Choices) -> list[Block]:
    """At most three lines: the form goes on below, and on a phone a list of facts would push it out of sight."""
    chosen, event = choices.chosen_enrollments, choices.chosen_event
    employee = escape(one_line(choices.employee.name))
    window_end = event.enrollment_window_end if event else None
    if len(chosen) > 1:
        return [section(effect_on_each(employee, len(chosen), window_end, choices.today))]
    return [
        section(_covered(each, choices, effect_words(employee, each, window_end, choices.today))) for each in chosen
    ]


def _covered(enrollment: Enrollment, choices: Choices, effect: Mrkdwn) -> Mrkdwn:
    """What approving does to the chosen enrollment; and what is covered now, unless the checkbox says all of that."""
    words, notes = enrollment_words(enrollment, choices.product_of(enrollment)), option_notes(enrollment, choices)
    is_whole = len(words) <= OPTION_LIMIT and notes == short_costs_words(enrollment)
    if is_whole and _are_checkboxes(choices):
        return effect
    return covered_words(words, costs_words(enrollment), effect)


def _notes(choices: Choices, *, is_doubt_told: bool) -> list[Block]:
    """Why to think twice about the chosen enrollments."""
    chosen = choices.chosen_enrollments
    taken = [(choices.open_for[each.id], _plan(each, choices)) for each in chosen if each.id in choices.open_for]
    doubted = [(choices.in_doubt[each.id], _plan(each, choices)) for each in chosen if each.id in choices.in_doubt]
    return [
        *([context(warned(already_open_words(taken)))] if taken else []),
        *([context(warned(in_doubt_words(doubted)))] if doubted and not is_doubt_told else []),
    ]


def _are_checkboxes(choices: Choices) -> bool:
    return len(choices.enrollments) <= CHECKBOXES_LIMIT


def _plan(enrollment: Enrollment, choices: Choices) -> str:
    return plan_words(enrollment, choices.product_of(enrollment), 40)


def event_menu(
    qles: Sequence[QualifyingLifeEvent],
    employee_id: str,
    today: date,
    chosen: str | None = None,
    *,
    optional: bool = False,
    **more: bool,
) -> list[Block]:
    """Life events to choose from, with a line below where some have warnings; `chosen` is selected at first.

    `optional` says that none has to be chosen; `more` are properties of the input block.
    """
    options = [_event_option(qle, today) for qle in qles]
    menu = static_select(ActionId.QLE.value, CHOOSE_EVENT, options, chosen)
    block_id = depending_on(BlockId.OPTIONAL_QLE if optional else BlockId.QLE, employee_id)
    has_warnings = any(_cautions(qle, today) for qle in qles)
    return [
        entry(block_id, QLE_OPTIONAL if optional else QLE, menu, **({"optional": True} if optional else {}), **more),
        *([context(warned(WARNED_EVENTS))] if has_warnings else []),
    ]


def _event_option(qle: QualifyingLifeEvent, today: date) -> Block:
    warnings = ", ".join(_cautions(qle, today))
    return option(qle_words(qle, today), qle.id, f"⚠️ {warnings}" if warnings else None)


def _cautions(qle: QualifyingLifeEvent, today: date) -> list[str]:
    since = days_since_report(qle, today)
    warnings = [WARNINGS_TO_CHOOSE_BY[warning] for warning in warnings_of(qle, today)]
    return [*warnings, *([reported_long_ago_words(since)] if since else [])]
