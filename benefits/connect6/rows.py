"""The rows of connect-6 that the bot reads, with as few fields as it needs, and how they become our models.

An enrollment takes two lists, joined by id: a member's rows have the plan year, the money and what stands in the way,
an employee's rows the status and when it was opened. Without the second, closed ones would be offered.
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from benefits import ids
from benefits.errors import UnreadableAnswer
from benefits.fields import Cents, Day, Instant, Named, NoUnlessTrue, OrUnknown, Text, YesUnlessFalse
from benefits.ids import EmployeeId, EmployerId, EnrollmentId, MemberId, OrganizationId, QleId
from benefits.models import (
    Answer,
    Employee,
    Enrollment,
    EnrollmentStatus,
    Identified,
    Member,
    OrText,
    QleStatus,
    QualifyingLifeEvent,
    checked_id,
)
from benefits.paging import Listed

OTHER = "other"
"""The type of a life event that is described in `other_event`."""


class Benefit(Answer):
    """The product of an enrollment."""

    id: OrUnknown[Named] = None
    name: Text = ""


class EmployeesEnrollment(Identified):
    """A row of `GET /v1/employees/{id}/enrollments`."""

    id: Annotated[EnrollmentId, checked_id(ids.enrollment_id)]
    employee_id: Annotated[EmployeeId, checked_id(ids.employee_id)]
    benefit: OrUnknown[Benefit] = None
    status: OrText[EnrollmentStatus]
    created_at: Instant
    updated_at: OrUnknown[Instant] = None


class MembersEnrollment(Identified):
    """A row of `GET /v1/members/{id}/enrollments`. Whether an event is needed counts as yes where it is not told."""

    id: Annotated[EnrollmentId, checked_id(ids.enrollment_id)]
    employer_id: OrUnknown[Annotated[EmployerId, checked_id(ids.employer_id)]] = None
    employer_name: Text = ""
    benefit_plan_year_id: Named
    product_code: Named
    product_name: Text = ""
    benefit_type: OrUnknown[Named] = None
    requires_qle_for_reissue: YesUnlessFalse = True
    plan_year_ends_this_month: NoUnlessTrue = False
    plan_year_coverage_end: OrUnknown[Day] = None
    enrollment_window_start: OrUnknown[Day] = None
    enrollment_window_end: OrUnknown[Day] = None
    coverage_start: OrUnknown[Day] = None
    coverage_end: OrUnknown[Day] = None
    plan_name: OrUnknown[Named] = None
    tier_name: OrUnknown[Named] = None
    employee_deduction_in_cents: OrUnknown[Cents] = None
    employer_contribution_in_cents: OrUnknown[Cents] = None
    answered_at: OrUnknown[Instant] = None

    def joined(self, other: EmployeesEnrollment) -> Enrollment:
        """The enrollment, with what the employee's row says about it. Nobody is told about dependents."""
        return Enrollment(
            id=self.id,
            benefit_product_id=(other.benefit and other.benefit.id) or self.product_code,
            employee_id=other.employee_id,
            plan_year_id=self.benefit_plan_year_id,
            status=other.status,
            created_at=other.created_at,
            updated_at=other.updated_at,
            coverage_tier=self.tier_name,
            coverage_start_date=self.coverage_start,
            coverage_end_date=self.coverage_end,
            employee_contribution_cents=self.employee_deduction_in_cents,
            employer_contribution_cents=self.employer_contribution_in_cents,
            selected_plan_name=self.plan_name,
            employer_id=self.employer_id,
            employer_name=self.employer_name,
            product_code=self.product_code,
            product_name=self.product_name or (other.benefit.name if other.benefit else ""),
            needs_event=self.requires_qle_for_reissue,
            is_in_last_month=self.plan_year_ends_this_month,
            plan_year_end=self.plan_year_coverage_end,
            window_start=self.enrollment_window_start,
            window_end=self.enrollment_window_end,
            answered_at=self.answered_at,
            category=self.benefit_type,
        )


