"""The table of routes in SQL: which route a request belongs to, from its employer and the category of its benefit."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import col

from approvals.model.routing import Claim, RouteMap
from store.tables import RequestRow

EMPLOYER = col(RequestRow.employee)["employer_id"].as_string()
"""The employer's id, out of the employee's JSON: every release writes it there."""

CATEGORY = col(RequestRow.category)


def belongs_to(routes: RouteMap, names: Collection[str]) -> sa.ColumnElement[bool]:
    """Whether a request belongs to one of these routes. With one route for everything, no column is read."""
    if routes.is_one or not names:
        return sa.true() if names else sa.false()
    route = sa.case(*((_is_within(claim), claim.route) for claim in routes.claims), else_="")
    return route.in_(sorted(names))


def _is_within(claim: Claim) -> sa.ColumnElement[bool]:
    employer = sa.true() if claim.employers is None else EMPLOYER.in_(sorted(claim.employers))
    category = sa.true() if claim.categories is None else CATEGORY.in_(sorted(claim.categories))
    return sa.and_(employer, category)
