"""Forgetting: removes one employee's names, e-mail address and reasons when an operator says so, at any age."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from approvals.model.event import THE_OPERATOR, EventKind
from approvals.model.request import ReissueRequest
from approvals.ports.outside import Clock
from approvals.ports.storage import Store
from approvals.recording import Line
from approvals.upkeep.blanking import blank
from benefits.ids import EmployeeId


@dataclass(frozen=True, kw_only=True, slots=True)
class Forgotten:
    """What was removed, and what is left to do.

    `blanked` are the requests that lost their names now, `earlier` those that had lost them before. `still_open` are
    requests that need their names, `open_events` counts life events that are being recorded: if there are any, nothing
    was removed. `was_indexed` says that the employee was in the index; `events` counts the recorded life events that
    were removed. `outdated` counts the messages in Slack that still have to be redrawn, `lost` those that the bot
    cannot redraw: Slack took them without an answer, or no longer lets the bot edit them. `is_purged` is False if
    something read the database, so that its files may still have what was removed.
    """

    blanked: Sequence[ReissueRequest] = ()
    earlier: Sequence[ReissueRequest] = ()
    still_open: Sequence[ReissueRequest] = ()
    open_events: int = 0
    was_indexed: bool = False
    events: int = 0
    outdated: int = 0
    lost: int = 0
    is_purged: bool = True


@dataclass(frozen=True, eq=False, repr=False)
class Forgetting:
    """The use case behind `python -m bot forget`."""

    store: Store
    clock: Clock

    async def forget(self, employee_id: EmployeeId) -> Forgotten:
        """Remove what can be removed. Each request has a transaction of its own; a second run goes on after a failure.

        The bot redraws the messages when it runs: each changed request is due at once.
        """
        async with self.store.reading() as work:
            found = await work.requests.of_employee(employee_id)
            open_events = len(await work.event_records.open_of(employee_id))
        still_open = [each for each in found if each.status.is_open]
        if still_open or open_events:
            return Forgotten(still_open=still_open, open_events=open_events)
        earlier = [each for each in found if each.blanked_at is not None]
        blanked = [await self._blank(each.id) for each in found if each.blanked_at is None]
        was_indexed = await self._drop_from_index(employee_id)
        events = await self._remove_events(employee_id)
        outdated, lost = await self._count_messages([*earlier, *blanked])
        return Forgotten(
            blanked=blanked,
            earlier=earlier,
            was_indexed=was_indexed,
            events=events,
            outdated=outdated,
            lost=lost,
            is_purged=await self.store.purge(),
        )

    async def _blank(self, request_id: UUID) -> ReissueRequest:
        now = self.clock.now()
        async with self.store.writing() as work:
            current = await work.requests.get(request_id)
            if current.blanked_at is not None:  # the retention of a running bot was faster
                return current
            blanked = await blank(work, current, Line(kind=EventKind.FORGOTTEN, at=now, actor=THE_OPERATOR))
            await work.requests.wake_at(request_id, blanked.version, now)
            await work.commit()
        return blanked

    async def _remove_events(self, employee_id: EmployeeId) -> int:
        async with self.store.writing() as work:
            count = await work.event_records.remove_settled(employee_id=employee_id)
            await work.commit()
        return count

    async def _drop_from_index(self, employee_id: EmployeeId) -> bool:
        async with self.store.writing() as work:
            before = await work.index.known([employee_id])
            await work.index.drop([employee_id])
            after = await work.index.known([employee_id])
            await work.commit()
        return bool(before) and not after

    async def _count_messages(self, blanked: Sequence[ReissueRequest]) -> tuple[int, int]:
        async with self.store.reading() as work:
            cards = [(each.version, card) for each in blanked for card in await work.cards.of(each.id)]
        outdated = sum(card.ts is not None and card.drawn_version < version for version, card in cards)
        return outdated, sum(card.unconfirmed for _, card in cards)
