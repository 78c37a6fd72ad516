"""The records that a call may see: those of the organizations for which it acts."""

from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from sandbox.benefits.records import Record
from sandbox.benefits.replies import Refusal
from sandbox.benefits.world import World

MISSING = "not_found"


@dataclass(frozen=True)
class Book:
    """The shared records and those of connect-6 alone, as far as they belong to these organizations.

    A record that is not there and one that belongs to others are refused in the same words, with a 404.
    """

    world: World
    organizations: frozenset[str]

    def employers(self) -> list[Record]:
        """The employers."""
        return [employer for employer in self._employers.values() if self._has(employer)]

    def employees(self) -> Iterable[Record]:
        """The employees of all employers."""
        known = chain(self.world.employees.values(), self.world.connect6.employees.values())
        employers = {employer["id"] for employer in self.employers()}
        return (employee for employee in known if employee.get("employer_id") in employers)

    def employee(self, employee_id: str) -> Record:
        """One employee. Raises Refusal."""
        found = self.world.employees.get(employee_id) or self.world.connect6.employees.get(employee_id)
        if found is None or not self._has(self.employer_of(found)):
            raise Refusal(404, "Employee not found", code=MISSING)
        return found

    def employer_of(self, employee: Record) -> Record:
        """Where an employee works; an empty record if the employer is unknown."""
        return self._employers.get(str(employee.get("employer_id")), {})

    def enrollment(self, enrollment_id: str) -> Record:
        """One enrollment. Raises Refusal."""
        try:
            enrollment = self.world.home_of(enrollment_id)[enrollment_id]
            self.employee(enrollment["employee_id"])
        except (KeyError, Refusal) as error:
            raise Refusal(404, "Enrollment not found", code=MISSING) from error
        return enrollment

    def enrollments_of(self, employees: Iterable[Record]) -> list[Record]:
        """The enrollments of some employees."""
        ids = {employee["id"] for employee in employees}
        known = chain(self.world.enrollments.values(), self.world.connect6.enrollments.values())
        return [enrollment for enrollment in known if enrollment.get("employee_id") in ids]

    def employments_of(self, member_id: str) -> list[Record]:
        """The member's employments; a member of a group has none. Raises Refusal if there is no such member."""
        found = [employee for employee in self.employees() if member_id_of(employee) == member_id]
        if not found and all(outsider.get("id") != member_id for outsider in self.outsiders()):
            raise Refusal(404, "Member not found", code=MISSING)
        return found

    def outsiders(self) -> list[Record]:
        """The members who are no employees."""
        return [outsider for outsider in self.world.connect6.outsiders if self._has(outsider)]

    def event(self, event_id: str) -> Record | None:
        """A life event, even of another organization."""
        return self.world.events.get(event_id) or self.world.connect6.events.get(event_id)

    def events_of(self, member_id: str) -> list[Record]:
        """The life events of a member."""
        known = chain(self.world.events.values(), self.world.connect6.events.values())
        return [event for event in known if event.get("member_id") == member_id]

    def products(self) -> Mapping[str, Record]:
        """The products of all employers."""
        return ChainMap(self.world.connect6.products, self.world.products)

    @property
    def _employers(self) -> Mapping[str, Record]:
        return ChainMap(self.world.connect6.employers, self.world.employers)

    def _has(self, record: Record) -> bool:
        return record.get("organization_id") in self.organizations


def member_id_of(employee: Record) -> str | None:
    """The member that an employee is; None if the record doesn't say."""
    member = employee.get("member")
    return member.get("id") if isinstance(member, dict) else None
