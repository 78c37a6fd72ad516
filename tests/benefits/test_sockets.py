"""The client against the sandbox's benefits API, over real connections."""

import asyncio
import time

import pytest

from benefits.api_key import ApiKey
from benefits.client import VitableConnect
from benefits.connection import Server
from benefits.errors import Unreachable, UnreadableAnswer
from benefits.ids import EmployeeId, EnrollmentId, MemberId
from benefits.models import EnrollmentStatus
from benefits.outcome import OutcomeKind
from sandbox.benefits.seed import STREET
from sandbox.benefits.world import Shape
from sandbox.cast import API_KEY
from tests.benefits.answers import Ids, a_call
from tests.benefits.conftest import Remote
from tests.patience import PATIENCE

pytestmark = pytest.mark.anyio

ENRL = EnrollmentId("enrl_ada_lovelace_medical")
CALL = a_call(ENRL, "qle_ada_lovelace_birth", employee_id="empl_ada_lovelace")


@pytest.mark.parametrize("shape", ["bare", "data"])
async def test_everything_the_sandbox_knows_is_read_in_either_shape(remote: Remote, shape: Shape) -> None:
    remote.world.shape = shape
    client = remote.client
    employees = [
        employee
        for employer in (await client.employers()).records
        async for page in client.employees_of(employer.id)
        for employee in page.records
    ]
    assert len(employees) == 40
    assert sum(not employee.active for employee in employees) == 3
    assert STREET not in repr(employees)
    grace = EmployeeId("empl_grace_mwangi")
    assert len((await client.enrollments_of(grace)).records) == 4
    assert len((await client.events(Ids(member_id=MemberId("mbr_grace_mwangi")))).records) == 4
    remote.world.enrollments[ENRL]["coverage_tier"] = "EX"
    assert (await client.enrollment(ENRL)).coverage_tier == "EX"


@pytest.mark.parametrize("shape", ["bare", "data"])
async def test_a_reissue_answers_with_the_enrollment_that_waits_for_an_election(remote: Remote, shape: Shape) -> None:
    remote.world.shape = shape
    outcome = await remote.client.reissue(CALL)
    assert outcome.kind is OutcomeKind.REISSUED
    assert outcome.enrollment == await remote.client.enrollment(EnrollmentId("enrl_ada_lovelace_medical_r1"))
    assert (await remote.client.enrollment(ENRL)).status is EnrollmentStatus.INACTIVE


@pytest.mark.parametrize(
    ("fault", "kind", "effects"),
    [
        ("ratelimited", OutcomeKind.NOT_PROCESSED, 0),
        ("refuse", OutcomeKind.REFUSED, 0),
        ("error_before", OutcomeKind.UNKNOWN, 0),
        ("error_after", OutcomeKind.UNKNOWN, 1),
        ("drop_before", OutcomeKind.UNKNOWN, 0),
        ("drop_after", OutcomeKind.UNKNOWN, 1),
        ("html_error", OutcomeKind.UNKNOWN, 0),
        ("unreadable", OutcomeKind.REISSUED_UNREADABLE, 1),
    ],
)
async def test_each_fault_is_classified_and_sent_once(
    remote: Remote, fault: str, kind: OutcomeKind, effects: int
) -> None:
    remote.fault(fault)
    outcome = await remote.client.reissue(CALL)
    assert (outcome.kind, len(remote.world.reissues)) == (kind, effects)
    assert remote.posts() == 1


async def test_a_hanging_call_ends_after_the_total_timeout_as_unknown(remote: Remote) -> None:
    remote.fault("hang", seconds=30)
    began = time.monotonic()
    outcome = await remote.client.reissue(CALL)
    assert outcome.kind is OutcomeKind.UNKNOWN
    assert 2.9 < time.monotonic() - began < 20


async def test_a_read_gives_up_within_the_seconds_it_was_given(remote: Remote) -> None:
    remote.fault("slow", "*", seconds=30)
    began = time.monotonic()
    with pytest.raises(Unreachable, match="in time"):
        await remote.client.enrollments_of(EmployeeId("empl_ada_lovelace"), within=0.05)
    assert time.monotonic() - began < 20


async def test_reads_survive_drops_and_nonsense_as_errors_of_the_tree(remote: Remote) -> None:
    remote.fault("drop_before", "enrollment")
    with pytest.raises(Unreachable):
        await remote.client.enrollment(ENRL)
    remote.fault("unreadable", "enrollment")
    with pytest.raises(UnreadableAnswer):
        await remote.client.enrollment(ENRL)
    assert (await remote.client.enrollment(ENRL)).id == ENRL


async def test_cancelling_the_call_in_flight_raises_and_sends_nothing_more(remote: Remote) -> None:
    remote.fault("hang", seconds=30)
    sending = asyncio.create_task(remote.client.reissue(CALL))
    async with asyncio.timeout(PATIENCE):
        while not remote.posts():
            await remote.client.products()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    assert remote.posts() == 1


async def test_a_proxy_of_the_environment_is_not_used_towards_this_machine(
    remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    client = VitableConnect(Server(base_url=remote.url, api_key=ApiKey(API_KEY), timeout=PATIENCE))
    assert (await client.enrollment(ENRL)).id == ENRL
    await client.aclose()
