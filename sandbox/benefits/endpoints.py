"""The endpoints of the benefits API: the path of each, its name among the calls, and what it does."""

import json
from collections.abc import Callable, Iterable
from typing import NamedTuple

from starlette.requests import Request

from sandbox.benefits.listing import listed, shown
from sandbox.benefits.replies import Refusal, Reply, answered
from sandbox.benefits.rules import Rules
from sandbox.benefits.world import Record, Records

Work = Callable[[Request, bytes], Reply]


class Endpoint(NamedTuple):
    """One call of the API; `work` is given the request and its body, and may raise Refusal."""

    call: str
    method: str
    path: str
    work: Work


class Desk:
    """Does what the endpoints ask for, by the rules of a world."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._world = rules.world

    def endpoints(self) -> tuple[Endpoint, ...]:
        """All of them."""
        events = "/v1/members/{id}/qualifying-life-events"
        return (
            Endpoint("reissue", "POST", "/v1/enrollments/{id}/reissue", self._reissue),
            Endpoint("enrollment", "GET", "/v1/enrollments/{id}", self._enrollment),
            Endpoint("plans", "GET", "/v1/enrollments/{id}/plans", self._plans),
            Endpoint("employee", "GET", "/v1/employees/{id}", self._employee),
            Endpoint("enrollments", "GET", "/v1/employees/{id}/enrollments", self._enrollments),
            Endpoint("employers", "GET", "/v1/employers", self._employers),
            Endpoint("employees", "GET", "/v1/employers/{id}/employees", self._employees),
            Endpoint("events", "GET", events, self._events),
            Endpoint("event", "GET", events + "/{qle_id}", self._event),
            Endpoint("products", "GET", "/v1/benefit-products", self._products),
        )

    def _reissue(self, request: Request, body: bytes) -> Reply:
        try:
            asked = json.loads(body)
        except ValueError as error:
            raise Refusal(400, "The body is not JSON") from error
        return answered(shown(self._rules.reissue(_id(request), asked), self._world.shape), effect=True)

    def _enrollment(self, request: Request, _: bytes) -> Reply:
        return answered(shown(self._rules.enrollment(_id(request)), self._world.shape))

    def _plans(self, request: Request, _: bytes) -> Reply:
        return self._list(request, self._world.plans_of(self._rules.enrollment(_id(request))))

    def _employee(self, request: Request, _: bytes) -> Reply:
        return answered(shown(_found(self._world.employees, _id(request), "Employee"), self._world.shape))

    def _enrollments(self, request: Request, _: bytes) -> Reply:
        employee = _found(self._world.employees, _id(request), "Employee")
        records = _of(self._world.enrollments, "employee_id", employee["id"])
        return self._list(request, records, "status", "plan_year", "coverage_effective_start_year")

    def _employers(self, request: Request, _: bytes) -> Reply:
        return self._list(request, self._world.employers.values(), "name", "active_in")

    def _employees(self, request: Request, _: bytes) -> Reply:
        employer = _found(self._world.employers, _id(request), "Employer")
        records = _of(self._world.employees, "employer_id", employer["id"])
        return self._list(request, records, "active_in", "employee_class")

    def _events(self, request: Request, _: bytes) -> Reply:
        return self._list(request, self._events_of(_id(request)).values(), "status", "event_type")

    def _event(self, request: Request, _: bytes) -> Reply:
        events = self._events_of(_id(request))
        return answered(shown(_found(events, request.path_params["qle_id"], "Life event"), self._world.shape))

    def _products(self, request: Request, _: bytes) -> Reply:
        return self._list(request, self._world.products.values(), "category", "product_code")

    def _events_of(self, member_id: str) -> Records:
        if all(employee["member"]["id"] != member_id for employee in self._world.employees.values()):
            raise Refusal(404, "Member not found")
        return {record["id"]: record for record in _of(self._world.events, "member_id", member_id)}

    def _list(self, request: Request, records: Iterable[Record], *filters: str) -> Reply:
        return answered(listed(records, request.query_params, self._world.shape, filters))


def _id(request: Request) -> str:
    return str(request.path_params["id"])


def _of(records: Records, field: str, value: str) -> list[Record]:
    return [record for record in records.values() if record[field] == value]


def _found(records: Records, record_id: str, what: str) -> Record:
    if record_id not in records:
        raise Refusal(404, f"{what} not found")
    return records[record_id]
