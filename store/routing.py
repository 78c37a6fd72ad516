"""The table of routes in SQL: which route a request belongs to, from its employer and the category of its benefit."""

from collections.abc import Collection, Iterator, Sequence
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
    """Whether a request belongs to one of these routes. With one route for everything, no column is read.

    Claims of the same breadth never meet, so those of these routes are asked about at once, and so are the others: each
    is one list of employers, however many routes there are.
    """
    if routes.is_one or not names:
        return sa.true() if names else sa.false()
    asked = list(_merged(routes, names))
    while asked and not asked[-1][1]:
        asked.pop()  # what comes after it is as false
    return (
        sa.case(
            *((_is_within(claim), sa.literal_column(str(is_one).lower())) for claim, is_one in asked), else_=sa.false()
        )
        if asked
        else sa.false()
    )


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


def _merged(routes: RouteMap, names: Collection[str]) -> Iterator[tuple[Claim, bool]]:
    """Claims for the same employers as those of `routes`, as few as possible, and whether each is of one of `names`."""
    merged: dict[tuple[int, frozenset[str] | None, bool], frozenset[str] | None] = {}
    for claim in routes.claims:
        key = claim.breadth, claim.categories, claim.route in names
        others = merged.get(key, frozenset[str]())
        merged[key] = None if claim.employers is None or others is None else others | claim.employers
    for (_, categories, is_one), employers in merged.items():
        yield Claim("", employers, categories), is_one


def _route(routes: RouteMap) -> sa.Case[str]:
    """The name of the route that a request belongs to."""
    return sa.case(*((_is_within(claim), claim.route) for claim in routes.claims), else_=NONE)


def _is_within(claim: Claim) -> sa.ColumnElement[bool]:
    employer = sa.true() if claim.employers is None else EMPLOYER.in_(sorted(claim.employers))
    category = sa.true() if claim.categories is None else CATEGORY.in_(sorted(claim.categories))
    return sa.and_(employer, category)
