"""The official client 6.2.0 against the sandbox as a connect-6 server: it reads everything, and is refused."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from sandbox.benefits.connect6.extra_seed import add_extras
from sandbox.benefits.connect6_state import LAKESIDE
from sandbox.benefits.seed import seed
from sandbox.benefits.world import World
from tests.official.running import TODAY, Account, account_of

pytestmark = [pytest.mark.anyio, pytest.mark.clients]

ENROLLMENT, QLE, NEW = "enrl_ada_lovelace_medical", "qle_ada_lovelace_birth", "enrl_ada_lovelace_medical_r1"
HIDDEN = "wes_harmon"
"""The person of the organization that the key doesn't reach."""


def a_world() -> World:
    """The world of connect-6."""
    world = seed(TODAY)
    add_extras(world, TODAY)
    return world


def employers(world: World) -> list[str]:
    """The ids of the employers that the key reaches."""
    known = {**world.employers, **world.connect6.employers}
    return [key for key, employer in known.items() if employer["organization_id"] != LAKESIDE]


def employees(world: World) -> list[str]:
    """The ids of the employees that the key reaches."""
    return [key for key in (*world.employees, *world.connect6.employees) if HIDDEN not in key]


def enrollments(world: World) -> list[str]:
    """The ids of the enrollments that the key reaches."""
    return [key for key in (*world.enrollments, *world.connect6.enrollments) if HIDDEN not in key]


def events(world: World) -> list[str]:
    """The ids of the life events that the key reaches."""
    return [key for key in (*world.events, *world.connect6.events) if HIDDEN not in key]


def members(world: World) -> list[str]:
    """The ids of the members that the key reaches, as far as they are told."""
    known = {**world.employees, **world.connect6.employees}
    employed = dict.fromkeys(known[key]["member"]["id"] for key in employees(world))
    return [*employed, *(one["id"] for one in world.connect6.outsiders if "id" in one)]


@pytest.fixture(scope="module")
async def account(anyio_backend: str) -> Account:
    """One run of the program, for all tests."""
    assert anyio_backend == "asyncio"
    world = a_world()
    ids: dict[str, Any] = {"members": members(world), "employees": employees(world), "reissue": (ENROLLMENT, QLE)}
    return await account_of("6.2.0", "connect-6", ids | {"enrollments": enrollments(world)})


READ: dict[str, Callable[[World], Iterable[str | None]]] = {
    "employers": employers,
    "members": lambda world: [*members(world), None],
    "employments": employees,
    "member enrollments": enrollments,
    "events": events,
    "employee": employees,
    "enrollments": enrollments,
    "enrollment": enrollments,
    "organizations": lambda world: world.connect6.reach,
    "plans": lambda world: [
        plan["id"] for of in (world.plans, world.connect6.plans) for all_ in of.values() for plan in all_
    ],
}


@pytest.mark.parametrize("operation", READ)
async def test_the_client_reads_all_there_is(account: Account, operation: str) -> None:
    expected = READ[operation](a_world())
    assert sorted(account.of(operation)["ids"], key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("operation", [*READ, "filtered", "reissue", "webhook events", "private record"])
async def test_what_the_client_reads_has_each_of_its_fields_and_no_other_and_only_values_of_its_enumerations(
    account: Account, operation: str
) -> None:
    line = account.of(operation)
    may_be_missing = ["MemberListItem.id"] if operation == "members" else []
    assert (line["unknown"], line["missing"], line["odd"]) == ([], may_be_missing, [])


async def test_the_clients_filters_narrow_the_lists(account: Account) -> None:
    assert account.of("filtered")["ids"] == [
        "empr_juniper",
        "mbr_vera_lindholm",
        "mbr_ada_lovelace",
        "mbr_gus_keller",
        "mbr_tom_becker",
        "qle_grace_mwangi_divorce",
    ]


async def test_the_client_reissues_once_and_reads_the_new_and_the_closed_enrollment(account: Account) -> None:
    answered, new, closed = account.of("reissue")["last"]
    assert answered == {"enrollment_id": NEW}
    assert (new["id"], new["status"], new["answered_at"]) == (NEW, "pending", None)
    assert (closed["id"], closed["status"], bool(closed["terminated_at"])) == (ENROLLMENT, "inactive", True)
    (effect,) = account.world.reissues
    assert (effect["enrollment_id"], effect["qle_id"], effect["ticket_number"]) == (ENROLLMENT, QLE, "HR-7")


async def test_the_client_finds_the_events_of_the_reissue_by_enrollment(account: Account) -> None:
    first, second, of_the_closed, *alone = account.of("webhook events")["ids"]
    assert (of_the_closed, alone) == (first, [first, second])


async def test_the_client_breaks_one_rule_and_that_is_recorded(account: Account) -> None:
    (violation,) = account.world.connect6.violations
    assert (violation["rule"], violation["path"]) == ("private record read", "/v1/members/mbr_ada_lovelace")


@pytest.mark.parametrize(
    ("operation", "error", "status", "code"),
    [
        ("no such enrollment", "NotFoundError", 404, "not_found"),
        ("no such employee", "NotFoundError", 404, "not_found"),
        ("no such member", "NotFoundError", 404, "not_found"),
        ("no such path", "NotFoundError", 404, None),
        ("reissue of no enrollment", "NotFoundError", 404, "not_found"),
        ("reissue of a closed one", "UnprocessableEntityError", 422, "enrollment_already_closed"),
        ("reissue without an event", "UnprocessableEntityError", 422, "qualifying_life_event_required"),
        ("reissue for another's event", "UnprocessableEntityError", 422, "qualifying_life_event_of_another_member"),
        ("malformed organization", "BadRequestError", 400, "invalid_organization_header"),
        ("another organization", "ForbiddenError", 403, "organization_access_denied"),
        ("wrong key", "UnauthorizedError", 401, None),
    ],
)
async def test_a_refusal_arrives_as_the_clients_own_error_with_the_code(
    account: Account, operation: str, error: str, status: int, code: str | None
) -> None:
    assert account.lines[operation]["refusal"] == [error, status, code]
