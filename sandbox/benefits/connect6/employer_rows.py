"""How connect-6 writes an employer: with `employer_id` where the documented dialects have `id`."""

from sandbox.benefits.connect6.book import Book
from sandbox.benefits.records import Record


def employer_row(book: Book, employer: Record) -> Record:
    """An employer in the list."""
    eligible = sum(employee.get("employer_id") == employer["id"] for employee in book.employees())
    return {
        "employer_id": employer["id"],
        "organization_id": employer.get("organization_id"),
        "reference_id": None,
        "name": employer.get("name"),
        "legal_name": employer.get("legal_name"),
        "ein": employer.get("ein"),
        "email": employer.get("email"),
        "phone_number": None,
        "active": employer.get("active"),
        "address": address(employer.get("address")),
        "created_at": employer.get("created_at"),
        "updated_at": employer.get("updated_at"),
        "enrollment_rate_summary": {"eligible": eligible, "enrolled": eligible, "percentage": 100 if eligible else 0},
        "benefit_families": ["MVP", "Dental", "Vision"],
        "hris_status": None,
        "benefit_lifecycle_stage": {"stage": "active", "as_of_date": None},
    }


def address(shared: object) -> Record | None:
    """An address of the shared records in the words of connect-6; None if there isn't one."""
    if not isinstance(shared, dict):
        return None
    return {
        "address_line_1": shared.get("address_line_1", shared.get("street_1")),
        "address_line_2": None,
        "city": shared.get("city"),
        "state": shared.get("state"),
        "zipcode": shared.get("zipcode", shared.get("zip_code")),
    }
