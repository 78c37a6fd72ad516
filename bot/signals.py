"""What a process tells outside while it works: counts, spans, and the lines and counts of what was committed."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from uuid import UUID

from bot.door import Door
from bot.metrics.counting import Counts
from bot.observer import CoreObserver
from bot.spans import NoSpans, SpanName, Spans
from handlers.kinds import DeliveryKind
from handlers.slack.client import Answer

LEAST_FAILURE = 400

Step = Callable[[UUID], Awaitable[float | None]]


@dataclass(frozen=True, eq=False, repr=False)
class Signals:
    """Hands what the parts of the bot tell to those who keep it."""

    counts: Counts
    observer: CoreObserver
    spans: Spans

    @classmethod
    def with_spans(cls, spans: Spans) -> "Signals":
        """Fresh counts beside these spans."""
        counts = Counts()
        return cls(counts, CoreObserver(counts), spans)

    @property
    def door(self) -> Door:
        """For both doors."""
        return Door(self.counts.answered, self._answering)

    def slack_called(self, method: str, answer: Answer, seconds: float) -> None:
        """A call of Slack has ended (`handlers.slack.client.HeardCall`)."""
        self.counts.slack_called(method, answer, seconds)
        failed = answer is not Answer.OK
        self.spans.ended(SpanName.SLACK, seconds, failed=failed, method=method, answer=answer.value)

    def vitable_called(self, method: str, call: str, status: int | None, seconds: float) -> None:
        """A call of Vitable has ended (`benefits.connection.HeardCall`)."""
        self.counts.vitable_called(method, call, status, seconds)
        failed = status is None or status >= LEAST_FAILURE
        self.spans.ended(SpanName.VITABLE, seconds, failed=failed, method=method, call=call, status=status)

    def stepping(self, step: Step) -> Step:
        """The step of a driver with a span around it."""
        if isinstance(self.spans, NoSpans):
            return step

        async def stepped(driven_id: UUID) -> float | None:
            with self.spans.around(SpanName.STEP, request_id=str(driven_id)):
                return await step(driven_id)

        return stepped

    def _answering(self, kind: DeliveryKind) -> AbstractContextManager[object]:
        return self.spans.around(SpanName.DELIVERY, kind=kind.value)
