"""Forgetting: one employee's names and reasons go when an operator says so; other people's stay, and the audit."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.model.card import Card
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.event import THE_OPERATOR, EventKind
from approvals.model.request import ReissueRequest
from approvals.upkeep.forgetting import Forgetting, Forgotten
from approvals.upkeep.retention import Retention
from benefits.ids import EmployeeId
from benefits.models import Employee
from tests.approvals.ada import ADA, ADAS_DENTAL
from tests.approvals.bench import Bench
from tests.approvals.people import MARCUS, at_home
from tests.approvals.upkeep.test_restore import of
from tests.approvals.upkeep.test_retention import TYPED, denied, everything_stored

pytestmark = pytest.mark.anyio

SEAN = "sean_obrien"


async def forget(bench: Bench, employee_id: str = ADA) -> Forgotten:
    """What the operator's command removes."""
    return await Forgetting(bench.store, bench.clock).forget(EmployeeId(employee_id))


def labels(requests: Sequence[ReissueRequest]) -> list[str]:
    """The numbers of some requests."""
    return [each.label for each in requests]


async def indexed(bench: Bench) -> None:
    """Ada and Sean are in the employee index."""
    known = [bench.world.employees[f"empl_{who}"] for who in ("ada_lovelace", SEAN)]
    async with bench.store.writing() as work:
        await work.index.write([EmployeeEntry.of(Employee.model_validate(each)) for each in known])
        await work.commit()


async def found(bench: Bench, text: str) -> list[str]:
    """The names that the typeahead finds."""
    async with bench.store.reading() as work:
        return [entry.name for entry in await work.employees.search(text, 10)]


async def test_everything_about_the_employee_goes_at_once_and_the_bot_redraws_it(
    either_bench: Bench, either_engine: AsyncEngine
) -> None:
    bench = either_bench
    await indexed(bench)
    one, other = await denied(bench), await bench.submit(key="V1", enrollment_id=ADAS_DENTAL, reason="Her twins")
    other = await bench.decisions.deny(at_home(MARCUS), other.id, other.revision, "not eligible")
    bench.drivers.started.clear()
    forgotten = await forget(bench)
    assert labels(forgotten.blanked) == [one.label, other.label]
    assert (forgotten.was_indexed, forgotten.is_purged, forgotten.still_open) == (True, True, ())
    stored = await everything_stored(either_engine)
    assert [word for word in (*TYPED, "Lovelace", "twins") if word in stored] == []
    assert (await found(bench, "Lovelace"), await found(bench, ADA)) == ([], [])
    last = (await bench.events(one.id))[-1]
    assert (last.kind, last.actor, last.codes) == (EventKind.FORGOTTEN, THE_OPERATOR, {"revision": one.revision})
    async with bench.store.writing() as work:
        due = await work.requests.claim_due(bench.clock.now(), timedelta(seconds=60), 10)
    assert sorted(due) == sorted([one.id, other.id])


async def test_other_employees_keep_theirs(either_bench: Bench) -> None:
    bench = either_bench
    await indexed(bench)
    theirs = await bench.submit(**of(bench, SEAN))
    theirs = await bench.decisions.deny(at_home(MARCUS), theirs.id, theirs.revision, "Not this year.")
    await denied(bench)
    await forget(bench)
    assert await bench.request(theirs.id) == theirs
    assert await found(bench, "O'Brien") == ["Seán O'Brien"]


async def test_while_a_request_is_open_nothing_is_removed_and_it_is_named(either_bench: Bench) -> None:
    bench = either_bench
    await indexed(bench)
    closed, waiting = await denied(bench), await bench.submit(key="V1", enrollment_id=ADAS_DENTAL)
    forgotten = await forget(bench)
    assert labels(forgotten.still_open) == [waiting.label]
    assert forgotten == Forgotten(still_open=forgotten.still_open)
    assert (await bench.request(closed.id)).employee.name == "Ada Lovelace"
    assert await found(bench, "Lovelace") == ["Ada Lovelace"]


async def test_a_second_time_changes_nothing_and_says_what_slack_has_not_taken_yet(either_bench: Bench) -> None:
    bench = either_bench
    done = await denied(bench)
    now = bench.clock.now()
    card = Card(request_id=done.id, kind="card", channel="C0", ts="1.1", touched_at=now, drawn_version=done.version)
    claimed = Card(request_id=done.id, kind="direct", channel="U0", touched_at=now)
    async with bench.store.writing() as work:
        for each in (card, claimed):
            assert await work.cards.claim(each, now)
        await work.cards.posted(card, card)
        await work.commit()
    first = await forget(bench)
    assert (labels(first.blanked), first.outdated, first.lost) == ([done.label], 1, 1)
    before = await bench.request(done.id)
    second = await forget(bench)
    assert (second.blanked, labels(second.earlier), second.outdated) == ([], [done.label], 1)
    assert await bench.request(done.id) == before
    assert (await bench.kinds(done.id)).count(EventKind.FORGOTTEN) == 1


async def test_what_the_retention_removed_before_gets_no_second_line(bench: Bench) -> None:
    done = await denied(bench)
    bench.clock.at += timedelta(days=91)
    await Retention(bench.store, bench.clock, timedelta(days=90)).blank_due()
    forgotten = await forget(bench)
    assert (forgotten.blanked, labels(forgotten.earlier)) == ([], [done.label])
    assert EventKind.FORGOTTEN not in await bench.kinds(done.id)


async def test_an_employee_that_the_bot_has_never_seen_is_no_error(bench: Bench) -> None:
    assert await forget(bench, "empl_nobody") == Forgotten(blanked=[], earlier=[], still_open=())
