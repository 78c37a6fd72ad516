"""Fills a world from the tables in `people` and `offers`, with dates relative to a given day."""

from datetime import UTC, date, datetime, time, timedelta

from sandbox.benefits.crowd import crowd
from sandbox.benefits.offers import EMPLOYERS, PLANS, PRODUCTS, TIER_FACTORS, Employers, Plan, Products
from sandbox.benefits.people import PEOPLE, Cover, Event, Person
from sandbox.benefits.world import Record, World

STREET = "Birchwater Lane"
NOTES = "Hospital letter attached"


def seed(today: date, crowd_size: int = 0) -> World:
    """A world with data as of that day. Ids are readable and the same every time."""
    world = World()
    found(world, EMPLOYERS, PRODUCTS, today)
    for number, person in enumerate((*PEOPLE, *crowd(crowd_size))):
        settle(world, person, number % len(PEOPLE) + 1, today)
    return world


def found(world: World, employers: Employers, products: Products, today: date) -> None:
    """Add employers, and products with their plans."""
    stamps = _stamps(today - timedelta(days=120))
    world.employers |= {f"empr_{key}": _employer(key, *names) | stamps for key, names in employers.items()}
    world.products |= {f"bprd_{key}": _product(key, *named) | stamps for key, named in products.items()}
    world.plans |= {f"bprd_{product}": _plans(product) for product in products}


def settle(world: World, person: Person, number: int, today: date) -> None:
    """Add an employee with everything that belongs to them. Their number makes up birth date, phone and address."""
    employee = _employee(person, number, today)
    world.employees[employee["id"]] = employee
    world.dependents[employee["id"]] = _dependents(person)
    for cover in person.covers:
        enrollment = _enrollment(world, person, cover, today)
        world.enrollments[enrollment["id"]] = enrollment
    for event in person.events:
        record = _event(person, event, today)
        world.events[record["id"]] = record


def instant(day: date) -> str:
    """A time on that day, in the API's format."""
    return datetime.combine(day, time(9, 30), UTC).isoformat().replace("+00:00", "Z")


def _stamps(day: date) -> Record:
    return {"created_at": instant(day), "updated_at": instant(day)}


def _employer(key: str, name: str, legal_name: str) -> Record:
    return {
        "id": f"empr_{key}",
        "name": name,
        "legal_name": legal_name,
        "active": True,
        "ein": "XX-XXX6789",
        "eligibility_policy_id": f"epol_{key}",
        "organization_id": "org_brightside",
        "email": f"billing@{key}.example",
        "address": {"address_line_1": f"1 {STREET}", "city": "Portland", "state": "OR", "zipcode": "97201"},
    }


def _product(key: str, name: str, category: str, code: str) -> Record:
    return {"id": f"bprd_{key}", "name": name, "category": category, "product_code": code, "active_in": True}


def _plans(product: str) -> list[Record]:
    return [_plan(key, plan) for key, plan in PLANS.items() if plan.product == product]


def _plan(key: str, plan: Plan) -> Record:
    costs = []
    for tier in TIER_FACTORS:
        employee, employer = plan.contributions(tier)
        costs.append(
            {
                "coverage_tier": tier,
                "employee_contribution_cents": employee,
                "employer_contribution_cents": employer,
                "total_monthly_premium_cents": employee + employer,
            }
        )
    return {
        "id": f"plan_{key}",
        "name": plan.name,
        "carrier_name": plan.carrier,
        "costs": costs,
    }


def _employee(person: Person, number: int, today: date) -> Record:
    left = None if person.left is None else today - timedelta(days=person.left)
    return {
        "id": f"empl_{person.key}",
        "employer_id": f"empr_{person.employer}",
        "member": _member(person, number),
        "active_in": person.left is None,
        "start_date": (today - timedelta(days=400 + 37 * number)).isoformat(),
        "termination_date": left and left.isoformat(),
        "employee_class": "Part Time" if number % 7 == 0 else "Full Time",
        "address": {"street_1": f"{number} {STREET}", "city": "Portland", "state": "OR", "zip_code": f"97{number:03}"},
        **_stamps(today - timedelta(days=100)),
    }


def _member(person: Person, number: int) -> Record:
    return {
        "id": f"mbr_{person.key}",
        "first_name": person.first,
        "last_name": person.last,
        "email": f"{person.key.replace('_', '.')}@{person.employer}.example" if person.email else None,
        "date_of_birth": f"{1958 + number}-0{number % 9 + 1}-{number % 28 + 1:02}",
        "phone": f"+1 202 555 01{number:02}",
        "sex": "Unknown",
    }


def _dependents(person: Person) -> list[Record]:
    family = [(person.spouse, "Spouse")] if person.spouse else []
    family += [(child, "Child") for child in person.children]
    return [
        {
            "dependent_id": f"dpnd_{person.key}_{number}",
            "first_name": name.partition(" ")[0],
            "last_name": name.partition(" ")[2],
            "relationship": relationship,
        }
        for number, (name, relationship) in enumerate(family, start=1)
    ]


def _enrollment(world: World, person: Person, cover: Cover, today: date) -> Record:
    year = today.year + cover.year
    suffix = "" if cover.year == 0 else f"_{-cover.year}_year_ago"
    plan = PLANS[cover.plan] if cover.plan else None
    employee, employer = plan.contributions(cover.tier or "EE") if plan else (None, None)
    waived = cover.status == "waived"
    return {
        "id": f"enrl_{person.key}_{cover.product}{suffix}",
        "benefit_product_id": f"bprd_{cover.product}",
        "employee_id": f"empl_{person.key}",
        "plan_year_id": f"plyr_{person.employer}_{year}",
        "status": cover.status,
        "coverage_tier": cover.tier,
        "coverage_start_date": date(year, 1, 1).isoformat() if plan else None,
        "coverage_end_date": date(year, 12, 31).isoformat() if plan else None,
        "decision": "waived" if waived else ("enrolled" if plan else None),
        "employee_contribution_cents": employee,
        "employer_contribution_cents": employer,
        "enrolled_dependents": world.covered(f"empl_{person.key}", cover.tier),
        "selected_plan_id": f"plan_{cover.plan}" if plan else None,
        "selected_plan_name": plan and plan.name,
        **_stamps(today - timedelta(days=90)),
    }


def _event(person: Person, event: Event, today: date) -> Record:
    happened, closes = today - timedelta(days=event.happened), today + timedelta(days=event.closes)
    reviewed = None if event.status == "pending" else instant(happened + timedelta(days=1))
    return {
        "id": f"qle_{person.key}_{event.kind.lower().replace(' ', '_')}",
        "member_id": f"mbr_{person.key}",
        "employee_id": f"empl_{person.key}",
        "event_type": event.kind,
        "event_date": happened.isoformat(),
        "enrollment_window_start": happened.isoformat(),
        "enrollment_window_end": closes.isoformat(),
        "status": event.status,
        "notes": NOTES,
        "reviewed_at": reviewed,
        "reviewed_by": reviewed and "user_benefits_desk",
        **_stamps(happened),
    }
