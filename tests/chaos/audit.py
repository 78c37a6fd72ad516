"""What the three books say when they are laid side by side: everything that must not be, and what it was."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from approvals.model.event import EventKind
from benefits.outcome import OutcomeKind
from tests.chaos.books import ApiBook, Kept
from tests.chaos.card_watch import WORDS, new_enrollments, tells_summary
from tests.chaos.deliveries import MADE, Acknowledged
from tests.chaos.people import FINAL, People

CERTAIN = frozenset({OutcomeKind.NOT_SENT, OutcomeKind.NOT_PROCESSED, OutcomeKind.REFUSED, OutcomeKind.CONFLICT})
"""Outcomes after which the next POST is no second one: nothing was processed, or a person retried what had failed."""


class Wrong(StrEnum):
    """What must not be."""

    LOST = "lost"
    TWICE = "processed twice"
    RESENT = "re-sent"
    UNTRUE = "untrue cards"
    TWO_LIVE = "two live cards"
    FORBIDDEN = "forbidden calls"


@dataclass(frozen=True)
class Finding:
    """One of them, of one request."""

    wrong: Wrong
    label: str
    what: str


@dataclass(frozen=True)
class Audit:
    """Compares. `rows` is the bot's database; whoever was acknowledged stands in `people.deliveries`."""

    rows: Mapping[str, Kept]
    api: ApiBook
    people: People

    def findings(self) -> list[Finding]:
        """Everything that must not be."""
        found = list(self._lost())
        for row in self.rows.values():
            found += [*self._still(row), *self._processed(row), *self._resent(row), *self._untrue(row)]
        return [*found, *self._live(), *self._forbidden()]

    def _lost(self) -> Iterator[Finding]:
        """What was acknowledged, is not in the database, and was not refused in words either."""
        for done in self.people.deliveries.acknowledged:
            row = self.rows.get(done.label)
            if row is None or (done.action == "submit" and row.request.submission_key != done.key):
                yield Finding(Wrong.LOST, done.label, f"the submission {done.key} was acknowledged and is not kept")
            elif done.action != "submit" and not self._answered(row, done):
                yield Finding(Wrong.LOST, done.label, f"{done.action} by {done.person} ({done.key}) left no trace")

    def _answered(self, row: Kept, done: Acknowledged) -> bool:
        told = self.people.deliveries.balancer.told.get(done.key)
        return row.clicked(done.key) or bool(told) or row.refused(done.person, MADE[done.action])

    def _still(self, row: Kept) -> Iterator[Finding]:
        if row.request.status not in FINAL:
            yield Finding(Wrong.LOST, row.label, f"it stands still in {row.request.status}")

    def _processed(self, row: Kept) -> Iterator[Finding]:
        times = self.api.processings(row.number)
        if times > 1:
            yield Finding(Wrong.TWICE, row.label, f"the API worked on {times} POSTs")

    def _resent(self, row: Kept) -> Iterator[Finding]:
        """A POST without an attempt of its own, or after one of which nobody knew, without a person's word."""
        posts = self.api.posts(row.number)
        if len(posts) > len(row.attempts):
            yield Finding(Wrong.RESENT, row.label, f"{len(posts)} POSTs, but {len(row.attempts)} attempts")
        chosen = [event.at for event in row.events if event.kind is EventKind.SENT_AGAIN]
        for earlier, later in zip(row.attempts, row.attempts[1:], strict=False):
            meant = any(earlier.started_at < at < later.started_at for at in chosen)
            if earlier.outcome not in CERTAIN and not meant:
                yield Finding(Wrong.RESENT, row.label, f"attempt {later.n} follows one that was {earlier.outcome}")

    def _untrue(self, row: Kept) -> Iterator[Finding]:
        yield from self._misdrawn(row)
        yield from self.oversaid(row)
        done, says = self.api.took_effect(row.number), row.request.status.value
        if done != (says == "reissued"):
            yield Finding(Wrong.UNTRUE, row.label, f"it says {says}, and the API {'did' if done else 'did nothing'}")

    def oversaid(self, row: Kept) -> Iterator[Finding]:
        """The new enrollment that the row and its copies tell is the one that the API opened; it may be missing yet."""
        opened, summary = self.api.opened(row.number), row.request.summary
        told = {"the row": row.request.new_enrollment_id, "the row's summary": summary and summary["id"]}
        find = self.people.eyes.workspace.messages.find
        copies = [(copy.kind, find(copy.channel, copy.ts)) for copy in row.cards if copy.ts]
        for kind, message in ((kind, message) for kind, message in copies if message):
            told |= {f"the {kind}": new_id for new_id in new_enrollments(message)}
            if summary is None and tells_summary(message):
                yield Finding(Wrong.UNTRUE, row.label, f"the {kind} tells a summary that was never read")
        for where, new_id in told.items():
            if new_id not in (None, opened):
                yield Finding(Wrong.UNTRUE, row.label, f"{where} tells of {new_id}, and the API opened {opened}")

    def _forbidden(self) -> Iterator[Finding]:
        for what in self.api.forbidden():
            yield Finding(Wrong.FORBIDDEN, "-", what)

    def _misdrawn(self, row: Kept) -> Iterator[Finding]:
        """The card and the requester's copy say the status of the row, and the card is the newest one."""
        expected = f"{row.label} · {WORDS[row.request.status]}"
        for kind in ("card", "direct"):
            drawn = next((card for card in row.cards if card.kind == kind and card.ts), None)
            find = self.people.eyes.workspace.messages.find
            message = None if drawn is None else find(drawn.channel, str(drawn.ts))
            if message is None:
                yield Finding(Wrong.UNTRUE, row.label, f"there is no {kind} in Slack where the bot thinks it is")
            elif expected not in message.text:
                yield Finding(Wrong.UNTRUE, row.label, f"the {kind} says {message.text[:80]!r}")
        newest = self.people.eyes.cards(row.label)
        if newest and expected not in newest[-1].text:
            yield Finding(Wrong.UNTRUE, row.label, f"the newest card says {newest[-1].text[:80]!r}")

    def _live(self) -> Iterator[Finding]:
        for key, label in self.people.on_another.items():
            if self.rows[label].clicked(key):
                yield Finding(Wrong.TWO_LIVE, label, f"the click {key} on another card was carried out")


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
