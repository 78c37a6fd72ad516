"""Asks a benefits API all that the bot asks, with the official client 0.1.2, and prints one JSON line per operation.

Run it with the Python of the client's own environment; the client finds address and key in its environment variables.
Standard input has the ids to ask for, so that no operation needs another. The client validates strictly. A line has the
ids that came, the last records in full, and the fields that the client does not know; or the error.
"""

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel
from vitable_connect import APIStatusError, VitableConnect, VitableConnectError  # type: ignore[import-not-found]

SMALL_PAGE = 7

ids: dict[str, Any] = json.load(sys.stdin)
"""Lists of ids by kind; `events` are pairs of event and member, `reissue` is the pair of enrollment and event,
`record` has a member, and kind, date and notes of a life event."""
ENROLLMENT, QLE = ids["reissue"]

client = VitableConnect(max_retries=0, _strict_response_validation=True)
stranger = client.with_options(api_key="another key")
event = client.members.qualifying_life_events.retrieve


def pages(read: Callable[..., Any], *owner: str, **filters: Any) -> list[Any]:  # noqa: ANN401 - the client's filters
    """Every page of a list, in small ones; checks the totals."""
    number, found = 0, []
    while True:
        number += 1
        page = read(*owner, page=number, limit=SMALL_PAGE, **filters)
        found += page.data
        if number >= page.pagination.total_pages:
            if len(found) != page.pagination.total:
                raise VitableConnectError(f"{len(found)} came instead of {page.pagination.total}")
            return found


def every(read: Callable[..., Any], owners: str) -> list[Any]:
    """Every page of the list of each owner."""
    return [record for owner in ids[owners] for record in pages(read, owner)]


def filtered() -> list[Any]:
    """One record through each filter."""
    return [
        *pages(client.employers.list, name="bakery"),
        *pages(client.employers.employees.list, "empr_okami", active_in=False),
        *pages(client.employees.enrollments.list, "empl_grace_mwangi", status="waived"),
        *pages(client.employees.enrollments.list, "empl_grace_mwangi", plan_year=2025),
        *pages(client.members.qualifying_life_events.list, "mbr_grace_mwangi", status="denied"),
        *pages(client.members.qualifying_life_events.list, "mbr_grace_mwangi", event_type="Birth"),
        *pages(client.benefit_products.list, category="Dental"),
        *pages(client.benefit_products.list, active_in=True, product_code="VV"),
    ]


def reissued() -> list[Any]:
    """The answer to the reissue, and what is read afterwards: the new enrollment and the closed one."""
    new = client.enrollments.reissue(ENROLLMENT, qle_id=QLE, reason="A child was born").data
    return [new, client.enrollments.retrieve(new.id).data, client.enrollments.retrieve(ENROLLMENT).data]


def recorded() -> list[Any]:
    """The answer to the recording of a life event, and what is read afterwards."""
    member, kind, day, notes = ids["record"]
    new = client.members.qualifying_life_events.record(member, event_type=kind, event_date=day, notes=notes).data
    return [new, event(new.id, member_id=member).data]


READS: dict[str, Callable[[], list[Any]]] = {
    "employers": lambda: pages(client.employers.list),
    "employer": lambda: [client.employers.retrieve(one).data for one in ids["employers"]],
    "employees": lambda: every(client.employers.employees.list, "employers"),
    "employee": lambda: [client.employees.retrieve(one).data for one in ids["employees"]],
    "enrollments": lambda: every(client.employees.enrollments.list, "employees"),
    "enrollment": lambda: [client.enrollments.retrieve(one).data for one in ids["enrollments"]],
    "plans": lambda: [plan for one in ids["enrollments"] for plan in client.enrollments.list_plans(one).data],
    "events": lambda: every(client.members.qualifying_life_events.list, "members"),
    "event": lambda: [event(one, member_id=member).data for one, member in ids["events"]],
    "products": lambda: pages(client.benefit_products.list),
    "filtered": filtered,
    "reissue": reissued,
    "record": recorded,
}

REFUSALS: dict[str, Callable[[], Any]] = {
    "no such enrollment": lambda: client.enrollments.retrieve("enrl_nobody"),
    "no such employee": lambda: client.employees.enrollments.list("empl_nobody"),
    "no such event": lambda: event("qle_nothing", member_id="mbr_ada_lovelace"),
    "no such path": lambda: client.get(f"/v1/qualifying-life-events/{QLE}", cast_to=object),
    "no such method": lambda: client.post("/v1/employers", cast_to=object),
    "reissue of no enrollment": lambda: client.enrollments.reissue("enrl_nobody", qle_id=QLE),
    "reissue of a closed one": lambda: client.enrollments.reissue(ENROLLMENT, qle_id=QLE),
    "reissue for another's event": lambda: client.enrollments.reissue("enrl_tom_becker_medical", qle_id=QLE),
    "event of a kind that there is not": lambda: client.members.qualifying_life_events.record(
        ids["record"][0], event_type="Moved", event_date="2026-11-20"
    ),
    "wrong key": stranger.employers.list,
}


def unknown_fields(model: Any) -> Iterator[str]:  # noqa: ANN401 - a model, a list or a value
    """The fields that came and that the client does not know."""
    if isinstance(model, list):
        for each in model:
            yield from unknown_fields(each)
    elif isinstance(model, BaseModel):
        yield from (f"{type(model).__name__}.{name}" for name in model.model_extra or {})
        for name in type(model).model_fields:
            yield from unknown_fields(getattr(model, name))


def read(work: Callable[[], list[Any]]) -> dict[str, Any]:
    """What came of an operation that should go well."""
    try:
        came = work()
    except VitableConnectError as error:
        return {"error": f"{type(error).__name__}: {error} {error.__cause__ or ''}"}
    last = [record.model_dump(mode="json") for record in came[-3:]]
    return {"ids": [record.id for record in came], "last": last, "unknown": sorted(set(unknown_fields(came)))}


def refused(work: Callable[[], Any]) -> dict[str, Any]:
    """What came of an operation that should be refused."""
    try:
        work()
    except APIStatusError as error:
        body = error.body if isinstance(error.body, dict) else {}
        return {"refusal": [type(error).__name__, error.status_code, body.get("message")]}
    return {"refusal": None}


for name, reading in READS.items():
    sys.stdout.write(json.dumps({"operation": name} | read(reading)) + "\n")
for name, asking in REFUSALS.items():
    sys.stdout.write(json.dumps({"operation": name} | refused(asking)) + "\n")
