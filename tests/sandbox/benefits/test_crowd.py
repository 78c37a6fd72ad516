"""Extra employees for load tests."""

from datetime import date

from sandbox.benefits.seed import seed

TODAY = date(2026, 11, 23)


def test_there_is_no_crowd_unless_a_test_asks_for_one() -> None:
    assert not [key for key in seed(TODAY).employees if "crowd" in key]


def test_each_employee_of_a_crowd_has_one_enrollment_and_one_life_event_and_the_cast_does_not_change() -> None:
    world, without = seed(TODAY, crowd_size=1000), seed(TODAY)
    assert world.enrollments["enrl_crowd_1000_medical"]["status"] == "enrolled"
    assert world.events["qle_crowd_1000_birth"]["member_id"] == "mbr_crowd_1000"
    assert len(world.enrollments) == len(without.enrollments) + 1000
    assert without.employees.items() <= world.employees.items()
