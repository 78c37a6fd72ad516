"""RETENTION_DAYS under examination: reasons that go before the plan year is over are a warning."""

import pytest

from bot.doctor.finding import State
from bot.doctor.retention import examine_retention
from tests.office import settings_for


@pytest.mark.parametrize(
    ("days", "state"), [(30, State.WARNING), (364, State.WARNING), (365, State.OK), (3650, State.OK), (None, State.OK)]
)
def test_less_than_a_plan_year_is_a_warning_that_leads_to_the_page(days: int | None, state: State) -> None:
    found = examine_retention(settings_for("http://127.0.0.1:1", "postgres://db/hr", retention_days=days))
    assert found.state is state
    assert ("docs/privacy.md" in str(found.remedy)) == (state is State.WARNING)
