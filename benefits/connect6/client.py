"""The contract connect-6 of Vitable Connect."""

import asyncio
from typing import Annotated

from benefits import ids
from benefits.answers import parsed
from benefits.client import one_event
from benefits.connect6.people import People
from benefits.connect6.rows import (
    EmployeesEnrollment,
    EmployerRow,
    Employment,
    MembersEnrollment,
    MembersEvent,
    Organization,
    joined,
)
from benefits.connection import Connection, Server
from benefits.contract import Contract
from benefits.errors import NotFound, NotTheirs, UnreadableAnswer
from benefits.models import Answer, Employee, Enrollment, Product, QualifyingLifeEvent, checked_id
from benefits.outcome import Outcome, Reissued
from benefits.paging import Listed, listed
from benefits.port import Offer, PeopleSearch, Position, Whose
from benefits.reissue import Reissue
from benefits.telling import contract_of
from benefits.time_left import TimeLeft

ORGANIZATION = "X-Vitable-Organization"

ACTING_FOR_ONE = frozenset({"enrollments", "members", "employers"})
"""The resources whose calls are made for one organization; the others see all that the key reaches."""


class NewEnrollment(Answer):
    """The answer to a reissue."""

    enrollment_id: Annotated[ids.EnrollmentId, checked_id(ids.enrollment_id)]


class Connect6Dialect:
    """`benefits.reissue.Dialect`: no field is ever null, and the answer has only the new id.

    `organization` is the id of the organization that calls are made for; None where the key reaches only one.
    """

    def __init__(self, organization: ids.OrganizationId | None = None) -> None:
        self._organization = organization

    def body(self, call: Reissue) -> dict[str, str]:
        """The JSON of the call: the life event only if there is one, under the one name that this contract knows."""
        event = {} if call.qle_id is None else {"qualifying_life_event_id": ids.qle_id(call.qle_id)}
        return {**event, "reason": call.reason, "ticket_number": call.number}

    def headers(self, path: str) -> dict[str, str]:
        """The organization, on exactly the calls that take it."""
        _, _, resource, *_ = (*path.split("/"), "", "")
        if self._organization is None or resource not in ACTING_FOR_ONE:
            return {}
        return {ORGANIZATION: self._organization}

    def reissued(self, answer: object) -> Reissued:
        """The new enrollment's id. Raises UnreadableAnswer."""
        told = answer.get("data") if isinstance(answer, dict) else None
        return parsed(NewEnrollment, told).enrollment_id, None


