"""A benefits API with any number of employees, in the process itself: it makes each page when it is asked for."""

import re
from dataclasses import dataclass, field

import httpx
from pydantic_core import to_json

FOR_EACH_EMPLOYER = 25_000
LIMIT = 100

EMPLOYEES_OF = re.compile(r".*/v1/employers/empr_([0-9]+)/employees")


@dataclass
class Roster(httpx.AsyncBaseTransport):
    """Answers without a network, and counts the calls. Records are as large as real ones."""

    size: int
    calls: int = field(default=0)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One page."""
        self.calls += 1
        page, limit = int(request.url.params["page"]), int(request.url.params["limit"])
        listed = EMPLOYEES_OF.fullmatch(request.url.path)
        numbers = self._employees_of(int(listed[1])) if listed else range(self._employers)
        shown = numbers[(page - 1) * limit : page * limit]
        records = [self._employee(number) if listed else self._employer(number) for number in shown]
        pages = -(-len(numbers) // limit)
        pagination = {"page": page, "limit": limit, "total": len(numbers), "total_pages": pages}
        return httpx.Response(200, content=to_json({"data": records, "pagination": pagination}))

    @property
    def pages(self) -> int:
        """How many calls it takes to read everything."""
        return 1 + sum(-(-len(self._employees_of(number)) // LIMIT) for number in range(self._employers))

    @property
    def _employers(self) -> int:
        return -(-self.size // FOR_EACH_EMPLOYER)

    def _employees_of(self, employer: int) -> range:
        return range(employer * FOR_EACH_EMPLOYER, min(self.size, (employer + 1) * FOR_EACH_EMPLOYER))

    def _employer(self, number: int) -> dict[str, object]:
        return {"id": f"empr_{number}", "name": f"Employer {number}", "legal_name": f"Employer {number}, Inc."}

    def _employee(self, number: int) -> dict[str, object]:
        address = {"address_line_1": f"{number} Birchwater Lane", "city": "Portland", "state": "OR", "zipcode": "97201"}
        member = {
            "id": f"mbr_{number:08}",
            "first_name": f"Casey{number % 977}",
            "last_name": f"O'Brien-{number}",
            "email": f"casey.{number}@example.com",
            "date_of_birth": "1990-01-01",
            "phone": "+15035550100",
            "address": address,
        }
        return {
            "id": f"empl_{number:08}",
            "employer_id": f"empr_{number // FOR_EACH_EMPLOYER}",
            "member": member,
            "active_in": True,
            "start_date": "2020-01-01",
            "termination_date": None,
            "created_at": "2020-01-01T09:30:00Z",
            "updated_at": "2020-01-01T09:30:00Z",
        }
