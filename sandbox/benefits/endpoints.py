"""The endpoints of the documented dialects: the path of each, its name in the call log, and the work it does."""

import json
from collections.abc import Callable, Iterable
from typing import NamedTuple

from starlette.requests import Request

from sandbox.benefits.dialects import Dialect, Kind
from sandbox.benefits.life_events import record_event
from sandbox.benefits.listing import page_of
from sandbox.benefits.replies import Refusal, Reply, answered
from sandbox.benefits.rules import Rules
from sandbox.benefits.world import Record, Records

Work = Callable[[Request, bytes], Reply]


class Endpoint(NamedTuple):
    """One call of the API. `work` gets the request and its body, and may raise Refusal."""

    call: str
    method: str
    path: str
    work: Work


class Endpoints:
    """Does the work of every endpoint of a dialect, by the rules of a world."""

    def __init__(self, rules: Rules, dialect: Dialect) -> None:
        self._rules = rules
        self._dialect = dialect
        self._world = rules.world

    def endpoints(self) -> tuple[Endpoint, ...]:
        """All endpoints."""
        return (
            Endpoint("reissue", "POST", "/v1/enrollments/{id}/reissue", self._reissue),
            Endpoint("enrollment", "GET", "/v1/enrollments/{id}", self._enrollment),
            Endpoint("plans", "GET", "/v1/enrollments/{id}/plans", self._plans),
            Endpoint("employee", "GET", "/v1/employees/{id}", self._employee),
            Endpoint("enrollments", "GET", "/v1/employees/{id}/enrollments", self._enrollments),
            Endpoint("employers", "GET", "/v1/employers", self._employers),
            Endpoint("employer", "GET", "/v1/employers/{id}", self._employer),
            Endpoint("employees", "GET", "/v1/employers/{id}/employees", self._employees),
            Endpoint("events", "GET", "/v1/members/{id}/qualifying-life-events", self._events),
            Endpoint("record_event", "POST", "/v1/members/{id}/qualifying-life-events", self._record_event),
            Endpoint("event", "GET", self._dialect.event_path, self._event),
            Endpoint("products", "GET", "/v1/benefit-products", self._products),
        )

    def _reissue(self, request: Request, body: bytes) -> Reply:
        return self._one("enrollment", self._rules.reissue(_id(request), _json(body)), effect=True)

    def _record_event(self, request: Request, body: bytes) -> Reply:
        return self._one("event", record_event(self._rules, _id(request), _json(body)), effect=True)

    def _enrollment(self, request: Request, _: bytes) -> Reply:
        return self._one("enrollment", self._rules.enrollment(_id(request)))

    def _plans(self, request: Request, _: bytes) -> Reply:
        return self._list("plan", request, self._world.plans_of(self._rules.enrollment(_id(request))))

    def _employee(self, request: Request, _: bytes) -> Reply:
        return self._one("employee", _found(self._world.employees, _id(request), "Employee"))

    def _enrollments(self, request: Request, _: bytes) -> Reply:
        employee = _found(self._world.employees, _id(request), "Employee")
        records = _of(self._world.enrollments, "employee_id", employee["id"])
        return self._list("enrollment", request, records, "status", "plan_year", "coverage_effective_start_year")

    def _employers(self, request: Request, _: bytes) -> Reply:
        return self._list("employer", request, self._world.employers.values(), "name", "active_in")

    def _employer(self, request: Request, _: bytes) -> Reply:
        return self._one("employer", _found(self._world.employers, _id(request), "Employer"))

    def _employees(self, request: Request, _: bytes) -> Reply:
        employer = _found(self._world.employers, _id(request), "Employer")
        records = _of(self._world.employees, "employer_id", employer["id"])
        return self._list("employee", request, records, "active_in", "employee_class")

    def _events(self, request: Request, _: bytes) -> Reply:
        return self._list("event", request, self._events_of(_id(request)).values(), "status", "event_type")

    def _event(self, request: Request, _: bytes) -> Reply:
        is_under_its_member = "id" in request.path_params
        events = self._events_of(_id(request)) if is_under_its_member else self._world.events
        return self._one("event", _found(events, request.path_params["qle_id"], "Life event"))

    def _products(self, request: Request, _: bytes) -> Reply:
        filters = ("active_in", "category", "product_code")
        return self._list("product", request, self._world.products.values(), *filters)

    def _events_of(self, member_id: str) -> Records:
        members = [employee.get("member") or {} for employee in self._world.employees.values()]
        if all(member.get("id") != member_id for member in members):
            raise Refusal(404, "Member not found")
        return {record["id"]: record for record in _of(self._world.events, "member_id", member_id)}

    def _one(self, kind: Kind, record: Record, *, effect: bool = False) -> Reply:
        return answered(self._dialect.one(kind, record), effect=effect)

    def _list(self, kind: Kind, request: Request, records: Iterable[Record], *filters: str) -> Reply:
        page = page_of(records, request.query_params, filters, self._world.page_cap)
        return answered(self._dialect.many(kind, page, totals=self._world.totals))


def _json(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError as error:
        raise Refusal(400, "The body is not JSON") from error


def _id(request: Request) -> str:
    return str(request.path_params["id"])


def _of(records: Records, field: str, value: str) -> list[Record]:
    return [record for record in records.values() if record.get(field) == value]


def _found(records: Records, record_id: str, what: str) -> Record:
    if record_id not in records:
        raise Refusal(404, f"{what} not found")
    return records[record_id]
