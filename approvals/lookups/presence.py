"""Who is away: from what people said in Home, and from their status in Slack, a hint."""

from collections.abc import Iterable
from dataclasses import dataclass

from approvals.errors import AuthorityUnreadable
from approvals.model.away import Absence, Away, AwayApprover
from approvals.ports.outside import Clock, Directory, Person
from approvals.ports.storage import Store
from approvals.rules.absence import away_now
from approvals.rules.deadlines import zone_called


@dataclass(frozen=True, eq=False, repr=False)
class Presence:
    """Tells who is away. No one may do more or less because of it."""

    directory: Directory
    store: Store
    clock: Clock

    async def absence(self, user_id: str) -> Absence | None:
        """What is stored about a person."""
        async with self.store.reading() as work:
            return (await work.absences.of([user_id])).get(user_id)

    async def away(self, user_id: str) -> Away | None:
        """Whether a person is away now. Raises AuthorityUnreadable."""
        return await self.away_with(user_id, await self.absence((await self.directory.person(user_id)).id))

    async def away_with(self, user_id: str, absence: Absence | None) -> Away | None:
        """The same with what is stored about the person. Raises AuthorityUnreadable."""
        return self._away(await self.directory.person(user_id), absence)

    async def among(self, user_ids: Iterable[str]) -> tuple[AwayApprover, ...]:
        """Which of some people are away, as far as it is known: Slack is asked only about people of whom this process
        knows nothing yet. The sender of digests looks at all approvers once an hour."""
        people = {user_id: person for user_id in user_ids if (person := await self._known(user_id)) is not None}
        if not people:
            return ()
        async with self.store.reading() as work:
            absences = await work.absences.of([person.id for person in people.values()])
        found = {user_id: self._away(person, absences.get(person.id)) for user_id, person in people.items()}
        return tuple(
            AwayApprover(user_id=user_id, name=next(iter(people[user_id].names), ""), until=away.until)
            for user_id, away in found.items()
            if away is not None
        )

    async def _known(self, user_id: str) -> Person | None:
        try:
            return self.directory.remembered(user_id) or await self.directory.person(user_id)
        except AuthorityUnreadable:
            return None

    def _away(self, person: Person, absence: Absence | None) -> Away | None:
        return away_now(absence, person.status, self.clock.now(), zone_called(person.tz))
