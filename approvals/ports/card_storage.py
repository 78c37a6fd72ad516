"""Protocols for what is stored about the copies of requests in Slack, and about who looks after them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from approvals.model.card import Card, NamesLeft


class Cards(Protocol):
    """The copies of each request in Slack."""

    async def of(self, request_id: UUID) -> Sequence[Card]:
        """Every copy of a request."""
        ...

    async def of_kind(self, request_ids: Collection[UUID], kind: str) -> Mapping[UUID, Card]:
        """The copies of one kind, by request; requests without one are left out."""
        ...

    async def claim(self, intent: Card, stale_before: datetime) -> Card | None:
        """Write down the intent to post. Returns the claim, which counts the coming post as unconfirmed.

        None if the copy is already posted, or another process claimed it after `stale_before`.
        """
        ...

    async def posted(self, claimed: Card, card: Card) -> bool:
        """Note where a claimed copy was posted; False if the claim was taken over, or another post was found."""
        ...

    async def will_name(self, card: Card) -> None:
        """Note that a copy is about to show names, before Slack is asked to show them."""
        ...

    async def drawn(self, seen: Card, card: Card) -> bool:
        """Note the version that a copy shows, and since when. If another process has drawn something else meanwhile,
        no one knows which of the two Slack shows: then it counts as outdated from now on, and False is returned.

        `seen` is the record from before the drawing. That the names are gone is noted only if nothing else was drawn
        since then: Slack may have taken the two drawings in the other order. That there are names is always noted.
        """
        ...

    async def forget(self, seen: Card, unconfirmed: int) -> None:
        """Note that a copy is gone from Slack, or was not posted as claimed: it may be claimed at once.

        `unconfirmed` is the number of posts of it that may still be in Slack.
        """
        ...

    async def adopt(self, lost: Card, channel: str, ts: str) -> bool:
        """Note where a post whose answer was lost was found; False if no lost post is on record any more."""
        ...

    async def leave_behind(self, card: Card) -> None:
        """Keep a copy with names on record, under a kind of its own, before its record is used for a newer post."""
        ...

    async def move_away(self, card: Card) -> None:
        """Let a copy be posted in another channel: the message stays on record as one that is left behind and to be
        retired, and the copy may be claimed at once."""
        ...

    async def moved(self, channel: str, to: str) -> None:
        """Note that Slack has given a channel another id."""
        ...

    async def channels_with_names(self, families: Collection[str]) -> Sequence[str]:
        """The channels with copies that may show names, among the kinds that begin like this."""
        ...

    async def with_names(self, channel: str) -> Sequence[NamesLeft]:
        """The requests with copies in a channel that may show names, newest first."""
        ...


class Leases(Protocol):
    """Duties that one replica has at a time, each with a report that every replica can read."""

    async def hold(self, duty: str, holder: str, now: datetime, until: datetime) -> bool:
        """Take a duty, or keep it, until `until`; False if another replica has it."""
        ...

    async def give_back(self, holder: str, now: datetime) -> None:
        """Let other replicas have every duty of `holder` from `now` on."""
        ...

    async def tell(self, duty: str, report: Mapping[str, str]) -> None:
        """Replace the report on a duty that was held before."""
        ...

    async def report(self, duty: str) -> Mapping[str, str]:
        """The report on a duty; empty before the first."""
        ...
