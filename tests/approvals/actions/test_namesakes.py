"""Where addresses prove nothing, a name or a setting asks for a second approval; only proof refuses."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.model.audit_codes import conditions_of, likenesses_of
from approvals.model.conditions import Condition, ConditionKind
from approvals.model.likeness import Likeness
from approvals.model.status import RequestStatus
from tests.approvals.bench import Bench, open_bench
from tests.approvals.people import MARCUS, NINA, PRIYA, a_person, at_home

pytestmark = pytest.mark.anyio

PRIVATE, ADAS_NAME = "ada@private.example", "Ada Lovelace"
NOT_MATCHED = Condition(ConditionKind.NOT_MATCHED)


async def test_an_approver_called_like_the_employee_makes_a_second_approval_necessary(either_bench: Bench) -> None:
    bench = either_bench
    await bench.indexed(PRIVATE)
    bench.directory.people[MARCUS] = a_person(MARCUS, email="marcus@brightside.example", names=("Lovelace, Ada",))
    submitted = await bench.submit()
    waiting = await bench.decisions.approve(at_home(MARCUS), submitted.id, 1)
    assert (waiting.status, waiting.approvals_required, len(waiting.approvals)) == (RequestStatus.PENDING, 2, 1)
    assert likenesses_of(await bench.events(submitted.id))[MARCUS] is Likeness.NAMESAKE
    approved = await bench.decisions.approve(at_home(PRIYA), submitted.id, 1)
    assert approved.status is RequestStatus.APPLYING


async def test_a_requester_called_like_the_employee_makes_a_second_approval_necessary_from_the_start(
    bench: Bench,
) -> None:
    bench.directory.people[NINA] = a_person(NINA, email="nina@brightside.example", names=(ADAS_NAME,))
    submitted = await bench.submit()
    assert submitted.approvals_required == 2
    assert likenesses_of(await bench.events(submitted.id)) == {NINA: Likeness.NAMESAKE}


async def test_addresses_of_one_domain_that_differ_prove_that_a_namesake_is_another_person(bench: Bench) -> None:
    await bench.indexed("ada.lovelace@juniper.example")
    for user_id in (NINA, MARCUS):
        bench.directory.people[user_id] = a_person(user_id, email=f"{user_id}@juniper.example", names=(ADAS_NAME,))
    assert (await bench.submit_and_approve()).status is RequestStatus.APPLYING


@pytest.mark.parametrize(
    ("ninas", "marcuss", "needed_at_first", "leads_to"),
    [
        ("nina@juniper.example", "marcus@juniper.example", 1, RequestStatus.APPLYING),
        ("nina@brightside.example", "marcus@juniper.example", 2, RequestStatus.PENDING),
        ("nina@juniper.example", "marcus@brightside.example", 1, RequestStatus.PENDING),
        ("nina@juniper.example", None, 1, RequestStatus.PENDING),
    ],
)
async def test_the_setting_asks_for_two_wherever_it_could_not_be_checked(
    one_engine: AsyncEngine, ninas: str, marcuss: str | None, needed_at_first: int, leads_to: RequestStatus
) -> None:
    async with open_bench(one_engine, second_approval_when=(NOT_MATCHED,)) as bench:
        await bench.indexed("ada.lovelace@juniper.example")
        bench.directory.people[NINA] = a_person(NINA, email=ninas)
        bench.directory.people[MARCUS] = a_person(MARCUS, email=marcuss)
        submitted = await bench.submit()
        assert submitted.approvals_required == needed_at_first
        approved = await bench.decisions.approve(at_home(MARCUS), submitted.id, 1)
        assert approved.status is leads_to
        expected = () if leads_to is RequestStatus.APPLYING else (NOT_MATCHED,)
        assert conditions_of(await bench.events(submitted.id)) == expected


async def test_without_the_setting_one_approval_is_enough_where_it_could_not_be_checked(bench: Bench) -> None:
    assert (await bench.submit_and_approve()).status is RequestStatus.APPLYING
