"""The official client 0.1.2 against the sandbox as a `data` server: it reads everything, strictly, and is refused."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from sandbox.benefits.seed import seed
from sandbox.benefits.world import World
from tests.official.running import TODAY, Account, account_of

pytestmark = [pytest.mark.anyio, pytest.mark.clients]

ENROLLMENT, QLE, NEW = "enrl_ada_lovelace_medical", "qle_ada_lovelace_birth", "enrl_ada_lovelace_medical_r1"


def asked_for(world: World) -> dict[str, Any]:
    """The ids that the client asks for: every one there is."""
    return {
        "employers": list(world.employers),
        "employees": list(world.employees),
        "members": [employee["member"]["id"] for employee in world.employees.values()],
        "enrollments": list(world.enrollments),
        "events": [(event["id"], event["member_id"]) for event in world.events.values()],
        "reissue": (ENROLLMENT, QLE),
        "record": ("mbr_tom_becker", "Birth", "2026-11-20", "A daughter"),
    }


@pytest.fixture(scope="module")
async def account(anyio_backend: str) -> Account:
    """One run of the program, for all tests."""
    assert anyio_backend == "asyncio"
    return await account_of("0.1.2", "data", asked_for(seed(TODAY)))


def plans(world: World) -> list[str]:
    """The ids of the plans of each enrollment, one after the other."""
    return [plan["id"] for enrollment in world.enrollments.values() for plan in world.plans_of(enrollment)]


READ: dict[str, Callable[[World], Iterable[str]]] = {
    "employers": lambda world: world.employers,
    "employer": lambda world: world.employers,
    "employees": lambda world: world.employees,
    "employee": lambda world: world.employees,
    "enrollments": lambda world: world.enrollments,
    "enrollment": lambda world: world.enrollments,
    "plans": plans,
    "events": lambda world: world.events,
    "event": lambda world: world.events,
    "products": lambda world: world.products,
}


@pytest.mark.parametrize("operation", READ)
async def test_the_client_reads_all_there_is_and_finds_no_field_it_does_not_know(
    account: Account, operation: str
) -> None:
    line = account.of(operation)
    assert sorted(line["ids"]) == sorted(READ[operation](seed(TODAY)))
    assert line["unknown"] == []


async def test_the_clients_filters_narrow_the_lists(account: Account) -> None:
    assert account.of("filtered")["ids"] == [
        "empr_juniper",
        "empl_felix_baum",
        "enrl_grace_mwangi_dental",
        "enrl_grace_mwangi_medical_1_year_ago",
        "qle_grace_mwangi_divorce",
        "qle_grace_mwangi_birth",
        "bprd_dental",
        "bprd_vision",
    ]


async def test_the_client_reissues_once_and_reads_the_new_and_the_closed_enrollment(account: Account) -> None:
    line = account.of("reissue")
    answered, new, closed = line["last"]
    assert line["ids"] == [NEW, NEW, ENROLLMENT]
    assert answered == new
    assert (new["status"], new["coverage_tier"], closed["status"]) == ("pending", "Unspecified", "inactive")
    (effect,) = account.world.reissues
    assert (effect["enrollment_id"], effect["qle_id"], effect["reason"]) == (ENROLLMENT, QLE, "A child was born")
    assert sum(call.call == "reissue" and call.effect for call in account.calls.since("benefits")) == 1
    assert line["unknown"] == []


async def test_the_client_records_a_life_event_once_and_reads_it(account: Account) -> None:
    line = account.of("record")
    answered, read = line["last"]
    assert answered == read
    assert (read["event_type"], read["event_date"], read["status"]) == ("Birth", "2026-11-20", "pending")
    (made,) = account.world.recorded_events
    assert (made["member_id"], made["notes"]) == ("mbr_tom_becker", "A daughter")
    assert line["unknown"] == []


@pytest.mark.parametrize(
    ("operation", "error", "status", "message"),
    [
        ("no such enrollment", "NotFoundError", 404, "Enrollment not found"),
        ("no such employee", "NotFoundError", 404, "Employee not found"),
        ("no such event", "NotFoundError", 404, "Life event not found"),
        ("no such path", "NotFoundError", 404, "There is nothing under this path"),
        ("no such method", "APIStatusError", 405, "Only GET is allowed here"),
        ("reissue of no enrollment", "NotFoundError", 404, "Enrollment not found"),
        ("reissue of a closed one", "ConflictError", 409, "Enrollment is not active"),
        (
            "reissue for another's event",
            "UnprocessableEntityError",
            422,
            "The qualifying life event belongs to another member",
        ),
        (
            "event of a kind that there is not",
            "UnprocessableEntityError",
            422,
            "event_type is not one of the known types",
        ),
        ("wrong key", "AuthenticationError", 401, "Invalid API key"),
    ],
)
async def test_a_refusal_arrives_as_the_clients_own_error_with_the_message(
    account: Account, operation: str, error: str, status: int, message: str
) -> None:
    assert account.lines[operation]["refusal"] == [error, status, message]
