"""Routes: the narrowest claim owns a request, and what a person sees is what their routes own."""

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.errors import NoRoute
from approvals.model.request import EmployeeFacts
from approvals.model.routing import Claim, EmployerScope, RouteMap
from approvals.rules.policy import Policy
from approvals.rules.routes import Routes
from benefits.ids import EmployeeId, EmployerId, MemberId
from tests.approvals.routed import CATEGORIES, EMPLOYERS, a_map
from tests.builders import a_request

ACME, ACME_DENTAL = (
    Claim("acme", frozenset({"empr_acme"})),
    Claim("teeth", frozenset({"empr_acme"}), frozenset({"dental"})),
)
EVERY_VISION, REST = Claim("eyes", None, frozenset({"vision"})), Claim("rest")

ALL_FOUR = RouteMap.of([REST, EVERY_VISION, ACME, ACME_DENTAL])

POLICY = Policy(approvals_channel="C0REST", approvers=("U0ANY",))


@pytest.mark.parametrize(
    ("employer", "category", "route"),
    [
        ("empr_acme", "dental", "teeth"),
        ("empr_acme", " Dental ", "teeth"),
        ("empr_acme", "vision", "acme"),
        ("empr_acme", None, "acme"),
        ("empr_other", "VISION", "eyes"),
        ("empr_other", None, "rest"),
        (None, "dental", "rest"),
    ],
)
def test_the_narrowest_claim_wins_and_case_does_not_matter(
    employer: str | None, category: str | None, route: str
) -> None:
    assert ALL_FOUR.route_of(employer, category) == route


def test_without_a_claim_on_everything_an_unnamed_employer_has_no_route() -> None:
    routes = Routes.several([(ACME, POLICY)], POLICY)
    with pytest.raises(NoRoute):
        routes.of("empr_other", "dental")
    assert routes.of("empr_acme", "dental").route == "acme"


def test_a_request_whose_route_is_gone_has_a_policy_under_which_nobody_decides() -> None:
    routes = Routes.several([(ACME, POLICY)], POLICY)
    shown = routes.shown_for(a_request())
    assert (shown.route, shown.approvers, shown.approvals_channel) == (None, (), "C0REST")


def test_without_a_file_one_policy_has_everything_and_no_audit_line_names_a_route() -> None:
    routes = Routes.sole(POLICY)
    assert routes.for_request(a_request()) is routes.shown_for(a_request()) is POLICY
    assert not routes.are_several
    assert POLICY.route_code == {}
    assert Routes.several([(ACME, POLICY)], POLICY).named["acme"].route_code == {"route": "acme"}


def test_a_category_makes_a_difference_only_where_it_is_claimed() -> None:
    assert RouteMap.of([ACME_DENTAL, REST]).depends_on_category("empr_acme")
    assert not RouteMap.of([ACME_DENTAL, REST]).depends_on_category("empr_other")
    assert not RouteMap.of([ACME, REST]).depends_on_category("empr_acme")
    assert not RouteMap().depends_on_category("empr_acme")


@pytest.mark.parametrize(
    ("routes", "scope"),
    [
        ({"rest"}, EmployerScope(besides=frozenset({"empr_acme"}))),
        ({"eyes"}, EmployerScope(besides=frozenset({"empr_acme"}))),
        ({"acme"}, EmployerScope(only=frozenset({"empr_acme"}))),
        ({"teeth"}, EmployerScope(only=frozenset({"empr_acme"}))),
        ({"rest", "acme"}, EmployerScope()),
        (set(), EmployerScope(only=frozenset())),
    ],
)
def test_a_person_finds_the_employers_of_their_routes(routes: Collection[str], scope: EmployerScope) -> None:
    assert ALL_FOUR.employers_of(routes) == scope


@given(routes=a_map(), mine=st.sets(st.sampled_from("abcdef")))
def test_an_employer_is_found_exactly_if_one_of_its_benefits_is_owned(routes: RouteMap, mine: set[str]) -> None:
    scope = routes.employers_of(mine)
    for employer in EMPLOYERS:
        owned = any(routes.route_of(employer, category) in mine for category in CATEGORIES)
        assert scope.has(employer) == owned


@given(routes=a_map(), employer=st.sampled_from(EMPLOYERS), category=st.sampled_from(CATEGORIES))
def test_the_policy_of_a_request_is_that_of_the_route_that_owns_it(
    routes: RouteMap, employer: str | None, category: str | None
) -> None:
    policies = Routes.several([(claim, POLICY) for claim in routes.claims], POLICY)
    facts = EmployeeFacts(
        id=EmployeeId("empl_1"),
        member_id=MemberId("mbr_1"),
        name="Ada",
        employer_id=EmployerId(employer) if employer else None,
    )
    request = a_request(employee=facts, category=category)
    owner = routes.route_of(employer, category)
    assert policies.shown_for(request).route == owner
    assert policies.name_for(request) == owner
    is_known = employer is None or routes.is_routed(employer)
    assert owner is None or is_known