def joined(members: Listed[MembersEnrollment], employees: Listed[EmployeesEnrollment]) -> Listed[Enrollment]:
    """An employee's enrollments. The member's other employments are left out: they are in other employees' lists.

    An open enrollment that one of the lists does not tell is unreadable; a closed one is not missed. One whose id is
    not readable in the member's list may be another employment's, and counts all the same: it may be a new one.
    """
    by_id: Mapping[str, MembersEnrollment] = {row.id: row for row in members.records}
    found = [by_id[row.id].joined(row) for row in employees.records if row.id in by_id]
    lost = [row.id for row in employees.records if row.id not in by_id and row.status != EnrollmentStatus.INACTIVE]
    nameless = max(members.unreadable.count(""), employees.unreadable.count(""))
    unreadable = dict.fromkeys((*lost, *filter(None, employees.unreadable)))
    return Listed(tuple(found), (*unreadable, *[""] * nameless), tuple(sorted({*members.fields, *employees.fields})))


class Employment(Identified):
    """A row of `GET /v1/members/{id}/employments`, and an employee. Its ids may be absent.

    The real record has birth date, address and pay as well; they are not read.
    """

    id: Text = ""
    member_id: OrUnknown[Annotated[MemberId, checked_id(ids.member_id)]] = None
    employer_id: OrUnknown[Annotated[EmployerId, checked_id(ids.employer_id)]] = None
    employer_name: Text = ""
    first_name: Text = ""
    last_name: Text = ""
    email: OrUnknown[Named] = None
    status: OrUnknown[Named] = None
    termination_date: OrUnknown[Day] = None

    def employee(self, employee_id: EmployeeId | None = None, member_id: MemberId | None = None) -> Employee:
        """The employee; the ids say what the row may leave out. Raises UnreadableAnswer if one is still missing."""
        own, member = (self.id and ids.employee_id(self.id)) or employee_id, self.member_id or member_id
        if own is None or member is None:
            missing = tuple(name for name, value in (("id", own), ("member_id", member)) if value is None)
            raise UnreadableAnswer("The benefits API does not say whose employment this is.", missing)
        return Employee(
            id=own,
            employer_id=self.employer_id,
            employer_name=self.employer_name,
            member=Member(id=member, first_name=self.first_name, last_name=self.last_name, email=self.email),
            active=(self.status or "").casefold() != "terminated",
            termination_date=self.termination_date,
        )


class EmployerRow(Identified):
    """A row of `GET /v1/employers`."""

    id: Annotated[EmployerId, checked_id(ids.employer_id), Field(validation_alias="employer_id")]
    name: Text = ""
    legal_name: Text = ""


class MemberRow(Identified):
    """A row of `GET /v2/members`: a person, who may be no employee at all, and whose id may be absent."""

    id: Text = ""
    first_name: Text = ""
    last_name: Text = ""
    email: OrUnknown[Named] = None


class MembersEvent(Identified):
    """A row of `GET /v1/members/{id}/qualifying-life-events`: it has no date and no window."""

    id: Annotated[QleId, checked_id(ids.qle_id)]
    event_type: Text = ""
    event_type_label: Text = ""
    other_event: Text = ""
    status: OrText[QleStatus]
    submitted_at: OrUnknown[Instant] = None

    def event(self, of: MemberId) -> QualifyingLifeEvent:
        """The life event of this member."""
        label = self.event_type_label or self.event_type
        return QualifyingLifeEvent(
            id=self.id,
            member_id=of,
            event_type=self.other_event if self.event_type.casefold() == OTHER and self.other_event else label,
            status=self.status,
            submitted_at=self.submitted_at,
            only_when_approved=True,
        )


class Organization(Identified):
    """A row of `GET /v1/organizations`."""

    id: Annotated[OrganizationId, checked_id(ids.organization_id)]
    name: Text = ""
