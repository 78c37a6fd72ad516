"""Overviews: each request is in one section for each reader, in the right order, and never more than a page."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from approvals.model.event import Event, EventKind
from approvals.model.request import ReissueRequest, Verdict
from approvals.model.routing import SOLE
from approvals.model.status import RequestStatus
from approvals.model.viewer import Section, Viewer
from store.unit_of_work import SqlStore
from tests.store.conftest import add
from tests.store.values import MINUTE, NOW, a_card, a_decision, a_request

pytestmark = pytest.mark.anyio

S = RequestStatus
DAY = timedelta(days=1)
SINCE = NOW - 30 * DAY
OLD = SINCE - DAY


ALL = frozenset({SOLE})

NINA, MARCUS = Viewer(user_id="U0NINA", requests=ALL, reads_own=ALL), Viewer(user_id="U0MARCUS", decides=ALL)
LATE, NOBODY = Viewer(user_id="U0LARA", decides_late=ALL), Viewer(user_id="U0ZOE", reads_own=ALL)


async def has(store: SqlStore, **changes: Any) -> int:  # noqa: ANN401 - fields of a request
    """One more request; its number."""
    return (await add(store, a_request(**changes))).number


async def sections(store: SqlStore, reader: Viewer) -> dict[Section, list[int]]:
    """The numbers in each section that has any; the totals say the same."""
    async with store.reading() as work:
        found = await work.overviews.sections(reader, SINCE, {}, 99)
    assert all((rows.total, rows.number) == (len(rows.requests), 0) for rows in found.values())
    return {section: [each.number for each in rows.requests] for section, rows in found.items()}


async def test_what_waits_for_an_approver_comes_by_deadline_without_their_own_and_what_they_approved(
    store: SqlStore,
) -> None:
    late = await has(store, deadline=date(2026, 12, 9))
    never = await has(store, deadline=None)
    soon = await has(store, deadline=date(2026, 11, 9))
    own = await has(store, requester="U0MARCUS")
    approved = await has(store, approvals_required=2, decisions=(a_decision(),))
    changed = await has(store, revision=2, deadline=date(2026, 11, 8), decisions=(a_decision(revision=1),))
    found = await sections(store, MARCUS)
    assert found[Section.WAITING] == [changed, soon, late, never]
    assert found[Section.MINE] == [own]
    assert found[Section.RECENT] == [approved]


async def test_a_question_waits_for_the_requester_and_is_under_way_for_approvers(store: SqlStore) -> None:
    asked = await has(store, status=S.NEEDS_INFO)
    assert await sections(store, NINA) == {Section.WAITING: [asked]}
    assert await sections(store, MARCUS) == {Section.RECENT: [asked]}


@pytest.mark.parametrize("status", S)
async def test_a_requester_finds_each_request_once_in_every_status(store: SqlStore, status: S) -> None:
    number = await has(store, status=status)
    needs = {S.FAILED: Section.ATTENTION, S.UNKNOWN: Section.ATTENTION, S.NEEDS_INFO: Section.WAITING}
    expected = needs.get(status, Section.MINE if status.is_open else Section.RECENT)
    assert await sections(store, NINA) == {expected: [number]}
    assert await sections(store, NOBODY) == {}


async def test_closed_requests_are_listed_for_requester_and_deciders_newest_first_for_thirty_days(
    store: SqlStore,
) -> None:
    denial = a_decision(verdict=Verdict.DENY)
    await has(store, status=S.DENIED, decisions=(denial,), changed_at=OLD)
    first = await has(store, status=S.DENIED, decisions=(denial,), changed_at=NOW - DAY)
    other = await has(store, status=S.EXPIRED, changed_at=NOW - 2 * DAY)
    second = await has(store, status=S.REISSUED, revision=2, decisions=(a_decision(revision=2),), changed_at=NOW)
    assert await sections(store, MARCUS) == {Section.RECENT: [second, first]}
    assert await sections(store, NINA) == {Section.RECENT: [second, first, other]}


async def test_escalation_approvers_see_the_requests_they_were_asked_about_and_no_others(store: SqlStore) -> None:
    await has(store)
    escalated = await has(store, escalated_at=NOW)
    failed = await has(store, status=S.FAILED, escalated_at=NOW)
    assert await sections(store, LATE) == {Section.WAITING: [escalated], Section.ATTENTION: [failed]}


async def refused(store: SqlStore, message: str = "card", **changes: Any) -> int:  # noqa: ANN401 - fields of a request
    """A request of which Slack refused a message."""
    stored = await add(store, a_request(**changes))
    codes = {"message": message, "code": "is_archived"}
    line = Event(request_id=stored.id, at=NOW, actor="bot", kind=EventKind.UNDELIVERABLE, codes=codes)
    async with store.writing() as work:
        await work.events.append(line)
        await work.commit()
    return stored.number


async def test_a_message_that_slack_refuses_needs_attention_until_slack_takes_it(store: SqlStore) -> None:
    number = await refused(store)
    await refused(store, "approver:U0DANA", status=S.APPLYING)
    await refused(store, status=S.REISSUED, changed_at=OLD)
    assert (await sections(store, NINA))[Section.ATTENTION] == [number]
    async with store.writing() as work:
        request_id = (await work.requests.numbered(number)).id
        claimed = await work.cards.claim(a_card(request_id, kind="card", touched_at=NOW - 2 * MINUTE), NOW)
        assert claimed is not None
        card = a_card(request_id, kind="card", ts="1.1", touched_at=NOW - MINUTE)
        assert await work.cards.posted(claimed, card)
        assert await work.overviews.undeliverable([request_id]) == {request_id}
        await work.cards.drawn(card, replace(card, touched_at=NOW + MINUTE, drawn_version=2))
        assert await work.overviews.undeliverable([request_id]) == set()
        await work.commit()
    assert Section.ATTENTION not in await sections(store, NINA)


async def test_pages_follow_each_other_and_carry_decisions(store: SqlStore) -> None:
    numbers = [await has(store, approvals_required=2, decisions=(a_decision("U0PRIYA"),)) for _ in range(5)]

    async def page(number: int) -> tuple[Sequence[int], int, int]:
        async with store.reading() as work:
            found = (await work.overviews.sections(MARCUS, SINCE, {Section.WAITING: number}, 2))[Section.WAITING]
        decided = [each.decisions for each in found.requests if isinstance(each, ReissueRequest)]
        assert decided == [(a_decision("U0PRIYA"),)] * len(found.requests)
        return [each.number for each in found.requests], found.total, found.number

    pages = numbers[:2], numbers[2:4], numbers[4:]
    assert [await page(number) for number in range(3)] == [(page, 5, number) for number, page in enumerate(pages)]
    assert await page(3) == (numbers[4:], 5, 2)  # the last one, in place of one that is gone
