"""The options of the employee typeahead."""

from typing import Any

from approvals.model.choices import Departure, Matches, Obstacle
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.request import EmployeeFacts
from handlers.blocks.elements import OPTION_LIMIT, OPTIONS_LIMIT, option
from handlers.words.controls.forms import MORE_MATCH, TYPE_MORE
from handlers.words.employees import employee_words, left_words, name_and_employer
from handlers.words.mrkdwn import one_line
from handlers.words.vitable import AN_EMPLOYEE, left_out_words


def employee_options(found: Matches) -> list[dict[str, Any]]:
    """One option for each employee, with employer and e-mail to tell namesakes apart; at most 100. A line says what a
    longer text would find."""
    options = [_option(entry, with_employer=found.with_employers) for entry in found.entries[:OPTIONS_LIMIT]]
    if found.too_short:
        return [option(TYPE_MORE, Obstacle.TYPE_MORE.value)]
    if found.more:
        return [*options[: OPTIONS_LIMIT - 1], option(MORE_MATCH, Obstacle.TYPE_MORE.value)]
    return options


def employee_option(employee: EmployeeFacts) -> dict[str, Any]:
    """The option that is chosen at first when the form opens for an employee."""
    return option(employee_words(employee, OPTION_LIMIT), employee.id)


def left_out_option(count: int) -> dict[str, Any]:
    """A line at the end of the menu about employees who could not be read. If it is chosen, the form shows the same
    sentence."""
    return option(left_out_words(count, AN_EMPLOYEE, in_menu=True), Obstacle.LEFT_OUT.value)


def _option(entry: EmployeeEntry, *, with_employer: bool) -> dict[str, Any]:
    """Slack shows the description in the open menu only, so the employer stands in the text."""
    name = name_and_employer(entry.name, entry.employer_name if with_employer else "", OPTION_LIMIT)
    left = "" if entry.active else left_words(Departure(entry.left_on))
    told_apart_by = " · ".join(part for part in (left, entry.email) if part)
    return option(name, entry.id, one_line(told_apart_by, OPTION_LIMIT) if told_apart_by else None)
