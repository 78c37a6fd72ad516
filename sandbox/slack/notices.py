"""The sentences that Slack itself shows a person when an app does not answer, or answers wrongly."""

from collections.abc import Callable
from itertools import count
from typing import Literal, TypedDict

NoticeKind = Literal["operation_timeout", "trouble_connecting", "info"]

SHOWN = 5


class Notice(TypedDict):
    """One such sentence, the place it is shown in, and when (unix seconds)."""

    id: int
    text: str
    kind: NoticeKind
    at: float
    conversation: str | None
    view_id: str | None


class Notices:
    """The sentences that each person was shown."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._ids = count(1)
        self._by_person: dict[str, list[Notice]] = {}

    def say(
        self, person: str, kind: NoticeKind, text: str, conversation: str | None = None, view_id: str | None = None
    ) -> Notice:
        """Show a sentence to one person."""
        notice = Notice(
            id=next(self._ids), text=text, kind=kind, at=self._clock(), conversation=conversation, view_id=view_id
        )
        self._by_person.setdefault(person, []).append(notice)
        return notice

    def latest(self, person: str) -> list[Notice]:
        """The latest few sentences this person was shown, oldest first."""
        return self._by_person.get(person, [])[-SHOWN:]
