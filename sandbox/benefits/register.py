"""What a person who looks into the benefits system sees: employees, their enrollments and their life events.

It shows the records themselves, not an answer of the API, so it is the same in every dialect and no fault changes it.
"""

import unicodedata
from collections import ChainMap
from collections.abc import Iterable, Mapping
from typing import Any

from sandbox.benefits.connect6.book import Book
from sandbox.benefits.records import Record
from sandbox.benefits.world import World

Json = dict[str, Any]

SHOWN = 60
"""The most employees in one answer; a search finds the others."""


def register(world: World, wanted: str = "") -> Json:
    """The employees whose name or employer contains all wanted words, those with the latest reissue first."""
    known = _Known(world)
    words = _plain(wanted).split()
    entries = [known.entry(employee) for employee in known.employees]
    found = [
        entry for entry in entries if all(word in _plain(f"{entry['name']} {entry['employer']}") for word in words)
    ]
    found.sort(key=lambda entry: (-entry["last_reissue"], _plain(entry["name"])))
    return {"employees": found[:SHOWN], "found": len(found), "total": len(entries)}


class _Known:
    """The records of a world, as far as its dialect has them, and the reissues by the enrollments they touched."""

    def __init__(self, world: World) -> None:
        extra = world.connect6
        is_connect6 = world.shape == "connect-6"
        book = Book(world, frozenset(extra.reach))
        self.employees = list(book.employees() if is_connect6 else world.employees.values())
        self._employers: Mapping[str, Record] = ChainMap(extra.employers, world.employers)
        self._products: Mapping[str, Record] = ChainMap(extra.products, world.products)
        events = [*world.events.values(), *(extra.events.values() if is_connect6 else ())]
        enrollments = [*world.enrollments.values(), *(extra.enrollments.values() if is_connect6 else ())]
        self._events = _by("employee_id", events)
        self._enrollments = _by("employee_id", enrollments)
        self._closing = {reissue["enrollment_id"]: reissue for reissue in world.reissues}
        self._opening = {reissue["new_enrollment_id"]: reissue for reissue in world.reissues}

    def entry(self, employee: Record) -> Json:
        """One employee with everything that belongs to them; a new enrollment stands before the one it replaces."""
        member = employee.get("member") or {}
        records = {one["id"]: one for one in self._enrollments.get(employee["id"], [])}
        roots = [one for one in records if one not in self._opening]
        enrollments = [self._enrollment(records[one]) for root in roots for one in self._line(root)]
        touched = [one["opened_by"]["n"] for one in enrollments if one["opened_by"]]
        return {
            "id": employee["id"],
            "name": " ".join(f"{member.get('first_name') or ''} {member.get('last_name') or ''}".split()),
            "employer": self._employers.get(employee["employer_id"], {}).get("name", ""),
            "left": employee.get("termination_date"),
            "last_reissue": max(touched, default=0),
            "enrollments": enrollments,
            "events": [_event(one) for one in self._events.get(employee["id"], [])],
        }

    def _line(self, enrollment_id: str) -> list[str]:
        """An enrollment after all that replaced it, the newest first."""
        reissue = self._closing.get(enrollment_id)
        return [*(self._line(reissue["new_enrollment_id"]) if reissue else ()), enrollment_id]

    def _enrollment(self, record: Record) -> Json:
        product = self._products.get(record["benefit_product_id"], {})
        return {
            "id": record["id"],
            "product": product.get("name", record["benefit_product_id"]),
            "plan": record["selected_plan_name"],
            "tier": record["coverage_tier"],
            "status": record["status"],
            "starts": record["coverage_start_date"],
            "ends": record["coverage_end_date"],
            "employee_cents": record["employee_contribution_cents"],
            "employer_cents": record["employer_contribution_cents"],
            "covered": [f"{one['first_name']} {one['last_name']}".strip() for one in record["enrolled_dependents"]],
            "opened_by": self._opening.get(record["id"]),
            "closed_by": self._closing.get(record["id"]),
        }


def _event(record: Record) -> Json:
    return {
        "id": record["id"],
        "kind": record["event_type"],
        "date": record["event_date"],
        "closes": record["enrollment_window_end"],
        "status": record["status"],
    }


def _by(name: str, records: Iterable[Record]) -> dict[str, list[Record]]:
    sorted_out: dict[str, list[Record]] = {}
    for record in records:
        sorted_out.setdefault(record[name], []).append(record)
    return sorted_out


def _plain(text: str) -> str:
    """A text without case and accents, so that "sean" finds Seán."""
    taken_apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in taken_apart if not unicodedata.combining(letter))
