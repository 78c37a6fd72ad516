"""Vitable's records: can the bot read some employees, and the enrollments and life events of one?

Each contract has its own way to employees and their enrollments. The calls are those that the bot makes at work.
"""

from collections.abc import AsyncIterator
from typing import Any

from benefits import ids
from benefits.client import VitableConnect
from benefits.connect6.client import Connect6
from benefits.models import Employee, Employer
from benefits.paging import Listed
from bot.doctor.finding import Finding
from bot.doctor.reads import WITHIN, Reads, Record
from bot.doctor.sample import Kind
from bot.settings import Settings

EMPLOYERS, MEMBERS = 3, 5
"""How many are tried at most, to find one with an employee."""


async def examine_records(
    benefits: VitableConnect | Connect6, employers: Listed[Any], settings: Settings, within: float = WITHIN
) -> Finding:
    """Read some employees, and the enrollments and life events of one."""
    reads = Reads()
    reads.sample.count(Kind.EMPLOYER, employers)
    reading = _searched(reads, benefits) if isinstance(benefits, Connect6) else _indexed(reads, benefits, employers)
    return await reads.finding(reading, settings, within)


async def _indexed(reads: Reads, benefits: VitableConnect, employers: Listed[Employer]) -> None:
    """The documented contract: the first page of employees, of the first employer that has any."""
    for employer in employers.records[:EMPLOYERS]:
        if employees := await reads.listed(Kind.EMPLOYEE, _first(benefits.employees_of(employer.id))):
            break
    else:
        return
    employee, enrollment = await reads.enrolled(employees, lambda one: benefits.enrollments_of(one.id))
    await reads.asked("one employee", benefits.employee(employee.id))
    if enrollment is not None:
        await reads.asked("one enrollment", benefits.enrollment(enrollment.id))
    await reads.listed(Kind.EVENT, benefits.events(employee))


async def _searched(reads: Reads, benefits: Connect6) -> None:
    """Connect-6: the employments of some people of the directory, until there are enrollments."""
    members = await reads.listed(Kind.MEMBER, benefits.people.some())
    employees: list[Employee] = []
    for member in members[:MEMBERS]:
        employees += await reads.listed(Kind.EMPLOYEE, benefits.people.employments(ids.member_id(member.id)))
    if not employees:
        return
    employee, enrollment = await reads.enrolled(tuple(employees), benefits.enrollments_of)
    await reads.asked("one employee", benefits.employee(employee.id))
    if enrollment is not None:
        await reads.asked("one enrollment", benefits.employee_behind(enrollment.id))
    await reads.listed(Kind.EVENT, benefits.events(employee))


async def _first(pages: AsyncIterator[Listed[Record]]) -> Listed[Record]:
    return await anext(pages, Listed())
