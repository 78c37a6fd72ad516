"""The e-mail addresses of employees, by which a person is told apart from the employee concerned."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from cachetools import TTLCache

from approvals.model.employee_entry import EmployeeEntry
from approvals.ports.outside import Clock
from approvals.ports.storage import Store
from benefits.errors import BenefitsError
from benefits.ids import EmployeeId
from benefits.port import Benefits

WITHIN = 1.0
"""Seconds that the API has to tell an address, because a click waits for it."""

REMEMBERED = 30.0
"""Seconds for which it is remembered: one click asks several times."""

STORED_REMEMBERED = 5.0
"""The same for stored addresses: the drawing after a click asks once more."""

AWAY = 5.0
"""Seconds for which the API is not asked again after it told none: otherwise a click would wait for it several times,
and Slack waits three seconds."""


@dataclass(frozen=True, eq=False, repr=False)
class StoredAddresses:
    """`approvals.ports.outside.Emails`: out of the employee index, or as read when an open request was submitted."""

    store: Store
    clock: Clock
    _known: TTLCache[EmployeeId, tuple[str, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Begin without any."""
        object.__setattr__(self, "_known", TTLCache(500, STORED_REMEMBERED, lambda: self.clock.now().timestamp()))

    async def of(self, employee_id: EmployeeId) -> tuple[str, ...]:
        """The stored address of an employee, if there is one."""
        known = self._known.get(employee_id)
        return (await self.of_each([employee_id]))[employee_id] if known is None else known

    async def of_each(self, employee_ids: Collection[EmployeeId]) -> Mapping[EmployeeId, tuple[str, ...]]:
        """The same of several employees, read at once."""
        async with self.store.reading() as work:
            found = await work.employees.emails_of(employee_ids)
        addresses = {each: (found[each],) if each in found else () for each in employee_ids}
        self._known.update(addresses)
        return addresses


@dataclass(frozen=True, eq=False, repr=False)
class AskedAddresses:
    """`approvals.ports.outside.Emails`: as the API tells them now, and as they are stored.

    Whoever changes their address there after the request is still the same person.
    """

    benefits: Benefits
    stored: StoredAddresses
    clock: Clock
    _known: TTLCache[EmployeeId, EmployeeEntry] = field(init=False, repr=False)
    _untold: TTLCache[EmployeeId, None] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Begin without any."""

        def now() -> float:
            return self.clock.now().timestamp()

        object.__setattr__(self, "_known", TTLCache[EmployeeId, EmployeeEntry](500, REMEMBERED, timer=now))
        object.__setattr__(self, "_untold", TTLCache[EmployeeId, None](500, AWAY, timer=now))

    async def of(self, employee_id: EmployeeId) -> tuple[str, ...]:
        """The addresses of an employee, the present one first."""
        return tuple(dict.fromkeys((*await self._present(employee_id), *await self.stored.of(employee_id))))

    async def of_each(self, employee_ids: Collection[EmployeeId]) -> Mapping[EmployeeId, tuple[str, ...]]:
        """The same of several employees."""
        present = {each: await self._present(each) for each in employee_ids}
        stored = await self.stored.of_each(employee_ids)
        return {each: tuple(dict.fromkeys((*present[each], *stored[each]))) for each in employee_ids}

    async def _present(self, employee_id: EmployeeId) -> tuple[str, ...]:
        known = self._known.get(employee_id)
        if known is None and employee_id not in self._untold:
            try:
                known = EmployeeEntry.of(await self.benefits.employee(employee_id, within=WITHIN))
            except BenefitsError:
                self._untold[employee_id] = None
            else:
                self._known[employee_id] = known
        return () if known is None or not known.email else (known.email,)
