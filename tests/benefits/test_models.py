"""What the models make of the API's answers."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from benefits.models import CoverageTier, Employee, Enrollment, EnrollmentStatus, QleStatus, QualifyingLifeEvent
from tests.benefits.answers import EMPLOYEE, ENROLLMENT, QLE


def test_an_enrollment_with_only_its_required_fields_is_read() -> None:
    enrollment = Enrollment.model_validate(ENROLLMENT)
    assert enrollment.status is EnrollmentStatus.PENDING
    assert enrollment.enrolled_dependents is None
    assert enrollment.coverage_tier is None


def test_unknown_values_stay_the_text_they_are_and_unknown_fields_are_dropped() -> None:
    enrollment = Enrollment.model_validate(ENROLLMENT | {"status": "frozen", "coverage_tier": "EX", "colour": "red"})
    assert (enrollment.status, enrollment.coverage_tier) == ("frozen", "EX")
    assert "colour" not in enrollment.model_dump()


def test_known_values_become_members_of_their_enum() -> None:
    enrollment = Enrollment.model_validate(ENROLLMENT | {"coverage_tier": "EF"})
    assert enrollment.coverage_tier is CoverageTier.FAMILY
    assert QualifyingLifeEvent.model_validate(QLE).status is QleStatus.APPROVED


def test_null_means_absent_in_every_optional_field() -> None:
    required = set(ENROLLMENT)
    nulls = dict.fromkeys(set(Enrollment.model_fields) - required)
    assert Enrollment.model_validate(ENROLLMENT | nulls) == Enrollment.model_validate(ENROLLMENT)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"status": "frozen", "coverage_tier": "EX"},
        {
            "coverage_tier": "EF",
            "coverage_end_date": "2026-12-31",
            "employee_contribution_cents": 12500,
            "enrolled_dependents": [{"dependent_id": "dpnd_1", "first_name": "Zoë", "relationship": "Child"}],
        },
    ],
)
def test_an_enrollment_survives_a_trip_through_json(change: dict[str, Any]) -> None:
    enrollment = Enrollment.model_validate(ENROLLMENT | change)
    assert Enrollment.model_validate_json(enrollment.model_dump_json()) == enrollment
    assert Enrollment.model_validate(enrollment.model_dump(mode="json")) == enrollment


@pytest.mark.parametrize("written", ["2026-12-03", "2026-12-03T23:59:59-08:00", "2026-12-03 00:00:00"])
def test_a_window_ends_on_the_day_as_it_was_written(written: str) -> None:
    event = QualifyingLifeEvent.model_validate(QLE | {"enrollment_window_end": written})
    assert event.enrollment_window_end == date(2026, 12, 3)


def test_instants_are_utc_with_and_without_a_zone() -> None:
    enrollment = Enrollment.model_validate(
        ENROLLMENT | {"created_at": "2026-01-01T00:00:00-05:00", "updated_at": "2026-01-01T00:00:00"}
    )
    assert enrollment.created_at == datetime(2026, 1, 1, 5, tzinfo=UTC)
    assert enrollment.updated_at == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-05:00"])
def test_a_moment_at_an_end_of_the_calendar_stays_as_it_was_written(written: str) -> None:
    enrollment = Enrollment.model_validate(ENROLLMENT | {"created_at": written, "updated_at": written})
    assert enrollment.created_at == enrollment.updated_at == datetime.fromisoformat(written).replace(tzinfo=UTC)


@pytest.mark.parametrize("placeholder", ["0001-01-01", "9999-12-31", "9999-12-31T23:59:59Z"])
def test_a_placeholder_for_a_day_is_not_a_day(placeholder: str) -> None:
    assert (
        QualifyingLifeEvent.model_validate(QLE | {"enrollment_window_end": placeholder}).enrollment_window_end is None
    )


@pytest.mark.parametrize(("cents", "read"), [(10**12, 10**12), (10**12 + 1, None), (-(10**400), None)])
def test_an_amount_beyond_all_reason_is_unknown(cents: int, read: int | None) -> None:
    enrollment = Enrollment.model_validate(ENROLLMENT | {"employee_contribution_cents": cents})
    assert enrollment.employee_contribution_cents == read


def test_birth_date_and_address_are_not_kept() -> None:
    kept = Employee.model_validate(EMPLOYEE).model_dump_json()
    assert "1815" not in kept
    assert "London" not in kept


@pytest.mark.parametrize("field", ["active", "active_in"])
def test_an_employee_is_inactive_by_either_name_of_the_field(field: str) -> None:
    assert Employee.model_validate(EMPLOYEE).active
    employee = Employee.model_validate(EMPLOYEE | {field: False})
    assert not employee.active
    assert Employee.model_validate_json(employee.model_dump_json()) == employee


def test_a_name_has_no_stray_spaces_and_may_be_one_word() -> None:
    member = {"id": "mbr_1", "first_name": "  Prince ", "last_name": None}
    assert Employee.model_validate(EMPLOYEE | {"member": member}).name == "Prince"
