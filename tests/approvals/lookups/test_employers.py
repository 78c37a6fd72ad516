"""Whether an employee's name needs the employer beside it."""

import asyncio

import pytest

from approvals.lookups.employers import Employers
from benefits.ids import EmployerId
from benefits.models import Employee
from tests.approvals.ada import ADA
from tests.approvals.bench import Bench
from tests.approvals.wire import answering

pytestmark = pytest.mark.anyio

JUNIPER = "Juniper & Pine Bakery"


def reads(bench: Bench) -> int:
    return sum(read.endswith("/employers") for read in bench.wire.reads)


def ada(bench: Bench, **changes: object) -> Employee:
    return Employee.model_validate(bench.world.employees[ADA] | changes)


async def test_of_several_employers_an_employees_own_is_named(either_bench: Bench) -> None:
    employers = Employers(either_bench.benefits, either_bench.clock)
    await employers.read(9)
    assert employers.name_of(ada(either_bench)) == JUNIPER
    assert employers.name_of(ada(either_bench, employer_id="empr_unheard", employer_name="Okami")) == "Okami"
    assert employers.name_of(ada(either_bench, employer_id=None)) == ""


async def test_the_only_employer_is_not_named(either_bench: Bench) -> None:
    for key in list(either_bench.world.employers):
        if key != "empr_juniper":
            del either_bench.world.employers[key]
    employers = Employers(either_bench.benefits, either_bench.clock)
    await employers.read(9)
    assert employers.name_of(ada(either_bench, employer_name=JUNIPER)) == ""


async def test_while_employers_cannot_be_read_the_name_that_the_employee_has_is_shown(bench: Bench) -> None:
    employers = Employers(bench.benefits, bench.clock)
    bench.wire.reading = answering(500)
    await employers.read(9)
    assert employers.name_of(ada(bench, employer_name="Okami")) == "Okami"
    assert employers.name_of(ada(bench)) == ""


async def test_they_are_read_once_an_hour_by_all_forms_together_and_after_a_failure_once_a_minute(bench: Bench) -> None:
    employers = Employers(bench.benefits, bench.clock)
    await bench.benefits.employer_names()
    once = reads(bench)
    await asyncio.gather(*(employers.read(9) for _ in range(5)))
    bench.clock.pass_(3599)
    await employers.read(9)
    assert reads(bench) == 2 * once
    bench.clock.pass_(1)
    bench.wire.reading = answering(500)
    for _ in range(3):
        await employers.read(9)
    assert (reads(bench), employers.known[EmployerId("empr_juniper")]) == (2 * once + 1, JUNIPER)
    bench.wire.reading = None
    bench.clock.pass_(60)
    await employers.read(9)
    assert reads(bench) == 3 * once + 1
