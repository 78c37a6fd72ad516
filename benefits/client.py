"""The Vitable Connect API: reads over one pooled client, and the reissue call over one of its own."""

import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import httpx

from benefits import ids
from benefits.api_key import ApiKey
from benefits.errors import NotFound, UnreadableAnswer, UnusableAddress
from benefits.models import Employee, Employer, Enrollment, Identified, Product, QualifyingLifeEvent
from benefits.outcome import Outcome
from benefits.paging import Listed, Pages
from benefits.reading import ApiReader, Heard, unheard
from benefits.reissue import Reissue, Reissuer, connect_timeout

Asked = TypeVar("Asked", bound=Identified)

USER_AGENT = "reissue-bot"


def utc_now() -> datetime:
    """The current time in UTC."""
    return datetime.now(UTC)


class VitableConnect:
    """Everything the bot asks the benefits API.

    `base_url` may have a path. `timeout` is the total time for one call, in seconds; `user_agent` says who is calling;
    `proxy` is the address of the HTTP proxy to go through; `transport` is for tests; `now` is the clock for a
    `Retry-After` date; `heard` is told how each read ended. The trusted certificates are the operating system's, or the
    ones that `SSL_CERT_FILE` and `SSL_CERT_DIR` name.

    Reads raise a BenefitsError and are never repeated here. Their `within` is a shorter limit for the whole read with
    all its pages, in seconds. The constructor raises UnusableAddress.
    """

    def __init__(
        self,
        base_url: str,
        api_key: ApiKey,
        timeout: float,
        *,
        user_agent: str = USER_AGENT,
        proxy: str | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        now: Callable[[], datetime] = utc_now,
        heard: Heard = unheard,
    ) -> None:
        address, certificates = _address(base_url), _certificates(base_url)

        def client(limits: httpx.Limits, headers: dict[str, str]) -> httpx.AsyncClient:
            return httpx.AsyncClient(
                base_url=address,
                auth=api_key,
                headers={"Accept": "application/json", "User-Agent": user_agent, **headers},
                timeout=httpx.Timeout(timeout, connect=connect_timeout(timeout)),
                limits=limits,
                verify=certificates,
                follow_redirects=False,
                transport=transport,
                proxy=proxy,
                trust_env=False,
            )

        self._pooled = client(httpx.Limits(max_connections=20), {})
        self._fresh = client(httpx.Limits(max_keepalive_connections=0), {"Connection": "close"})
        self._reader = ApiReader(self._pooled, timeout, now, heard)
        self._reissuer = Reissuer(self._fresh, timeout, now)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pooled.aclose()
        await self._fresh.aclose()

    async def reissue(self, call: Reissue) -> Outcome:
        """Close an enrollment and open another, **not** idempotent; see `Reissuer.reissue`."""
        return await self._reissuer.reissue(call)

    async def enrollment(self, enrollment_id: ids.EnrollmentId, *, within: float | None = None) -> Enrollment:
        """One enrollment, by its id."""
        path = ids.path("v1", "enrollments", ids.enrollment_id(enrollment_id))
        return _same(enrollment_id, await self._reader.one(Enrollment, path, within))

    async def employee(self, employee_id: ids.EmployeeId, *, within: float | None = None) -> Employee:
        """One employee, by their id."""
        path = ids.path("v1", "employees", ids.employee_id(employee_id))
        return _same(employee_id, await self._reader.one(Employee, path, within))

    async def enrollments_of(self, employee_id: ids.EmployeeId, *, within: float | None = None) -> Listed[Enrollment]:
        """All enrollments of an employee, closed ones too."""
        path = ids.path("v1", "employees", ids.employee_id(employee_id), "enrollments")
        return await self._reader.all(Enrollment, path, within, lambda one: one.employee_id == employee_id)

    async def qualifying_life_events_of(
        self, member_id: ids.MemberId, *, within: float | None = None
    ) -> Listed[QualifyingLifeEvent]:
        """All qualifying life events of a member, in every state of review."""
        path = ids.path("v1", "members", ids.member_id(member_id), "qualifying-life-events")
        return await self._reader.all(
            QualifyingLifeEvent, path, within, lambda event: event.member_id in (None, member_id)
        )

    async def qualifying_life_event(
        self, member_id: ids.MemberId, qle_id: ids.QleId, *, within: float | None = None
    ) -> QualifyingLifeEvent:
        """One qualifying life event, out of the member's list: the only call that every server has.

        Raises NotFound if the list does not have it, UnreadableAnswer if it may be one of the unreadable records.
        """
        wanted = ids.qle_id(qle_id)
        events = await self.qualifying_life_events_of(member_id, within=within)
        for event in events.records:
            if event.id == wanted:
                return event
        if {wanted, ""}.isdisjoint(events.unreadable):
            raise NotFound
        raise UnreadableAnswer("The life event cannot be read.")

    async def employers(self, *, within: float | None = None) -> Listed[Employer]:
        """All employers the API key reaches."""
        return await self._reader.all(Employer, ids.path("v1", "employers"), within)

    def employer_pages(self) -> Pages[Employer]:
        """All employers in pages; each page is one call. After an error the next step asks for the same page again."""
        return self._reader.pages(Employer, ids.path("v1", "employers"))

    async def server_time(self, *, within: float | None = None) -> datetime | None:
        """The server's clock (UTC, whole seconds), read from any answer, even a refusal; None if it has no date."""
        return await self._reader.date(ids.path("v1", "employers"), within)

    def employees_of(self, employer_id: ids.EmployerId) -> Pages[Employee]:
        """All employees of an employer, inactive ones too, in pages of at most 100; each page is one call.

        After an error the next step asks for the same page again.
        """
        return self._reader.pages(
            Employee,
            ids.path("v1", "employers", ids.employer_id(employer_id), "employees"),
            lambda employee: employee.employer_id in (None, employer_id),
        )

    async def products(self, *, within: float | None = None) -> Listed[Product]:
        """All benefit products: an enrollment without a plan is shown under its product's name."""
        return await self._reader.all(Product, ids.path("v1", "benefit-products"), within)


def _address(base_url: str) -> httpx.URL:
    try:
        return httpx.URL(base_url)
    except httpx.InvalidURL as error:
        raise UnusableAddress from error


def _certificates(base_url: str) -> ssl.SSLContext:
    """The certificates that this machine trusts. Loading them takes 0.1 s of CPU time, and plain HTTP needs none."""
    is_secure = base_url.casefold().startswith("https:")
    return ssl.create_default_context() if is_secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _same(asked: str, answered: Asked) -> Asked:
    if answered.id != asked:
        raise UnreadableAnswer("The benefits API answered with something else than was asked for.")
    return answered
