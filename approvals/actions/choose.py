"""Finds an employee, and the enrollments and life events to choose from."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from approvals.lookups.authority import Authority
from approvals.lookups.calendars import Calendars
from approvals.lookups.products import Products
from approvals.model.choices import Choices, Obstacle, is_offered, may_be_reissued, obstacle_of
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.index_report import EMPLOYERS
from approvals.model.request import EmployeeFacts
from approvals.model.trouble import Trouble
from approvals.ports.storage import Store
from approvals.rules.budgets import TimeBudgets
from benefits.client import VitableConnect
from benefits.errors import BenefitsError, Unreachable
from benefits.ids import EMPLOYEE_PREFIX, ENROLLMENT_PREFIX, EmployeeId, EnrollmentId, employee_id, enrollment_id
from benefits.models import Employee, Enrollment

OPTIONS_LIMIT = 100
"""The most options that Slack accepts in one answer to a typeahead."""

LASTING: Mapping[str, Obstacle] = MappingProxyType(
    {
        Trouble.WRONG_KEY: Obstacle.API_WRONG_KEY,
        Trouble.NO_ACCESS: Obstacle.API_NO_ACCESS,
        Trouble.REFUSED: Obstacle.API_REFUSED,
        Trouble.UNTRUSTED: Obstacle.API_UNTRUSTED,
        Trouble.UNREADABLE: Obstacle.API_UNREADABLE,
    }
)
"""Troubles with the list of employers that waiting does not solve: an administrator has to look."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ChoiceFinder:
    """The reads behind the request modal. The caller has checked that the person may request."""

    store: Store
    benefits: VitableConnect
    authority: Authority
    products: Products
    calendars: Calendars
    budgets: TimeBudgets

    async def search(self, text: str) -> Sequence[EmployeeEntry]:
        """Active employees by name, e-mail or pasted id; an id that is not in the index is read from the API.

        Raises BenefitsError if a pasted id cannot be read.
        """
        typed = text.strip()
        async with self.store.reading() as work:
            found = await work.employees.search(typed, OPTIONS_LIMIT)
        if found or not typed.startswith((ENROLLMENT_PREFIX, EMPLOYEE_PREFIX)):
            return found
        return [EmployeeEntry.of(await self._employee_behind(typed))]

    async def unreadable_employees(self) -> int:
        """The number of employees missing from the index because they could not be read."""
        async with self.store.reading() as work:
            return (await work.refreshes.report()).unreadable

    async def index_obstacle(self) -> Obstacle | None:
        """Why the index is still empty; None if it is not."""
        async with self.store.reading() as work:
            if not await work.employees.is_empty():
                return None
            trouble = (await work.refreshes.report()).troubles.get(EMPLOYERS)
        return LASTING.get(trouble or "", Obstacle.INDEX_LOADING)

    async def choices(self, user_id: str, typed_id: str, chosen_qle: str | None = None) -> Choices | Obstacle:
        """The choices for an employee, given their id or one of their enrollments' ids; or why nothing can be chosen.

        `user_id` is the person who chooses, `chosen_qle` the life event that they have chosen. Raises
        AuthorityUnreadable while Slack does not say who they are.
        """
        today = await self.calendars.today_of(user_id)
        try:
            return await self._choices(user_id, typed_id, chosen_qle, today)
        except BenefitsError as error:
            return obstacle_of(error)

    async def _choices(self, user_id: str, typed_id: str, chosen_qle: str | None, today: date) -> Choices | Obstacle:
        chosen = await self._enrollment(typed_id)
        if chosen is not None and not may_be_reissued(chosen):
            return Obstacle.INACTIVE_ENROLLMENT
        employee = await self.benefits.employee(chosen.employee_id if chosen else employee_id(typed_id))
        enrollments, qles = await asyncio.gather(
            self.benefits.enrollments_of(employee.id), self.benefits.qualifying_life_events_of(employee.member.id)
        )
        return Choices(
            employee=EmployeeFacts.of(employee),
            enrollments=tuple(filter(may_be_reissued, enrollments.records)),
            qles=tuple(filter(is_offered, qles.records)),
            left_out=(len(enrollments.unreadable), len(qles.unreadable)),
            products=self.products.known,
            chosen=chosen.id if chosen else None,
            chosen_qle=chosen_qle,
            today=today,
            likeness=await self.authority.likeness_of(user_id, employee.member.email, employee.name),
        )

    async def _enrollment(self, typed_id: str) -> Enrollment | None:
        if not typed_id.startswith(ENROLLMENT_PREFIX):
            return None
        return await self.benefits.enrollment(enrollment_id(typed_id))

    async def _employee_behind(self, typed_id: str) -> Employee:
        try:
            async with asyncio.timeout(self.budgets.typeahead):
                return await self.benefits.employee(await self._employee_id(typed_id))
        except TimeoutError as error:
            raise Unreachable from error

    async def _employee_id(self, typed_id: str) -> EmployeeId:
        if not typed_id.startswith(ENROLLMENT_PREFIX):
            return employee_id(typed_id)
        enrollment: EnrollmentId = enrollment_id(typed_id)
        return (await self.benefits.enrollment(enrollment)).employee_id
