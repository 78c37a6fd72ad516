"""The endpoints of connect-6: those of the official client 6.2.0 that a bot for reissues may call, and one it may not.

The calls that have the header `X-Vitable-Organization` see one organization at a time, the others all that the key
reaches.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from starlette.requests import Request

from sandbox.benefits.connect6.asking import asked_in
from sandbox.benefits.connect6.book import MISSING, Book
from sandbox.benefits.connect6.calendar import Calendar
from sandbox.benefits.connect6.employer_rows import employer_row
from sandbox.benefits.connect6.enrollment_rows import enrollment_detail, enrollment_row, member_enrollment_row
from sandbox.benefits.connect6.event_rows import event_row
from sandbox.benefits.connect6.organizations import HEADER, acting_for, memberships
from sandbox.benefits.connect6.people_rows import employee_row, member_rows, private_record
from sandbox.benefits.connect6.reissuing import reissue
from sandbox.benefits.connect6.violations import Rule, record_violation
from sandbox.benefits.connect6.webhooks import Webhooks
from sandbox.benefits.dialects import enveloped
from sandbox.benefits.endpoints import Endpoint, Work
from sandbox.benefits.listing import page_of
from sandbox.benefits.records import Record
from sandbox.benefits.replies import Refusal, Reply, answered
from sandbox.benefits.rules import Rules

Answer = Callable[[Request, bytes, Book], Reply]

EVENT_FILTERS = ("event_name", "resource_type", "resource_id")


class Connect6Endpoints:
    """Does the work of every endpoint, by the rules of a world."""

    def __init__(self, rules: Rules, webhooks: Webhooks) -> None:
        self._rules = rules
        self._world = rules.world
        self._state = rules.world.connect6
        self._webhooks = webhooks

    def endpoints(self) -> tuple[Endpoint, ...]:
        """All endpoints."""
        one, all_ = self._for_one, self._for_all
        return (
            Endpoint("reissue", "POST", "/v1/enrollments/{id}/reissue", one(self._reissue)),
            Endpoint("enrollment", "GET", "/v1/enrollments/{id}", one(self._enrollment)),
            Endpoint("employee", "GET", "/v1/employees/{id}", all_(self._employee)),
            Endpoint("enrollments", "GET", "/v1/employees/{id}/enrollments", all_(self._enrollments)),
            Endpoint("employers", "GET", "/v1/employers", one(self._employers)),
            Endpoint("members", "GET", "/v2/members", one(self._members)),
            Endpoint("member", "GET", "/v1/members/{id}", one(self._private_record)),
            Endpoint("employments", "GET", "/v1/members/{id}/employments", one(self._employments)),
            Endpoint("member_enrollments", "GET", "/v1/members/{id}/enrollments", one(self._member_enrollments)),
            Endpoint("events", "GET", "/v1/members/{id}/qualifying-life-events", one(self._events)),
            Endpoint("organizations", "GET", "/v1/organizations", all_(self._organizations)),
            Endpoint("all_plans", "GET", "/v1/plans", all_(self._all_plans)),
            Endpoint("webhook_events", "GET", "/v1/webhook-events", all_(self._webhook_events)),
            Endpoint("webhook_event", "GET", "/v1/webhook-events/{id}", all_(self._webhook_event)),
        )

    def _for_one(self, answer: Answer) -> Work:
        """A call that takes the header."""

        def work(request: Request, body: bytes) -> Reply:
            organizations = acting_for(request.headers.get(HEADER), self._state.reach)
            return answer(request, body, Book(self._world, organizations))

        return work

    def _for_all(self, answer: Answer) -> Work:
        """A call that doesn't take the header. Sending it changes nothing, but is a violation."""

        def work(request: Request, body: bytes) -> Reply:
            if HEADER in request.headers:
                self._violated(request)("header not taken here", request.headers[HEADER])
            return answer(request, body, Book(self._world, frozenset(self._state.reach)))

        return work

    def _violated(self, request: Request) -> Callable[[Rule, str], None]:
        return lambda rule, detail: record_violation(self._state, request, rule, detail)

    def _reissue(self, request: Request, body: bytes, book: Book) -> Reply:
        old = book.enrollment(_id(request))
        asked = asked_in(body, self._violated(request))
        new = reissue(self._rules, book, self._calendar(), old, asked)
        organization = book.employer_of(book.employee(old["employee_id"]))["organization_id"]
        self._webhooks.reissued(organization, old["id"], new["id"])
        return answered({"data": {"enrollment_id": new["id"]}}, effect=True)

    def _enrollment(self, request: Request, _: bytes, book: Book) -> Reply:
        return self._one(enrollment_detail(book, self._calendar(), book.enrollment(_id(request))))

    def _employee(self, request: Request, _: bytes, book: Book) -> Reply:
        return self._one(employee_row(book, book.employee(_id(request))))

    def _enrollments(self, request: Request, _: bytes, book: Book) -> Reply:
        calendar, records = self._calendar(), book.enrollments_of([book.employee(_id(request))])
        return self._page(request, (enrollment_row(book, calendar, record) for record in records))

    def _employers(self, request: Request, _: bytes, book: Book) -> Reply:
        search = request.query_params.get("search", "").casefold()
        found = [one for one in book.employers() if search in f"{one.get('name')}\n{one.get('legal_name')}".casefold()]
        return self._page(request, (employer_row(book, employer) for employer in found))

    def _members(self, request: Request, _: bytes, book: Book) -> Reply:
        return self._page(request, member_rows(book, request.query_params.get("search", "")))

    def _private_record(self, request: Request, _: bytes, book: Book) -> Reply:
        self._violated(request)("private record read", _id(request))
        employees = book.employments_of(_id(request))
        if not employees:
            raise Refusal(404, "Member not found", code=MISSING)
        return self._one(private_record(employees[0], self._rules.today()))

    def _employments(self, request: Request, _: bytes, book: Book) -> Reply:
        return self._all(employee_row(book, employee) for employee in book.employments_of(_id(request)))

    def _member_enrollments(self, request: Request, _: bytes, book: Book) -> Reply:
        calendar, records = self._calendar(), book.enrollments_of(book.employments_of(_id(request)))
        return self._all(member_enrollment_row(book, calendar, record) for record in records)

    def _events(self, request: Request, _: bytes, book: Book) -> Reply:
        book.employments_of(_id(request))
        events = map(event_row, book.events_of(_id(request)))
        newest_first = sorted(events, key=lambda row: str(row["submitted_at"]), reverse=True)
        return self._page(request, newest_first, "status")

    def _organizations(self, _: Request, __: bytes, ___: Book) -> Reply:
        return answered(memberships(self._state.reach))

    def _all_plans(self, request: Request, _: bytes, __: Book) -> Reply:
        plans = [plan for of in (self._world.plans, self._state.plans) for each in of.values() for plan in each]
        return self._page(request, ({"id": plan["id"], "name": plan["name"]} for plan in plans))

    def _webhook_events(self, request: Request, _: bytes, book: Book) -> Reply:
        after, before = (_moment(request, name) for name in ("created_after", "created_before"))
        created = [(datetime.fromisoformat(event["created_at"]), event) for event in self._seen(book)]
        rows = [event for at, event in created if (not after or at > after) and (not before or at < before)]
        return self._page(request, rows, *EVENT_FILTERS)

    def _webhook_event(self, request: Request, _: bytes, book: Book) -> Reply:
        found = [event for event in self._seen(book) if event["id"] == _id(request)]
        if not found:
            raise Refusal(404, "Webhook event not found", code=MISSING)
        return self._one(found[0])

    def _seen(self, book: Book) -> list[Record]:
        return [one for one in self._state.webhook_events if one["organization_id"] in book.organizations]

    def _page(self, request: Request, rows: Iterable[Record], *filters: str) -> Reply:
        page = page_of(rows, request.query_params, filters, self._world.page_cap)
        shown = page._replace(rows=[self._shown(row) for row in page.rows])
        return answered(enveloped(shown, totals=self._world.totals))

    def _all(self, rows: Iterable[Record]) -> Reply:
        return answered({"data": [self._shown(row) for row in rows]})

    def _one(self, row: Record) -> Reply:
        return answered({"data": self._shown(row)})

    def _shown(self, row: Record) -> Record:
        return row | self._state.odd.get(str(row.get("id")), {})

    def _calendar(self) -> Calendar:
        return Calendar(self._state, self._rules.today())


def _moment(request: Request, name: str) -> datetime | None:
    text = request.query_params.get(name)
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError as error:
        raise Refusal(422, f"{name} must be a time", code="invalid_filter") from error
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def _id(request: Request) -> str:
    return str(request.path_params["id"])