class Connect6:
    """`benefits.port.Benefits` in the contract connect-6.

    `organization` is the id of the organization to act for; None where the key reaches only one. The constructor raises
    UnusableAddress.
    """

    contract = Contract.CONNECT_6

    def __init__(self, server: Server, organization: ids.OrganizationId | None = None) -> None:
        self.connection = Connection(server, Connect6Dialect(organization))
        self._reader = self.connection.reader
        self.people = People(self._reader, server.now)

    @property
    def search(self) -> PeopleSearch:
        """Finds people by text."""
        return self.people

    async def aclose(self) -> None:
        """Close all connections."""
        await self.connection.aclose()

    async def spoken(self) -> Contract | None:
        """The contract that the server speaks; None if its answers do not tell. Raises WrongOrganization too."""
        return await contract_of(self._reader)

    async def reissue(self, call: Reissue) -> Outcome:
        """Close an enrollment and open another, **not** idempotent; see `Reissuer.reissue`."""
        return await self.connection.reissuer.reissue(call)

    async def employee(self, employee_id: ids.EmployeeId, *, within: float | None = None) -> Employee:
        """One employee, by their id. Whose employment it is may have to be asked of the directory."""
        path, left = ids.path("v1", "employees", ids.employee_id(employee_id)), TimeLeft(within)
        row = await self._reader.one(Employment, path, left.now)
        if row.id not in ("", employee_id):
            raise UnreadableAnswer("The benefits API answered with something else than was asked for.")
        if row.member_id is not None:
            return row.employee(employee_id)
        return await self._found_in_directory(employee_id, row, left)

    async def employee_behind(self, enrollment_id: ids.EnrollmentId, *, within: float | None = None) -> ids.EmployeeId:
        """Whose enrollment this is."""
        path = ids.path("v1", "enrollments", ids.enrollment_id(enrollment_id))
        row = await self._reader.one(EmployeesEnrollment, path, within)
        if row.id != enrollment_id:
            raise UnreadableAnswer("The benefits API answered with something else than was asked for.")
        return row.employee_id

    async def offer(self, typed_id: str) -> Offer:
        """What there is to choose from, given an employee's id or one of their enrollments'. Raises InvalidId."""
        chosen = None
        if typed_id.startswith(ids.ENROLLMENT_PREFIX):
            chosen = ids.enrollment_id(typed_id)
        employee = await self.employee(await self.employee_behind(chosen) if chosen else ids.employee_id(typed_id))
        enrollments, events = await asyncio.gather(self.enrollments_of(employee), self.events(employee))
        return Offer(employee=employee, enrollments=enrollments, events=events, chosen=chosen)

    async def enrollment(
        self, enrollment_id: ids.EnrollmentId, of: Whose, *, within: float | None = None
    ) -> Enrollment:
        """One enrollment with its coverage and costs, out of the two lists that have them.

        Raises NotFound if it is in none, NotTheirs if it is another employee's, UnreadableAnswer if one of the lists
        does not tell enough.
        """
        wanted, left = ids.enrollment_id(enrollment_id), TimeLeft(within)
        try:
            return _one(wanted, await self.enrollments_of(of, within=left.now))
        except NotFound:
            if await self.employee_behind(wanted, within=left.now) == of.id:
                raise
            raise NotTheirs from None

    async def position(self, enrollment_id: ids.EnrollmentId, of: Whose) -> Position:
        """An enrollment and all of the employee's."""
        wanted, listed = ids.enrollment_id(enrollment_id), await self.enrollments_of(of)
        return Position(enrollment=next((one for one in listed.records if one.id == wanted), None), listed=listed)

    async def events(self, of: Whose, *, within: float | None = None) -> Listed[QualifyingLifeEvent]:
        """A person's life events, in every state of review."""
        member_id = ids.member_id(of.member_id)
        path = ids.path("v1", "members", member_id, "qualifying-life-events")
        rows = await self._reader.all(MembersEvent, path, within)
        return Listed(tuple(row.event(member_id) for row in rows.records), rows.unreadable, rows.fields)

    async def event(self, qle_id: ids.QleId, of: Whose, *, within: float | None = None) -> QualifyingLifeEvent:
        """One life event, out of the person's list."""
        wanted = ids.qle_id(qle_id)
        return one_event(wanted, await self.events(of, within=within))

    async def products(self, *, within: float | None = None) -> dict[str, Product]:
        """None: each enrollment has its product's name and kind. The call only tries the key and the organization."""
        await self._reader.told(ids.path("v1", "employers"), within, limit="1")
        return {}

    async def employers(self, *, within: float | None = None) -> Listed[EmployerRow]:
        """All employers that the key reaches in the organization."""
        return await self._reader.all(EmployerRow, ids.path("v1", "employers"), within)

    async def employer_names(self, *, within: float | None = None) -> dict[ids.EmployerId, str]:
        """Names of all employers that the key reaches in the organization, by id."""
        listed = await self.employers(within=within)
        return {employer.id: employer.name or employer.legal_name for employer in listed.records}

    async def organizations(self, *, within: float | None = None) -> Listed[Organization]:
        """The organizations that the key reaches."""
        answer = await self._reader.raw(ids.path("v1", "organizations"), within)
        return listed(Organization, answer.get("organizations") if isinstance(answer, dict) else answer)

    async def enrollments_of(self, of: Whose, *, within: float | None = None) -> Listed[Enrollment]:
        """All enrollments of an employee, closed ones too."""
        members = ids.path("v1", "members", ids.member_id(of.member_id), "enrollments")
        employees = ids.path("v1", "employees", ids.employee_id(of.id), "enrollments")
        rows, states = await asyncio.gather(
            self._reader.unpaged(MembersEnrollment, members, within),
            self._reader.all(EmployeesEnrollment, employees, within, lambda row: row.employee_id == of.id),
        )
        return joined(rows, states)

    async def _found_in_directory(self, employee_id: ids.EmployeeId, row: Employment, left: TimeLeft) -> Employee:
        """The employee whose row does not say whose employment it is: among the people with the same address or name.

        Raises UnreadableAnswer if none of them has it.
        """
        found = await self.people.find_people(row.email or f"{row.first_name} {row.last_name}", within=left.now)
        for employee in found.employees:
            if employee.id == employee_id:
                return employee
        return row.employee(employee_id)


def _one(wanted: ids.EnrollmentId, listed: Listed[Enrollment]) -> Enrollment:
    for enrollment in listed.records:
        if enrollment.id == wanted:
            return enrollment
    if {wanted, ""}.isdisjoint(listed.unreadable):
        raise NotFound
    raise UnreadableAnswer("The enrollment cannot be read.")
