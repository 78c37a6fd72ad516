"""The employee index on a bench: a test says when it is refreshed, and makes the API answer like odd servers."""

import json
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import httpx
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.lookups.employee_index import EmployeeIndex
from approvals.model.index_report import IndexReport
from approvals.ports.storage import Store
from benefits.client import VitableConnect
from bot.drivers import surviving
from sandbox.benefits.world import Record
from tests.approvals.ada import ADA
from tests.approvals.bench import Bench
from tests.approvals.wire import Carry, Mishap

JUNIPER, HALVORSEN, OKAMI = "empr_juniper", "empr_halvorsen", "empr_okami"
LONG_ENOUGH = timedelta(days=1)


def index_at(bench: Bench, holder: str = "one", store: Store | None = None) -> EmployeeIndex:
    """The index over the desk's store, or over another of the same database. It waits by moving the desk's clock."""

    async def sleep(seconds: float) -> None:
        bench.clock.pass_(seconds)

    assert isinstance(bench.benefits, VitableConnect)
    return EmployeeIndex(
        store=store or bench.store,
        benefits=bench.benefits,
        clock=bench.clock,
        holder=holder,
        surviving=surviving,
        sleep=sleep,
    )


async def refreshed(bench: Bench) -> IndexReport:
    """Let so much time pass that a refresh is due, and refresh; the report."""
    bench.clock.pass_(LONG_ENOUGH.total_seconds())
    report = await index_at(bench).refresh_if_due()
    assert report is not None
    return report


async def reported(bench: Bench) -> IndexReport:
    """The report as the database has it."""
    async with bench.store.reading() as work:
        return await work.refreshes.report()


async def found(bench: Bench, text: str) -> list[str]:
    """The ids a search finds."""
    async with bench.store.reading() as work:
        return [entry.id for entry in await work.employees.search(text, 100)]


def hire(bench: Bench, numbers: Collection[int]) -> None:
    """More employees of Ada's employer: New000, New001, …"""
    for n in numbers:
        record = {**bench.world.employees[ADA], "id": f"empl_new_{n}"}
        named = {"id": f"mbr_new_{n}", "first_name": f"New{n:03}", "last_name": "Hire", "email": None}
        record["member"] = {**record["member"], **named}
        bench.world.employees[record["id"]] = record


async def passing(carry: Carry, request: httpx.Request) -> httpx.Response:
    """No mishap at all."""
    return await carry(request)


def only(part: str, mishap: Mishap, otherwise: Mishap = passing) -> Mishap:
    """A mishap for the calls whose path contains `part`."""

    async def chosen(carry: Carry, request: httpx.Request) -> httpx.Response:
        return await (mishap if part in request.url.path else otherwise)(carry, request)

    return chosen


def only_page(number: int, mishap: Mishap, otherwise: Mishap = passing) -> Mishap:
    """A mishap for one page of each list."""

    async def chosen(carry: Carry, request: httpx.Request) -> httpx.Response:
        return await (mishap if request.url.params["page"] == str(number) else otherwise)(carry, request)

    return chosen


def in_turn(*mishaps: Mishap) -> Mishap:
    """One mishap for each call, until there are no more."""
    left = iter(mishaps)

    async def following(carry: Carry, request: httpx.Request) -> httpx.Response:
        return await next(left, passing)(carry, request)

    return following


def capped(limit: int) -> Mishap:
    """A server that gives at most `limit` records, even if more are asked for."""

    async def fewer(carry: Carry, request: httpx.Request) -> httpx.Response:
        return await carry(httpx.Request("GET", request.url.copy_set_param("limit", limit), headers=request.headers))

    return fewer


def listing(change: Callable[[list[Record]], list[Any]]) -> Mishap:
    """A server of bare answers whose lists are changed on the way."""

    async def changed(carry: Carry, request: httpx.Request) -> httpx.Response:
        response = await carry(request)
        return httpx.Response(200, json=change(json.loads(await response.aread())))

    return changed


def without(*ids: str) -> Mishap:
    """A server whose lists skip some records."""
    return listing(lambda records: [record for record in records if record["id"] not in ids])


def replacing(record_id: str, change: Callable[[Record], object]) -> Callable[[list[Record]], list[Any]]:
    """A change of one record of a list."""
    return lambda records: [change(record) if record["id"] == record_id else record for record in records]


@contextmanager
def rows_written(engine: AsyncEngine) -> Iterator[list[str]]:
    """The statements that write employees, one for each row."""
    written: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_more: object) -> None:
        if re.match(r"(INSERT INTO|UPDATE|DELETE FROM) bot_employee\b", statement):
            written.extend([statement] * (len(parameters) if isinstance(parameters, list) else 1))

    sa.event.listen(engine.sync_engine, "before_cursor_execute", note)
    yield written
    sa.event.remove(engine.sync_engine, "before_cursor_execute", note)
