"""Finds an employee, and the enrollments and life events to choose from."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from approvals.lookups.authority import Authority
from approvals.lookups.calendars import Calendars
from approvals.lookups.employers import Employers
from approvals.lookups.people import People
from approvals.lookups.products import Products
from approvals.lookups.spoken import SpokenContract
from approvals.model.choices import Choices, Departure, Matches, Obstacle, denied_of, may_be_reissued, obstacle_of
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.index_report import EMPLOYERS
from approvals.model.request import EmployeeFacts
from approvals.model.routing import SOLE, EmployerScope
from approvals.model.trouble import Trouble
from approvals.ports.storage import Store
from approvals.rules.budgets import TimeBudgets
from approvals.rules.routes import Routes
from benefits.errors import BenefitsError, OtherContract, Unreachable
from benefits.ids import EMPLOYEE_PREFIX, ENROLLMENT_PREFIX, EmployeeId, EnrollmentId, employee_id, enrollment_id
from benefits.models import Employee, Enrollment, EnrollmentStatus
from benefits.paging import Listed
from benefits.port import Benefits, Offer

LASTING: Mapping[str, Obstacle] = MappingProxyType(
    {
        Trouble.WRONG_KEY: Obstacle.API_WRONG_KEY,
        Trouble.NO_ACCESS: Obstacle.API_NO_ACCESS,
        Trouble.WRONG_ORGANIZATION: Obstacle.API_WRONG_ORGANIZATION,
        Trouble.WRONG_CONTRACT: Obstacle.API_WRONG_CONTRACT,
        Trouble.REFUSED: Obstacle.API_REFUSED,
        Trouble.UNTRUSTED: Obstacle.API_UNTRUSTED,
        Trouble.UNREADABLE: Obstacle.API_UNREADABLE,
    }
)
"""Troubles that waiting does not solve: an administrator has to look."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ChoiceFinder:
    """The reads behind the request modal. The caller has checked that the person may request."""

    store: Store
    benefits: Benefits
    people: People
    spoken: SpokenContract
    authority: Authority
    products: Products
    employers: Employers
    calendars: Calendars
    budgets: TimeBudgets
    _had_employees: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def routes(self) -> Routes:
        """Which requests belong to whom."""
        return self.authority.routes

    async def search(self, text: str, routes: Collection[str] = (SOLE,)) -> Matches:
        """Employees by name, e-mail or pasted id, people who left last. An id that no text finds is read from the API.

        `routes` are those in which the person requests: an employee of other employers is not found, as if the id were
        unknown. Raises BenefitsError: OtherContract in place of any other if the server speaks another contract.
        """
        try:
            return await self._search(text.strip(), self.routes.map.employers_of(routes))
        except BenefitsError as error:
            if await self._explains(error):
                raise OtherContract from error
            raise

    async def unreadable_employees(self) -> int:
        """The number of employees missing from the index because they could not be read."""
        if self.benefits.search is not None:
            return 0
        async with self.store.reading() as work:
            return (await work.refreshes.report()).unreadable

    async def standstill(self) -> Obstacle | None:
        """Why nobody can be found at all: the server speaks another contract, or the index has never had anyone since
        this process began."""
        if trouble := await self.spoken.after_first_look(self.budgets.typeahead):
            return LASTING.get(trouble)
        if self.benefits.search is not None or self._had_employees.is_set():
            return None
        async with self.store.reading() as work:
            if not await work.employees.is_empty():
                self._had_employees.set()
                return None
            of_employers = (await work.refreshes.report()).troubles.get(EMPLOYERS)
        return LASTING.get(of_employers or "", Obstacle.INDEX_LOADING)

    async def choices(
        self,
        user_id: str,
        typed_id: str,
        chosen_qle: str | None = None,
        routes: Collection[str] = (SOLE,),
        chosen: Sequence[str] | None = None,
    ) -> Choices | Obstacle:
        """The choices for an employee, given their id or one of their enrollments' ids; or why nothing can be chosen.

        `user_id` is the person who chooses, `routes` those in which they request, `chosen_qle` the life event and
        `chosen` the enrollments that they have chosen. Without `chosen` it is the enrollment whose id was typed, or
        with an employee's id those that fit. Raises AuthorityUnreadable while Slack does not say who they are.
        """
        today = await self.calendars.today_of(user_id)
        try:
            choices = await self._choices(user_id, typed_id, chosen_qle, today, routes)
        except BenefitsError as error:
            return Obstacle.API_WRONG_CONTRACT if await self._explains(error) else obstacle_of(error)
        if isinstance(choices, Obstacle):
            return choices
        choices = await self._with_requests(choices)
        if chosen is not None:
            return replace(choices, chosen=tuple(chosen))
        return choices if choices.chosen else replace(choices, chosen=choices.fitting)

    async def _with_requests(self, choices: Choices) -> Choices:
        """The choices with what this bot knows of the enrollments: open requests, earlier reissues, and doubts."""
        ids = [enrollment.id for enrollment in choices.enrollments]
        async with self.store.reading() as work:
            naming = await work.requests.naming(ids)
            closed = await work.requests.closed_for(choices.employee.id, ids)
        return replace(
            choices,
            open_for={each.enrollment.id: each.label for each in naming if each.status.is_open},
            in_doubt={each.enrollment.id: each.label for each in closed if each.is_closed_unknown},
            opened_by={str(each.new_enrollment_id): each.label for each in naming if each.new_enrollment_id in ids},
        )

    async def _search(self, typed: str, scope: EmployerScope) -> Matches:
        within = self.budgets.typeahead
        found, _ = await asyncio.gather(self.people.find(typed, within, scope), self.employers.read(within))
        if not found.entries and typed.startswith((ENROLLMENT_PREFIX, EMPLOYEE_PREFIX)):
            employee = await self._employee_behind(typed)
            entry = EmployeeEntry.of(employee)
            named = replace(entry, employer_name=self.employers.name_of(employee))
            found = Matches(entries=[named] if scope.has(employee.employer_id) else ())
        return replace(found, with_employers=self.employers.are_several)

    async def _explains(self, error: BenefitsError) -> bool:
        """Whether the server speaks another contract: that explains every error in its answers."""
        if isinstance(error, Unreachable):
            return False
        return await self.spoken.after_first_look(self.budgets.typeahead) is Trouble.WRONG_CONTRACT

    async def _choices(
        self, user_id: str, typed_id: str, chosen_qle: str | None, today: date, routes: Collection[str]
    ) -> Choices | Obstacle:
        offer, _ = await asyncio.gather(self.benefits.offer(typed_id), self.employers.read(self.budgets.typeahead))
        employee, enrollments, events = offer.employee, offer.enrollments, offer.events
        if self.routes.map.depends_on_category(employee.employer_id):
            await self.products.know(enrollments.records, self.budgets.typeahead)
        theirs, elsewhere = self._sorted_out(offer, routes)
        if (obstacle := self._unrouted(offer, theirs, routes)) is not None:
            return obstacle
        if offer.chosen is not None and (obstacle := _obstacle_to(offer.chosen, enrollments)):
            return obstacle
        return Choices(
            employee=EmployeeFacts.of(employee, self.employers.name_of(employee)),
            enrollments=tuple(filter(may_be_reissued, theirs)),
            qles=tuple(event for event in events.records if event.may_be_used),
            left_out=(len(enrollments.unreadable), len(events.unreadable)),
            in_last_month=sum(map(_only_lacks_time, theirs)),
            elsewhere=sum(map(may_be_reissued, elsewhere)),
            categories={each.id: self.products.category_of(each) for each in theirs},
            in_review=sum(event.awaits_review for event in events.records),
            denied=denied_of(events.records),
            departure=Departure.of(employee),
            products=self.products.known,
            chosen=(offer.chosen,) if offer.chosen else (),
            chosen_qle=chosen_qle,
            today=today,
            likeness=await self.authority.likeness_of(user_id, employee.member.email, employee.name),
        )

    def _sorted_out(self, offer: Offer, routes: Collection[str]) -> tuple[list[Enrollment], list[Enrollment]]:
        """The employee's enrollments that belong to one of these routes, and the others."""
        employer, sorted_out = offer.employee.employer_id, (list[Enrollment](), list[Enrollment]())
        for each in offer.enrollments.records:
            is_theirs = self.routes.map.route_of(employer, self.products.category_of(each)) in routes
            sorted_out[0 if is_theirs else 1].append(each)
        return sorted_out

    def _unrouted(self, offer: Offer, theirs: list[Enrollment], routes: Collection[str]) -> Obstacle | None:
        """Why the person may request nothing of it: another route's employee and enrollment are as if unknown."""
        employer = offer.employee.employer_id
        if not self.routes.map.is_routed(employer):
            return Obstacle.NO_ROUTE
        is_elsewhere = offer.chosen in {each.id for each in offer.enrollments.records} - {each.id for each in theirs}
        if is_elsewhere or not self.routes.map.employers_of(routes).has(employer):
            return Obstacle.UNKNOWN_ID
        return None

    async def _employee_behind(self, typed_id: str) -> Employee:
        try:
            async with asyncio.timeout(self.budgets.typeahead):
                return await self.benefits.employee(await self._employee_id(typed_id))
        except TimeoutError as error:
            raise Unreachable from error

    async def _employee_id(self, typed_id: str) -> EmployeeId:
        if not typed_id.startswith(ENROLLMENT_PREFIX):
            return employee_id(typed_id)
        return await self.benefits.employee_behind(enrollment_id(typed_id))


def _obstacle_to(chosen: EnrollmentId, listed: Listed[Enrollment]) -> Obstacle | None:
    """Why the enrollment whose id was typed cannot be reissued; None if it can, as far as the list tells."""
    enrollment = next((each for each in listed.records if each.id == chosen), None)
    if enrollment is None:
        return None if listed.is_whole else Obstacle.API_UNREADABLE
    if may_be_reissued(enrollment):
        return None
    return Obstacle.LAST_MONTH if _only_lacks_time(enrollment) else Obstacle.INACTIVE_ENROLLMENT


def _only_lacks_time(enrollment: Enrollment) -> bool:
    """Whether an enrollment could be reissued if its plan year did not end this month."""
    return enrollment.is_in_last_month and enrollment.status != EnrollmentStatus.INACTIVE
