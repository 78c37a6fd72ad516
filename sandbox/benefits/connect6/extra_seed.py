"""Adds to a world what only connect-6 shows."""

from datetime import date, timedelta

from sandbox.benefits.connect6.calendar import last_day_of_month
from sandbox.benefits.connect6.extra_people import (
    EXPIRED,
    EXTRA_EMPLOYERS,
    EXTRA_PEOPLE,
    EXTRA_PRODUCTS,
    LAST_MONTH,
    OUTSIDERS,
    TWO_JOBS,
    USED_EVENT,
)
from sandbox.benefits.connect6_state import BRIGHTSIDE, LAKESIDE, PlanYear
from sandbox.benefits.seed import found, settle
from sandbox.benefits.world import World

FIRST_NUMBER = 41


def add_extras(world: World, today: date) -> None:
    """Put the people, products and facts of connect-6 into `world.connect6`, as of that day."""
    extra = World()
    found(extra, EXTRA_EMPLOYERS, EXTRA_PRODUCTS, today)
    for number, person in enumerate(EXTRA_PEOPLE, FIRST_NUMBER):
        settle(extra, person, number, today)
    first, second = (extra.employees[f"empl_{key}"] for key in TWO_JOBS)
    second["member"] = first["member"]
    for employer in extra.employers.values():
        employer["organization_id"] = LAKESIDE
    state = world.connect6
    state.employers, state.employees, state.enrollments = extra.employers, extra.employees, extra.enrollments
    state.events, state.products, state.plans = extra.events, extra.products, extra.plans
    state.outsiders = [{"organization_id": BRIGHTSIDE, **outsider} for outsider in OUTSIDERS]
    state.used_events = {USED_EVENT}
    state.window_ends[EXPIRED] = today - timedelta(days=1)
    plan_year = f"plyr_halvorsen_vision_{today.year}"
    state.enrollments[LAST_MONTH]["plan_year_id"] = plan_year
    state.plan_years[plan_year] = PlanYear(ends=last_day_of_month(today))
