"""Restrictions that a server has all the time: small pages, no totals, a limit on the calls."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.benefits.budget import Budget
from sandbox.benefits.replies import Refusal
from sandbox.benefits.world import Shape
from tests.sandbox.benefits.conftest import BenefitsClient

pytestmark = pytest.mark.anyio

EMPLOYEES = "/employers/empr_halvorsen/employees"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize("shape", ["bare", "data"])
async def test_pages_can_be_capped_below_the_requested_limit(client: BenefitsClient, shape: Shape) -> None:
    client.api.world.shape, client.api.world.page_cap = shape, 6
    pages = [await client.get(EMPLOYEES, limit=100, page=number) for number in (1, 2, 3, 4)]
    rows = pages if shape == "bare" else [page["data"] for page in pages]
    assert [len(page) for page in rows] == [6, 6, 3, 0]
    assert len({row["id"] for page in rows for row in page}) == 15
    assert len(await client.get("/benefit-products", limit=2)) == 2


async def test_a_capped_page_gives_its_limit_and_the_total_unless_totals_are_switched_off(
    client: BenefitsClient,
) -> None:
    client.api.world.shape, client.api.world.page_cap = "data", 6
    assert (await client.get(EMPLOYEES, limit=100))["pagination"] == {
        "page": 1,
        "limit": 6,
        "total": 15,
        "total_pages": 3,
    }
    client.api.world.totals = False
    assert (await client.get(EMPLOYEES, limit=100))["pagination"] == {"page": 1, "limit": 6}


async def test_a_budget_spent_in_the_middle_of_a_list_answers_429_and_when_to_retry(client: BenefitsClient) -> None:
    client.api.world.budget = Budget(calls_allowed=2, seconds=3600)
    answers = [await client.http.get(f"/benefits/v1{EMPLOYEES}", params={"limit": 5, "page": n}) for n in (1, 2, 3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 3500 < float(answers[2].headers["Retry-After"]) <= 3600
    assert answers[2].json()["message"] == "Too many requests"


async def test_a_call_beyond_the_budget_has_no_effect(client: BenefitsClient) -> None:
    client.api.world.budget = Budget(calls_allowed=0, seconds=3600)
    assert (await client.reissue("enrl_ada_lovelace_medical", "qle_ada_lovelace_birth")).status_code == 429
    assert client.api.world.reissues == []


def test_a_budget_is_full_again_when_its_seconds_are_over_and_refused_calls_cost_nothing() -> None:
    budget = Budget(calls_allowed=1, seconds=1.5)
    budget.spend(NOON)
    for wait in ("1.5", "1.5", "0.34"):
        with pytest.raises(Refusal) as refused:
            budget.spend(NOON + timedelta(seconds=1.5 - float(wait)))
        assert refused.value.headers == {"Retry-After": wait}
    budget.spend(NOON + timedelta(seconds=1.5))
    with pytest.raises(Refusal):
        budget.spend(NOON + timedelta(seconds=2.9))
