"""How connect-6 writes an enrollment: in the list of its member, in the list of its employee, and alone."""

from sandbox.benefits.connect6.book import Book
from sandbox.benefits.connect6.calendar import Calendar
from sandbox.benefits.offers import PLANS
from sandbox.benefits.records import Record

TIER_NAMES = {"EE": "Employee Only", "ES": "Employee + Spouse", "EC": "Employee + Children", "EF": "Employee + Family"}
CARRIERS = {plan.name: plan.carrier for plan in PLANS.values()}
NEVER_NEEDS_EVENT = "VPC"


def requires_event(book: Book, calendar: Calendar, enrollment: Record) -> bool:
    """Whether a reissue needs a life event: always, except for VPC products and in open enrollment."""
    is_exempt = str(_benefit(book, enrollment)["product_code"]).startswith(NEVER_NEEDS_EVENT)
    return not (is_exempt or calendar.plan_year(enrollment).is_open_enrollment)


def member_enrollment_row(book: Book, calendar: Calendar, enrollment: Record) -> Record:
    """An enrollment in the list of its member: what may be done with it. Only here are the plan year and the flags."""
    benefit, employer = _benefit(book, enrollment), _employer(book, enrollment)
    answered_at = calendar.answered_at(enrollment)
    is_election = calendar.answer(enrollment) == "Enrolled"
    return {
        "id": enrollment["id"],
        "employer_id": employer.get("id"),
        "employer_name": employer.get("name"),
        "benefit_plan_year_id": enrollment.get("plan_year_id"),
        "benefit_type": benefit["category"],
        "product_code": benefit["product_code"],
        "product_name": benefit["name"],
        "requires_qle_for_reissue": requires_event(book, calendar, enrollment),
        **_election(enrollment, is_election=is_election),
        "coverage_start": enrollment.get("coverage_start_date"),
        "coverage_end": enrollment.get("coverage_end_date"),
        "cancelled_date": None,
        "plan_year_coverage_end": calendar.plan_year_end(enrollment).isoformat(),
        "issued_date": calendar.issued(enrollment).isoformat(),
        "enrolled_date": answered_at and answered_at[:10] if is_election else None,
        "answered_at": answered_at,
        "enrollment_window_start": calendar.issued(enrollment).isoformat(),
        "enrollment_window_end": (end := calendar.window_end(enrollment)) and end.isoformat(),
        "election_status": calendar.election_status(enrollment),
        "policy_status": calendar.policy_status(enrollment),
        "plan_year_ends_this_month": calendar.ends_this_month(enrollment),
        "is_within_enrollment_window": calendar.is_within_window(enrollment),
        "plan_year_ichra_affordability": None,
    }


def enrollment_row(book: Book, calendar: Calendar, enrollment: Record) -> Record:
    """An enrollment in the list of its employee. Only here are `created_at`, and the status `inactive`."""
    is_election = calendar.answer(enrollment) == "Enrolled"
    return {
        "id": enrollment["id"],
        "employee_id": enrollment["employee_id"],
        "employer_id": _employer(book, enrollment).get("id"),
        "benefit": _benefit(book, enrollment),
        "status": enrollment.get("status"),
        "coverage_start": enrollment.get("coverage_start_date") or f"{str(enrollment.get('created_at'))[:4]}-01-01",
        "coverage_end": enrollment.get("coverage_end_date"),
        "employee_deduction_in_cents": enrollment.get("employee_contribution_cents") if is_election else None,
        "employer_contribution_in_cents": enrollment.get("employer_contribution_cents") if is_election else None,
        "answered_at": calendar.answered_at(enrollment),
        "terminated_at": calendar.terminated_at(enrollment),
        "created_at": enrollment.get("created_at"),
        "updated_at": enrollment.get("updated_at"),
    }


def enrollment_detail(book: Book, calendar: Calendar, enrollment: Record) -> Record:
    """One enrollment: as in the list of its employee, with the address of a document that group plans don't have."""
    return enrollment_row(book, calendar, enrollment) | {"sbc_url": None}


def _election(enrollment: Record, *, is_election: bool) -> Record:
    """The choice, and its price in cents a month. All null unless the employee enrolled."""
    plan, tier = enrollment.get("selected_plan_name"), str(enrollment.get("coverage_tier"))
    employee, employer = (enrollment.get(f"{who}_contribution_cents") for who in ("employee", "employer"))
    choice = {
        "carrier_name": CARRIERS.get(str(plan)),
        "plan_name": plan,
        "tier_name": TIER_NAMES.get(tier, tier),
        "employee_deduction_in_cents": employee,
        "employer_contribution_in_cents": employer,
        "premium_in_cents": employee + employer if isinstance(employee, int) and isinstance(employer, int) else None,
    }
    return choice if is_election else dict.fromkeys(choice)


def _benefit(book: Book, enrollment: Record) -> Record:
    product_id = enrollment["benefit_product_id"]
    product = book.products().get(product_id, {})
    return {"id": product_id, **{name: product.get(name) for name in ("name", "product_code", "category")}}


def _employer(book: Book, enrollment: Record) -> Record:
    return book.employer_of(book.employee(enrollment["employee_id"]))
