"""The table of routes in SQL: which route a request belongs to, from its employer and the category of its benefit."""

from collections.abc import Collection, Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import col

from approvals.model.routing import Claim, RouteMap
from approvals.model.status import OPEN
from store.address import is_sqlite, sync_url
from store.engine import create_sync_engine, reading
from store.failures import translated
from store.migrate import check_current, tables_at
from store.tables import RequestRow

EMPLOYER = col(RequestRow.employee)["employer_id"].as_string()
"""The employer's id, out of the employee's JSON: every release writes it there."""

NONE = "(none)"
"""In place of the name of a route, where none claims a request: no route can be called so."""

CATEGORY = col(RequestRow.category)


def belongs_to(routes: RouteMap, names: Collection[str]) -> sa.ColumnElement[bool]:
    """Whether a request belongs to one of these routes. With one route for everything, no column is read."""
    if routes.is_one or not names:
        return sa.true() if names else sa.false()
    return _route(routes).in_(sorted(names))


def is_unrouted(routes: RouteMap) -> sa.ColumnElement[bool]:
    """Whether a request belongs to no route."""
    return sa.false() if routes.is_one else _route(routes) == NONE


def unrouted_requests(database_url: str, routes: RouteMap) -> Sequence[int]:
    """The numbers of the open requests that belong to no route. Raises StoreUnavailable."""
    url = sync_url(database_url)
    if is_sqlite(url) and not Path(url.database or "").exists():
        return ()
    statement = sa.select(col(RequestRow.number)).where(col(RequestRow.status).in_(OPEN), _route(routes) == NONE)
    with translated(), reading(create_sync_engine(database_url)).connect() as connection:
        check_current(tables_at(connection))
        return connection.scalars(statement.order_by(col(RequestRow.number))).all()


def _route(routes: RouteMap) -> sa.Case[str]:
    """The name of the route that a request belongs to."""
    return sa.case(*((_is_within(claim), claim.route) for claim in routes.claims), else_=NONE)


def _is_within(claim: Claim) -> sa.ColumnElement[bool]:
    employer = sa.true() if claim.employers is None else EMPLOYER.in_(sorted(claim.employers))
    category = sa.true() if claim.categories is None else CATEGORY.in_(sorted(claim.categories))
    return sa.and_(employer, category)
