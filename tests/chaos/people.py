"""People at work in the chaos: they submit, decide and settle, look again, and click again what came to nothing."""

import asyncio
import time
from dataclasses import dataclass, field
from random import Random

from sqlalchemy.exc import OperationalError

from benefits.contract import Contract
from sandbox import cast
from sandbox.slack.messages import Message
from tests.chaos.books import ApiBook, current_card
from tests.chaos.card_watch import Eyes, offers, status_of
from tests.chaos.colleagues import event_of, together_with
from tests.chaos.deliveries import Deliveries

FINAL = frozenset({"reissued", "withdrawn", "denied", "expired", "closed"})

SOON = 0.25
"""Seconds between two looks at a card."""

LONGEST_WAIT = 8.0
"""Seconds until a form is submitted again that was not accepted. With less, thirty people keep two cores from ever
answering within the API's second once they are behind."""


@dataclass
class People:
    """Everybody in the office. `lives` is how many seconds they care for a request: then it stands still, which will be
    told. What is submitted together is `sent` by the first of a group: requester and label of each
    member. `on_another` are the clicks on a card beside the one on the bot's record."""

    eyes: Eyes
    deliveries: Deliveries
    api: ApiBook
    database_url: str
    random: Random
    lives: float
    contract: Contract = Contract.DOCUMENTED
    crowd: int = 0
    sent: dict[int, asyncio.Future[tuple[str, str]]] = field(default_factory=dict)
    on_another: dict[str, str] = field(default_factory=dict)

    async def see_through(self, number: int) -> None:
        """Ask for one reissue, and go on until it has come to an end."""
        group = together_with(number, self.crowd)
        if number == group[0]:
            await self._submit(cast.MARCUS if self.random.random() < 0.1 else cast.NINA, group)
        requester, label = await self._sent(number)
        deadline = time.monotonic() + self.lives
        while time.monotonic() < deadline:
            cards = self.eyes.cards(label)
            status = status_of(cards[-1]) if cards else None
            if status in FINAL:
                return
            if status in ("pending", "failed", "unknown"):
                await self._act(label, number, requester, cards, status)
            await asyncio.sleep(SOON)

    def _sent(self, number: int) -> asyncio.Future[tuple[str, str]]:
        return self.sent.setdefault(number, asyncio.get_running_loop().create_future())

    async def _submit(self, requester: str, group: range) -> None:
        """The form stays open until it says that it was sent; the longer it does not, the longer they wait."""
        wait, first = SOON, group[0]
        event = event_of(first, self.contract) if len(group) == 1 else f"qle_crowd_{first}_birth"
        while True:
            labels = await self.deliveries.request(requester, f"V0CHAOS{first}", group, event)
            for number, label in zip(group, labels, strict=False):
                self._sent(number).set_result((requester, label))
            if labels:
                return
            wait = min(2 * wait, LONGEST_WAIT)
            await asyncio.sleep(wait * (0.5 + self.random.random()))

    async def _act(self, label: str, number: int, requester: str, cards: list[Message], status: str) -> None:
        """Do something about what the newest card shows, and give it time to change."""
        approvers = [person for person in (cast.MARCUS, cast.PRIYA) if person != requester]
        approver = self.random.choice(approvers)
        action = self._choice(number, status)
        if action == "approve" and self.random.random() < 0.5 and offers(cards[-1], "approve_all"):
            await self._approve_all(approver, number)
            await self._changed(label, cards[-1], status)
            return
        if len(cards) > 1 and action not in ("deny", "withdraw", "mark_done"):
            await self._try_another(approver, label, cards, action)
        if action != "withdraw" and not offers(cards[-1], action):
            return
        if action in ("deny", "mark_done", "withdraw"):
            key = "enrollment_id" if action == "mark_done" else "reason"
            typed = {"type": "plain_text_input", "value": "" if action == "mark_done" else "Not now"}
            person = requester if action == "withdraw" else approver
            await self.deliveries.fill_in(person, cards[-1], action, label, {key: {key: typed}})
        else:
            people = approvers if self.random.random() < 0.1 and action == "approve" else [approver]
            await asyncio.gather(*(self.deliveries.press(one, cards[-1], action, label) for one in people))
        await self._changed(label, cards[-1], status)

    async def _approve_all(self, approver: str, number: int) -> None:
        """Approve in one list what waits of a group, as its cards show it."""
        shown = dict[str, Message]()
        for member in together_with(number, self.crowd):
            _, label = await self._sent(member)
            cards = self.eyes.cards(label)
            if cards and offers(cards[-1], "approve"):
                shown[label] = cards[-1]
        if shown:
            await self.deliveries.approve_all(approver, shown)

    def _choice(self, number: int, status: str) -> str:
        dice = self.random.random()
        if status == "pending":
            return "deny" if dice < 0.04 else "withdraw" if dice < 0.08 else "approve"
        if status == "failed":
            return "retry" if dice < 0.85 else "close"
        if self.api.took_effect(number):  # they looked in Vitable: nobody sends again what was done
            return "check" if dice < 0.5 else "mark_done"
        return "check" if dice < 0.3 else "send_again" if dice < 0.85 else "close"

    async def _try_another(self, person: str, label: str, cards: list[Message], action: str) -> None:
        """Press on another card than the one on the bot's record: where there is one, that must come to nothing."""
        try:
            current = await asyncio.to_thread(current_card, self.database_url, label)
        except OperationalError:  # the database is away just now
            return
        others = [card for card in cards if card.ts != current and offers(card, action)]
        if current is not None and others:
            key = await self.deliveries.press(person, others[0], action, label)
            if key is not None:
                self.on_another[key] = label

    async def _changed(self, label: str, card: Message, status: str) -> None:
        """Look at the card for some seconds, until it shows something else or is another."""
        for _ in range(int(3 / SOON)):
            await asyncio.sleep(SOON)
            newest = self.eyes.cards(label)[-1]
            if newest is not card or status_of(newest) != status:
                return
