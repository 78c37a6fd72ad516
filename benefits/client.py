"""The documented contract of Vitable Connect: the one of the public documentation page, and the default."""

import asyncio
from typing import TypeVar

from benefits import ids
from benefits.connection import Connection, Server
from benefits.contract import Contract
from benefits.errors import NotFound, UnreadableAnswer, WrongOrganization
from benefits.life_event import NewLifeEvent, Recorded
from benefits.models import Employee, Employer, Enrollment, Identified, Product, QualifyingLifeEvent
from benefits.outcome import Outcome, Reissued, whole_enrollment
from benefits.paging import Listed, Pages
from benefits.port import Offer, Position, Whose
from benefits.reissue import Reissue
from benefits.telling import contract_of

Asked = TypeVar("Asked", bound=Identified)


class DocumentedDialect:
    """`benefits.reissue.Dialect`: the body has `qle_id` and `reason`, and the answer is the enrollment."""

    def body(self, call: Reissue) -> dict[str, str]:
        """The JSON of the call. Raises InvalidId for a call without a life event: this contract has none."""
        return {"qle_id": ids.qle_id(call.qle_id or ""), "reason": call.reason}

    def headers(self, _path: str) -> dict[str, str]:
        """None beside the usual ones."""
        return {}

    def reissued(self, answer: object) -> Reissued:
        """The enrollment."""
        return whole_enrollment(answer)


class VitableConnect:
    """`benefits.port.Benefits` in the documented contract, and the lists from which the employee index is made.

    The constructor raises UnusableAddress.
    """

    contract = Contract.DOCUMENTED
    search = None

    def __init__(self, server: Server) -> None:
        self.connection = Connection(server, DocumentedDialect())
        self._reader = self.connection.reader

    async def aclose(self) -> None:
        """Close all connections."""
        await self.connection.aclose()

    async def spoken(self) -> Contract | None:
        """The contract that the server speaks; None if its answers do not tell."""
        try:
            return await contract_of(self._reader)
        except WrongOrganization:
            return Contract.CONNECT_6

    async def reissue(self, call: Reissue) -> Outcome:
        """Close an enrollment and open another, **not** idempotent; see `Reissuer.reissue`."""
        return await self.connection.reissuer.reissue(call)

    async def record_event(self, call: NewLifeEvent) -> Recorded | Outcome:
        """Record a life event, **not** idempotent; see `LifeEventRecorder.record`."""
        return await self.connection.event_recorder.record(call)

    async def offer(self, typed_id: str) -> Offer:
        """What there is to choose from, given an employee's id or one of their enrollments'. Raises InvalidId."""
        chosen = None
        if typed_id.startswith(ids.ENROLLMENT_PREFIX):
            chosen = ids.enrollment_id(typed_id)
        employee = await self.employee(await self.employee_behind(chosen) if chosen else ids.employee_id(typed_id))
        enrollments, events = await asyncio.gather(self.enrollments_of(employee.id), self.events(employee))
        return Offer(employee=employee, enrollments=enrollments, events=events, chosen=chosen)

    async def employee_behind(self, enrollment_id: ids.EnrollmentId) -> ids.EmployeeId:
        """Whose enrollment this is."""
        return (await self._enrollment(enrollment_id)).employee_id

    async def position(self, enrollment_id: ids.EnrollmentId, of: Whose) -> Position:
        """An enrollment and all of the employee's. One that is gone may have been replaced: the list tells."""
        enrollment, listed = await asyncio.gather(self._if_there(enrollment_id), self.enrollments_of(of.id))
        return Position(enrollment=enrollment, listed=listed)

    async def _if_there(self, enrollment_id: ids.EnrollmentId) -> Enrollment | None:
        try:
            return await self._enrollment(enrollment_id)
        except NotFound:
            return None

    async def enrollment(
        self,
        enrollment_id: ids.EnrollmentId,
        of: Whose | None = None,  # noqa: ARG002 - the other contract needs it
        *,
        within: float | None = None,
    ) -> Enrollment:
        """One enrollment, by its id alone."""
        return await self._enrollment(enrollment_id, within=within)

    async def _enrollment(self, enrollment_id: ids.EnrollmentId, *, within: float | None = None) -> Enrollment:
        """One enrollment, by its id."""
        path = ids.path("v1", "enrollments", ids.enrollment_id(enrollment_id))
        return _same(enrollment_id, await self._reader.one(Enrollment, path, within))

    async def employee(self, employee_id: ids.EmployeeId, *, within: float | None = None) -> Employee:
        """One employee, by their id."""
        path = ids.path("v1", "employees", ids.employee_id(employee_id))
        return _same(employee_id, await self._reader.one(Employee, path, within))

    async def enrollments_of(self, employee_id: ids.EmployeeId, *, within: float | None = None) -> Listed[Enrollment]:
        """All enrollments of an employee, closed ones too."""
        path = ids.path("v1", "employees", ids.employee_id(employee_id), "enrollments")
        return await self._reader.all(Enrollment, path, within, lambda one: one.employee_id == employee_id)

    async def events(self, of: Whose, *, within: float | None = None) -> Listed[QualifyingLifeEvent]:
        """A person's life events, in every state of review."""
        member_id = ids.member_id(of.member_id)
        path = ids.path("v1", "members", member_id, "qualifying-life-events")
        return await self._reader.all(
            QualifyingLifeEvent, path, within, lambda event: event.member_id in (None, member_id)
        )

    async def event(self, qle_id: ids.QleId, of: Whose, *, within: float | None = None) -> QualifyingLifeEvent:
        """One life event, out of the person's list: the only call that every server has."""
        wanted = ids.qle_id(qle_id)
        return one_event(wanted, await self.events(of, within=within))

    async def employers(self, *, within: float | None = None) -> Listed[Employer]:
        """All employers the API key reaches."""
        return await self._reader.all(Employer, ids.path("v1", "employers"), within)

    async def employer_names(self, *, within: float | None = None) -> dict[ids.EmployerId, str]:
        """Names of all employers that the key reaches, by id."""
        listed = await self.employers(within=within)
        return {employer.id: employer.name or employer.legal_name for employer in listed.records}

    def employer_pages(self) -> Pages[Employer]:
        """All employers in pages; each page is one call. After an error the next step asks for the same page again."""
        return self._reader.pages(Employer, ids.path("v1", "employers"))

    def employees_of(self, employer_id: ids.EmployerId) -> Pages[Employee]:
        """All employees of an employer, inactive ones too, in pages of at most 100; each page is one call.

        After an error the next step asks for the same page again.
        """
        return self._reader.pages(
            Employee,
            ids.path("v1", "employers", ids.employer_id(employer_id), "employees"),
            lambda employee: employee.employer_id in (None, employer_id),
        )

    async def products(self, *, within: float | None = None) -> dict[str, Product]:
        """Benefit products by id: an enrollment without a plan is shown under its product's name."""
        listed = await self._reader.all(Product, ids.path("v1", "benefit-products"), within)
        return {product.id: product for product in listed.records}


def one_event(wanted: ids.QleId, events: Listed[QualifyingLifeEvent]) -> QualifyingLifeEvent:
    """The event with this id.

    Raises NotFound if the list does not have it, UnreadableAnswer if it may be one of the unreadable records.
    """
    for event in events.records:
        if event.id == wanted:
            return event
    if {wanted, ""}.isdisjoint(events.unreadable):
        raise NotFound
    raise UnreadableAnswer("The life event cannot be read.")


def _same(asked: str, answered: Asked) -> Asked:
    if answered.id != asked:
        raise UnreadableAnswer("The benefits API answered with something else than was asked for.")
    return answered
