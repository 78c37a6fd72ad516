"""What people see in Slack: the cards of each request, and what each says."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import takewhile

from sandbox import cast
from sandbox.slack.messages import Message
from sandbox.slack.workspace import Workspace
from tests.shown import buttons_of

WORDS = {
    "pending": "Waiting for approval",
    "needs_info": "Needs information",
    "applying": "Approved, applying",
    "checking": "Checking the outcome",
    "reissued": "Reissued",
    "failed": "Failed",
    "unknown": "Outcome unknown",
    "withdrawn": "Withdrawn",
    "denied": "Denied",
    "expired": "Expired",
    "closed": "Closed, ",
}
"""The words of each status on a card, as the product's description has them."""

TITLE = re.compile(r"(R-[0-9]+) · ([^.\n]+)")
"""How the text of a card begins, after the name of a server that is not production."""

NEW_ID = re.compile(r"(?:Enrollment id: |Vitable opened \W?)(enrl_[A-Za-z0-9_-]+)")
"""Where a copy tells the id of the new enrollment: with its summary, or alone."""

SUMMARY = re.compile(r"Enrollment id: |New enrollment: |New enrollment of [^.:]+: ")
"""Where a copy tells what the new enrollment is like."""


@dataclass
class Eyes:
    """Looks at the approvals channel. Messages are live: what was seen once is seen as it stands now."""

    workspace: Workspace
    _cards: dict[str, list[Message]] = field(default_factory=lambda: defaultdict(list))
    _seen_up_to: str = ""

    def cards(self, label: str) -> list[Message]:
        """The cards of a request, oldest first; those that say that they no longer count are none."""
        messages = self.workspace.messages
        new = list(takewhile(lambda m: m.ts > self._seen_up_to, reversed(messages.public(cast.APPROVALS))))
        for message in reversed(new):
            if message.thread_ts is None and (found := title(message)):
                self._cards[found[0]].append(message)
            self._seen_up_to = message.ts
        cards = [card for card in self._cards[label] if title(card)]
        return cards if len(cards) < 2 else [card for card in cards if messages.find(card.channel, card.ts)]


def title(message: Message) -> tuple[str, str] | None:
    """The request and the words of its status on a card; None for what is none."""
    found = TITLE.search(message.text)
    return (found.group(1), found.group(2)) if found else None


def status_of(message: Message) -> str | None:
    """The status that a card shows."""
    found = title(message)
    return next((status for status, words in WORDS.items() if found and found[1].startswith(words)), None)


def new_enrollments(message: Message) -> list[str]:
    """The ids of new enrollments that a copy tells."""
    return NEW_ID.findall(message.text)


def tells_summary(message: Message) -> bool:
    """Whether a copy tells what the new enrollment is like."""
    return SUMMARY.search(message.text) is not None


def offers(message: Message, action: str) -> bool:
    """Whether a card has a button."""
    return action in buttons_of({"blocks": message.blocks})
