"""That the measurement finds what grows, and nothing else."""

from tests.growth.measuring import Step, faults_of


def test_steady_steps_have_no_fault_and_growing_ones_are_named() -> None:
    steady = Step(last=1000, bytes_per_request=6000)
    heavier = Step(last=2000, bytes_per_request=6700)
    assert faults_of([steady, steady]) == []
    [told] = faults_of([steady, heavier])
    assert "6700 bytes" in told
