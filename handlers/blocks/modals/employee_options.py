"""The options of the employee typeahead."""

from typing import Any

from approvals.model.choices import Matches, Obstacle
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.request import EmployeeFacts
from handlers.blocks.elements import OPTION_LIMIT, OPTIONS_LIMIT, option
from handlers.words.controls.forms import MORE_MATCH, TYPE_MORE
from handlers.words.mrkdwn import one_line
from handlers.words.vitable import AN_EMPLOYEE, left_out_words


def employee_options(found: Matches) -> list[dict[str, Any]]:
    """One option for each employee, with e-mail and employer to tell namesakes apart; at most 100. A line says what a
    longer text would find."""
    options = [_option(entry) for entry in found.entries[:OPTIONS_LIMIT]]
    if found.too_short:
        return [option(TYPE_MORE, Obstacle.TYPE_MORE.value)]
    if found.more:
        return [*options[: OPTIONS_LIMIT - 1], option(MORE_MATCH, Obstacle.TYPE_MORE.value)]
    return options


def employee_option(employee: EmployeeFacts) -> dict[str, Any]:
    """The option that is chosen at first when the form opens for an employee."""
    return option(one_line(employee.name, OPTION_LIMIT), employee.id)


def left_out_option(count: int) -> dict[str, Any]:
    """A line at the end of the menu about employees who could not be read. If it is chosen, the form shows the same
    sentence."""
    return option(left_out_words(count, AN_EMPLOYEE, in_menu=True), Obstacle.LEFT_OUT.value)


def _option(entry: EmployeeEntry) -> dict[str, Any]:
    told_apart_by = " · ".join(part for part in (entry.email, entry.employer_name) if part)
    description = one_line(told_apart_by, OPTION_LIMIT) if told_apart_by else None
    return option(one_line(entry.name, OPTION_LIMIT), entry.id, description)
