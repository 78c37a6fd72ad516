"""A place where several routes meet: a store with requests of each, and what people can do there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import uuid4

import httpx

from approvals.core import Core, Lookups, Outside, UseCases
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.request import ReissueRequest
from approvals.model.routing import RouteMap
from approvals.rules.policy import Policy
from approvals.rules.routes import Routes
from benefits.api_key import ApiKey
from benefits.client import VitableConnect
from benefits.connection import Server
from benefits.ids import EmployeeId, EmployerId, MemberId
from sandbox.cast import API_KEY
from store.unit_of_work import SqlStore
from tests.approvals.bench import LIMITS
from tests.approvals.fakes import HandClock, PlainBoard, PlainPost
from tests.approvals.people import APPROVALS, MARCUS, NINA, ZOE, PlainDirectory
from tests.approvals.routed import CATEGORIES, EMPLOYERS
from tests.approvals.wire import BASE_URL
from tests.builders import a_request, an_employee, an_enrollment
from tests.patient import PATIENT

NAMES = "abcdef"


def routed(claims: RouteMap, decides: Iterable[str], requests: Iterable[str]) -> Routes:
    """These routes: Zoe decides and requests in some, Marcus decides in the others. Nina, who asked, may in all."""
    policies = {
        name: Policy(
            approvals_channel=APPROVALS,
            approvers=(ZOE if name in decides else MARCUS,),
            requesters=(NINA, ZOE) if name in requests else (NINA,),
        )
        for name in NAMES
    }
    return Routes.several([(claim, policies[claim.route]) for claim in claims.claims], policies["a"])


def at_work(store: SqlStore, routes: Routes) -> UseCases:
    """What people can do with these routes, while Vitable answers nothing."""
    silent = httpx.MockTransport(lambda _: httpx.Response(503))
    clock = HandClock()
    benefits = VitableConnect(
        Server(base_url=BASE_URL, api_key=ApiKey(API_KEY), timeout=1, transport=silent, now=clock.now)
    )
    outside = Outside(
        store=store,
        benefits=benefits,
        lookups=Lookups.of(store, benefits, PlainDirectory(), clock, routes),
        board=PlainBoard(),
        post=PlainPost(),
        clock=clock,
        limits=LIMITS,
        budgets=PATIENT,
    )
    return Core.of(outside).use_cases


@dataclass
class Place:
    """A store with a request and an employee for each employer and category."""

    store: SqlStore
    requests: list[ReissueRequest]

    @classmethod
    async def filled(cls, store: SqlStore) -> "Place":
        """One with everything in it. What one employer's Ada needs was submitted together."""
        place = cls(store, [])
        groups = [await place.submitted_together(employer) for employer in EMPLOYERS]
        place.requests = [member for group in groups for member in group]
        async with store.writing() as work:
            await work.index.write(
                [
                    EmployeeEntry(
                        id=EmployeeId(f"empl_{n}"),
                        member_id=MemberId(f"mbr_{n}"),
                        name=f"Ada {n}",
                        email=None,
                        employer_id=EmployerId(employer or ""),
                        employer_name="",
                        active=True,
                    )
                    for n, employer in enumerate(EMPLOYERS)
                ]
            )
            await work.commit()
        return place

    async def submitted_together(self, employer: str | None) -> list[ReissueRequest]:
        """A new group for an employee of this employer: a request of each category, each waiting for one approval."""
        facts = an_employee().model_copy(update={"id": EmployeeId(f"empl_{employer}"), "employer_id": employer})
        group, key = uuid4(), uuid4().hex
        members = []
        async with self.store.writing() as work:
            for n, category in enumerate(CATEGORIES):
                made = a_request(employee=facts, category=category, enrollment=an_enrollment(id=f"enrl_{key}_{n}"))
                one = replace(made, id=uuid4(), submission_key=f"{key}:{n}", group_id=group)
                members.append(await work.requests.add(one))
            await work.commit()
        return members
