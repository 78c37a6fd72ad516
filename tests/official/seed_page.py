"""What the documentation page of the reissue call says, written down by hand: the answer's fields and the body's."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

Check = Callable[[Any], bool]


class Field(NamedTuple):
    """A field of the page: what its value must be, and whether it may be null or missing."""

    fits: Check
    is_optional: bool = False


def an_id(prefix: str) -> Check:
    """An id with this prefix."""
    return lambda value: isinstance(value, str) and re.fullmatch(rf"{prefix}_[A-Za-z0-9_-]{{1,64}}", value) is not None


def one_of(*values: str) -> Check:
    """One of these texts."""
    return lambda value: value in values


def a_text(value: object) -> bool:
    """Any text."""
    return isinstance(value, str)


def a_moment(value: object) -> bool:
    """A date-time, with its zone."""
    return isinstance(value, str) and "T" in value and datetime.fromisoformat(value).tzinfo is not None


def a_day(value: object) -> bool:
    """A date without a time."""
    return isinstance(value, str) and date.fromisoformat(value).isoformat() == value


def cents(value: object) -> bool:
    """Whole cents a month."""
    return isinstance(value, int) and not isinstance(value, bool)


def dependents(value: object) -> bool:
    """A list of the people who are covered too."""
    return isinstance(value, list) and all(isinstance(one, dict) and fits(one, DEPENDENT) for one in value)


def fits(record: dict[str, Any], fields: dict[str, Field]) -> bool:
    """Whether a record has exactly these fields, with values that they may have."""
    return set(record) == set(fields) and not misfits(record, fields)


def misfits(record: dict[str, Any], fields: dict[str, Field]) -> dict[str, Any]:
    """The values that a field may not have; None for one that isn't there."""
    return {
        name: record.get(name)
        for name, field in fields.items()
        if not (field.fits(record[name]) if record.get(name) is not None else field.is_optional)
    }


DEPENDENT = {
    "dependent_id": Field(an_id("dpnd")),
    "first_name": Field(a_text),
    "last_name": Field(a_text),
    "relationship": Field(one_of("Spouse", "Child")),
}

ENROLLMENT = {
    "id": Field(an_id("enrl")),
    "benefit_product_id": Field(an_id("bprd")),
    "employee_id": Field(an_id("empl")),
    "plan_year_id": Field(an_id("plyr")),
    "created_at": Field(a_moment),
    "updated_at": Field(a_moment),
    "status": Field(one_of("pending", "enrolled", "waived", "inactive")),
    "coverage_tier": Field(one_of("Unspecified", "EE", "ES", "EC", "EF"), is_optional=True),
    "coverage_start_date": Field(a_day, is_optional=True),
    "coverage_end_date": Field(a_day, is_optional=True),
    "decision": Field(a_text, is_optional=True),
    "employee_contribution_cents": Field(cents, is_optional=True),
    "employer_contribution_cents": Field(cents, is_optional=True),
    "enrolled_dependents": Field(dependents, is_optional=True),
    "selected_plan_id": Field(an_id("plan"), is_optional=True),
    "selected_plan_name": Field(a_text, is_optional=True),
}

LONGEST_REASON = 500

REISSUE_BODY = {
    "qle_id": Field(an_id("qle")),
    "reason": Field(lambda value: a_text(value) and len(value) <= LONGEST_REASON, is_optional=True),
}
