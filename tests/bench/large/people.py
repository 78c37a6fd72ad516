"""The people of the large database: as many employees as asked for, with names that are hard to type."""

from collections.abc import Iterator

from approvals.model.employee_entry import EmployeeEntry
from benefits.ids import EmployeeId, EmployerId, MemberId

FIRST = ("Zoë", "José", "Casey", "Małgorzata", "Søren", "Ana-María", "François", "Siobhán", "Linh", "Oluwaseun")
MIDDLE = ("Anne", "Lee", "Kim", "Rae", "Jo", "Max", "Sky", "Noor", "Ali", "Eve", "Ira", "Uma", "Ben", "Dov", "Gus")
LAST = (
    "Núñez",
    "O'Brien",
    "Martínez",
    "Müller",
    "Nguyen",
    "Łukasik",
    "Smith-Jones",
    "Østergård",
    "Kowalski",
    "Adebayo",
)

APPROVERS, REQUESTERS = 50, 200


def employees(count: int) -> Iterator[EmployeeEntry]:
    """The lines of the employee index; one of 50 has left."""
    for number in range(1, count + 1):
        name = name_of(number)
        yield EmployeeEntry(
            id=EmployeeId(f"empl_{number:08}"),
            member_id=MemberId(f"mbr_{number:08}"),
            name=name,
            email=f"person.{number}@brightside.example",
            employer_id=EmployerId(f"empr_{number % 3}"),
            employer_name=f"Employer {number % 3}",
            active=number % 50 != 0,
        )


def name_of(number: int) -> str:
    """A name; some hundred people share first and last name, and a number tells them apart."""
    first, last = FIRST[number % len(FIRST)], LAST[number // len(FIRST) % len(LAST)]
    middle = MIDDLE[number // 100 % len(MIDDLE)]
    return f"{first} {middle}{number // 1500} {last}"


def approvers() -> list[str]:
    """The ids of all approvers in Slack."""
    return [f"U0APPROVER{number:02}" for number in range(APPROVERS)]


def requesters() -> list[str]:
    """The ids of all requesters in Slack."""
    return [f"U0REQUESTER{number:03}" for number in range(REQUESTERS)]
