"""What goes wrong at Slack and at the benefits API, at random, while the weather lasts."""

import asyncio
from dataclasses import dataclass
from random import Random
from typing import Any

from benefits.contract import Contract
from sandbox.faults import FaultBook, FaultRule
from tests.chaos.plan import LATE_EFFECT, TIMEOUT

OFTEN, SELDOM = 4, 1

READS = {
    Contract.DOCUMENTED: ("enrollment", "enrollments", "employee", "event"),
    Contract.CONNECT_6: ("member_enrollments", "enrollments", "employee", "events"),
}
"""The reads before a reissue and after it, in each contract."""

FAULTS: tuple[tuple[int, dict[str, Any]], ...] = (
    (OFTEN, {"target": "benefits", "call": "reissue", "kind": "slow", "seconds": 0.6}),
    (OFTEN, {"target": "benefits", "call": "reissue", "kind": "ratelimited", "seconds": 1}),
    (OFTEN, {"target": "benefits", "call": "reissue", "kind": "error_before"}),
    (OFTEN, {"target": "benefits", "call": "reissue", "kind": "error_after"}),
    (OFTEN, {"target": "benefits", "call": "reissue", "kind": "drop_before"}),
    (OFTEN, {"target": "benefits", "call": "reissue", "kind": "drop_after"}),
    (OFTEN, {"target": "benefits", "call": "reissue", "kind": "hang", "seconds": LATE_EFFECT}),
    (SELDOM, {"target": "benefits", "call": "reissue", "kind": "hang_before", "seconds": LATE_EFFECT}),
    (OFTEN, {"target": "benefits", "call": "reissue", "kind": "refuse"}),
    (SELDOM, {"target": "benefits", "call": "reissue", "kind": "refuse", "status": 409}),
    (SELDOM, {"target": "benefits", "call": "reissue", "kind": "unreadable"}),
    (SELDOM, {"target": "benefits", "call": "reissue", "kind": "html_error"}),
    (OFTEN, {"target": "slack", "call": "chat.postMessage", "kind": "ratelimited", "seconds": 1}),
    (SELDOM, {"target": "slack", "call": "chat.postMessage", "kind": "server_error", "status": 503}),
    (SELDOM, {"target": "slack", "call": "chat.postMessage", "kind": "drop_before"}),
    (OFTEN, {"target": "slack", "call": "chat.postMessage", "kind": "drop_after"}),
    (SELDOM, {"target": "slack", "call": "chat.postMessage", "kind": "slow", "seconds": 6}),
    (OFTEN, {"target": "slack", "call": "chat.update", "kind": "ratelimited", "seconds": 1}),
    (SELDOM, {"target": "slack", "call": "chat.update", "kind": "server_error", "status": 500}),
    (SELDOM, {"target": "slack", "call": "chat.update", "kind": "drop_before"}),
    (SELDOM, {"target": "slack", "call": "chat.update", "kind": "drop_after"}),
    (SELDOM, {"target": "slack", "call": "usergroups.users.list", "kind": "server_error"}),
    (SELDOM, {"target": "slack", "call": "users.info", "kind": "slow", "seconds": 2}),
    (OFTEN, {"target": "delivery", "call": "block_actions", "kind": "repeat"}),
    (OFTEN, {"target": "delivery", "call": "view_submission", "kind": "repeat"}),
    (SELDOM, {"target": "delivery", "call": "block_actions", "kind": "drop"}),
    (SELDOM, {"target": "delivery", "call": "view_submission", "kind": "slow", "seconds": 1}),
)
"""What may go wrong in either contract, each once, and how often. Nothing the API does takes longer than
`LATE_EFFECT`."""

FAULTY_READS: tuple[dict[str, Any], ...] = (
    {"target": "benefits", "kind": "error_before"},
    {"target": "benefits", "kind": "slow", "seconds": 2 * TIMEOUT},
    {"target": "benefits", "kind": "drop_before"},
    {"target": "benefits", "kind": "ratelimited", "seconds": 1},
    {"target": "benefits", "kind": "html_error"},
    {"target": "benefits", "kind": "unreadable"},
    {"target": "benefits", "kind": "null_list"},
    {"target": "benefits", "kind": "bom"},
)
"""What may go wrong in every read, as seldom as anything."""

OUTAGES: tuple[dict[str, Any], ...] = (
    {"target": "slack", "kind": "server_error", "status": 503},
    {"target": "slack", "kind": "drop_before"},
    {"target": "slack", "kind": "ratelimited", "seconds": 2},
    {"target": "benefits", "kind": "error_before", "status": 503},
    {"target": "benefits", "kind": "drop_before"},
    {"target": "benefits", "kind": "ratelimited", "seconds": 2},
)
"""What may befall every call of a service for some seconds."""

MOST_AT_ONCE = 8


@dataclass
class Weather:
    """Faults come every `every` seconds or so, an outage now and then."""

    faults: FaultBook
    random: Random
    contract: Contract = Contract.DOCUMENTED
    every: float = 0.3

    async def rage(self) -> None:
        """Go on until cancelled; what is on then stays on until the faults are cleared."""
        known = [
            *FAULTS,
            *((SELDOM, fault | {"call": call}) for call in READS[self.contract] for fault in FAULTY_READS),
        ]
        weights = [weight for weight, _ in known]
        while True:
            await asyncio.sleep(self.random.expovariate(1 / self.every))
            if self.random.random() < 0.02:
                await self._outage()
            elif len(tuple(self.faults.all())) < MOST_AT_ONCE:
                fault = self.random.choices([fault for _, fault in known], weights)[0]
                self.faults.add(FaultRule(**fault))

    async def _outage(self) -> None:
        rule = self.faults.add(FaultRule(**self.random.choice(OUTAGES), times=None))
        await asyncio.sleep(self.random.uniform(1, 4))
        self.faults.remove(rule.id)
