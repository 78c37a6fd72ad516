"""Asks a connect-6 API all that a bot may ask, with the official client 6.2.0, and prints one JSON line per operation.

Run it with the Python of the client's own environment. Standard input has the ids to ask for. The client checks types,
but takes any value for an enumeration and any further field. So this program looks for those itself: `unknown` are
fields that the client doesn't know, `missing` are fields that didn't come, `odd` are values that are in no enumeration.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from vitable_connect import VitableConnect  # type: ignore[import-not-found]
from vitable_connect.core.api_error import ApiError  # type: ignore[import-not-found]
from vitable_connect.types.event_name import EventName  # type: ignore[import-not-found]

SMALL_PAGE = 7

ids: dict[str, Any] = json.load(sys.stdin)
"""Lists of ids by kind, and `reissue`, the pair of enrollment and life event."""
ENROLLMENT, QLE = ids["reissue"]

client = VitableConnect(base_url=os.environ["VITABLE_CONNECT_BASE_URL"], max_retries=0)
stranger = VitableConnect(base_url=os.environ["VITABLE_CONNECT_BASE_URL"], api_key="another key", max_retries=0)
reissue = client.enrollments.reissue


def every(read: Callable[..., Iterable[Any]], owners: str, **more: Any) -> list[Any]:  # noqa: ANN401 - options
    """The whole list of each owner."""
    return [record for owner in ids[owners] for record in read(owner, **more)]


def reissued() -> list[Any]:
    """The answer to the reissue, then the new enrollment and the closed one."""
    answer = reissue(ENROLLMENT, qualifying_life_event_id=QLE, reason="A child was born", ticket_number="HR-7").data
    return [answer, *(client.enrollments.get(one).data for one in (answer.enrollment_id, ENROLLMENT))]


def webhook_events() -> list[Any]:
    """The events of the reissue: all, those of the closed enrollment, and each alone."""
    listed = list(client.webhook_events.list(limit=1))
    unlisted = [one.event_name for one in listed if one.event_name not in literals(EventName)]
    if unlisted:
        raise ValueError(f"no such events: {unlisted}")
    closed = client.webhook_events.list(
        resource_id=ENROLLMENT,
        event_name="enrollment.terminated",
        created_after=datetime(2026, 1, 1, tzinfo=UTC),
        created_before=datetime(2999, 1, 1, tzinfo=UTC),
    )
    return [*listed, *closed, *(client.webhook_events.get(one.id).data for one in listed)]


def filtered() -> list[Any]:
    """Some records through each filter."""
    members, events = client.members, client.members.list_qualifying_life_events
    return [
        *client.employers.list(search="bakery"),
        *members.list(search="LINDHOLM"),
        *members.list(search="2025550101"),
        *members.list(search="gus.keller@"),
        *members.list(search="mbr_tom_becker"),
        *events("mbr_grace_mwangi", status="denied"),
    ]


READS: dict[str, Callable[[], list[Any]]] = {
    "employers": lambda: list(client.employers.list(limit=SMALL_PAGE)),
    "members": lambda: list(client.members.list(limit=SMALL_PAGE)),
    "employments": lambda: every(lambda one: client.members.list_employments(one).data, "members"),
    "member enrollments": lambda: every(lambda one: client.members.list_enrollments(one).data, "members"),
    "events": lambda: every(client.members.list_qualifying_life_events, "members", limit=2),
    "employee": lambda: [client.employees.get(one).data for one in ids["employees"]],
    "enrollments": lambda: every(client.employees.list_enrollments, "employees", limit=2),
    "enrollment": lambda: [client.enrollments.get(one).data for one in ids["enrollments"]],
    "organizations": lambda: list(client.organizations.list().organizations),
    "plans": lambda: list(client.plans.list(limit=2)),
    "filtered": filtered,
    "reissue": reissued,
    "webhook events": webhook_events,
    "private record": lambda: [client.members.get("mbr_ada_lovelace").data],
}

REFUSALS: dict[str, Callable[[], Any]] = {
    "no such enrollment": lambda: client.enrollments.get("enrl_nobody"),
    "no such employee": lambda: client.employees.list_enrollments("empl_nobody"),
    "no such member": lambda: client.members.list_enrollments("mbr_nobody"),
    "no such path": client.groups.list,
    "reissue of no enrollment": lambda: reissue("enrl_nobody", qualifying_life_event_id=QLE),
    "reissue of a closed one": lambda: reissue(ENROLLMENT, qualifying_life_event_id=QLE),
    "reissue without an event": lambda: reissue("enrl_tom_becker_medical"),
    "reissue for another's event": lambda: reissue("enrl_tom_becker_medical", qualifying_life_event_id=QLE),
    "malformed organization": lambda: client.members.list(vitable_organization="brightside"),
    "another organization": lambda: client.members.list(vitable_organization="org_lakeside"),
    "wrong key": stranger.employers.list,
}


def literals(annotation: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a type
    """The values of an enumeration; none for another type."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return tuple(value for part in get_args(annotation) for value in literals(part))


def models(value: Any) -> Iterator[BaseModel]:  # noqa: ANN401 - a model, a list or a value
    """All models in a value, with those inside them."""
    if isinstance(value, list):
        for each in value:
            yield from models(each)
    elif isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from models(getattr(value, name))


def strange(came: list[Any]) -> dict[str, list[str]]:
    """What is strange about the records that came."""
    unknown, missing, odd = set(), set(), set()
    for model in models(came):
        kind = type(model).__name__
        unknown |= {f"{kind}.{name}" for name in model.model_extra or {}}
        missing |= {f"{kind}.{name}" for name in type(model).model_fields if name not in model.model_fields_set}
        for name, field in type(model).model_fields.items():
            value, allowed = getattr(model, name), literals(field.annotation)
            if allowed and value is not None and value not in allowed:
                odd.add(f"{kind}.{name}={value}")
    return {"unknown": sorted(unknown), "missing": sorted(missing), "odd": sorted(odd)}


def id_of(record: Any) -> str | None:  # noqa: ANN401 - a model
    """The id of a record; its field has one of three names."""
    names = ("id", "employer_id", "enrollment_id")
    return next((getattr(record, name) for name in names if getattr(record, name, None)), None)


def read(work: Callable[[], list[Any]]) -> dict[str, Any]:
    """What came of an operation that should go well."""
    try:
        came = work()
    except Exception as error:  # noqa: BLE001 - the client's errors have no common class
        return {"error": f"{type(error).__name__}: {error} {error.__cause__ or ''}"}
    return {"ids": [id_of(record) for record in came], "last": [one.model_dump(mode="json") for one in came[-3:]]} | (
        strange(came)
    )


def refused(work: Callable[[], Any]) -> dict[str, Any]:
    """What came of an operation that should be refused."""
    try:
        work()
    except ApiError as error:
        return {"refusal": [type(error).__name__, error.status_code, getattr(error.body, "app_error_code", None)]}
    return {"refusal": None}


for name, reading in READS.items():
    sys.stdout.write(json.dumps({"operation": name} | read(reading)) + "\n")
for name, asking in REFUSALS.items():
    sys.stdout.write(json.dumps({"operation": name} | refused(asking)) + "\n")
