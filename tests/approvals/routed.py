"""Arbitrary tables of routes, for property tests: few employers and categories, so that claims meet."""

from hypothesis import strategies as st

from approvals.model.routing import Claim, RouteMap

EMPLOYERS: tuple[str | None, ...] = ("empr_1", "empr_2", "empr_3", "empr_unnamed", None)
"""The last two are in no claim: one that the file does not name, and one that Vitable does not tell."""

CATEGORIES: tuple[str | None, ...] = ("dental", "vision", "medical", "unclaimed", None)
"""The last two are in no claim, likewise."""

PAIRS = [(employer, category) for employer in (*EMPLOYERS[:3], "*") for category in (*CATEGORIES[:3], "*")]


@st.composite
def a_map(draw: st.DrawFn) -> RouteMap:
    """A valid table: each pair is given to at most one route, and a route has whole rectangles of the same breadth."""
    owners = draw(st.lists(st.sampled_from("abcdef-"), min_size=len(PAIRS), max_size=len(PAIRS)))
    claims = [
        Claim(
            owner,
            None if employer == "*" else frozenset({str(employer)}),
            None if category == "*" else frozenset({str(category)}),
        )
        for (employer, category), owner in zip(PAIRS, owners, strict=True)
        if owner != "-"
    ]
    return RouteMap.of(claims)
