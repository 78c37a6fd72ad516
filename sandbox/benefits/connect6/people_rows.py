"""How connect-6 writes people: a member in the list, a member's private record, and an employee."""

import re
from collections.abc import Iterable
from datetime import date

from sandbox.benefits.connect6.book import Book, member_id_of
from sandbox.benefits.connect6.employer_rows import address
from sandbox.benefits.records import Record

COUNTY = "Multnomah County"
STATUSES = {"True": "active", "False": "terminated"}


def member_rows(book: Book, search: str) -> list[Record]:
    """The members that a text finds: in name, e-mail address or phone, or as the whole id. Each is there once.

    Upper and lower case are the same, and nothing else is: "sean" does not find "Seán".
    """
    employed = (employee for employee in book.employees() if isinstance(employee.get("member"), dict))
    found = [_employed(employee) for employee in employed if _is_found(employee["member"], search)]
    return _each_once(found) + [_listed(outsider) for outsider in book.outsiders() if _is_found(outsider, search)]


def employee_row(book: Book, employee: Record) -> Record:
    """An employee. Like the real record it has more than anybody needs: birth date, phone, address."""
    member = employee.get("member") or {}
    return {
        "id": employee["id"],
        "member_id": member_id_of(employee),
        "employer_id": employee.get("employer_id"),
        "reference_id": None,
        "employer_name": book.employer_of(employee).get("name"),
        "first_name": member.get("first_name", ""),
        "last_name": member.get("last_name", ""),
        "suffix": None,
        "email": member.get("email") or "",
        "date_of_birth": member.get("date_of_birth", "1970-01-01"),
        "gender": None,
        "phone": _domestic(member.get("phone")),
        "employee_class": employee.get("employee_class"),
        "status": STATUSES.get(str(employee.get("active_in"))),
        "start_date": employee.get("start_date"),
        "classification_effective_date": employee.get("start_date"),
        "compensation_type": "Salary",
        "compensation_type_effective_date": employee.get("start_date"),
        "termination_date": employee.get("termination_date"),
        "address": address(employee.get("address")),
        "deductions": [],
        "created_at": employee.get("created_at"),
        "updated_at": employee.get("updated_at"),
    }


def private_record(employee: Record, today: date) -> Record:
    """The full record of a member, which no bot should read."""
    row, member = _employed(employee), employee["member"]
    born = date.fromisoformat(member["date_of_birth"])
    return row | {
        "name": f"{row['first_name']} {row['last_name']}",
        "middle_name": None,
        "suffix": None,
        "date_of_birth": born.isoformat(),
        "age": today.year - born.year - ((today.month, today.day) < (born.month, born.day)),
        "sex_at_birth": member.get("sex"),
        "gender": None,
        "preferred_language": "en",
        "tobacco_status": False,
        "marital_status": "Single",
        "individual_income_in_cents": 5_432_100,
        "household_income_in_cents": 9_876_500,
        "status": "onboarded",
    }


def _employed(employee: Record) -> Record:
    return _listed(employee["member"] | {"address": employee.get("address")})


def _listed(member: Record) -> Record:
    """A member in the list. One whose id is not told has no `id` at all."""
    known = {"id": member["id"]} if member.get("id") else {}
    return known | {
        "first_name": member.get("first_name"),
        "last_name": member.get("last_name"),
        "email": member.get("email"),
        "phone": _domestic(member.get("phone")),
        "address": (home := address(member.get("address"))) and home | {"county_name": COUNTY},
    }


def _each_once(rows: Iterable[Record]) -> list[Record]:
    """The rows without those of a member who is there already, as is one with two employments."""
    seen: dict[object, Record] = {}
    for number, row in enumerate(rows):
        seen.setdefault(row.get("id", number), row)
    return list(seen.values())


def _is_found(member: Record, search: str) -> bool:
    name = f"{member.get('first_name')} {member.get('last_name')}"
    texts = (name, str(member.get("email") or ""), _domestic(member.get("phone")) or "")
    return any(search.casefold() in text.casefold() for text in texts) or member.get("id") == search


def _domestic(phone: object) -> str | None:
    """A phone number as ten digits."""
    return re.sub(r"\D", "", str(phone))[-10:] if phone else None
