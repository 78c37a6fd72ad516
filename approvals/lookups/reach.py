"""How far a person reaches: the routes in which they request and decide."""

from collections.abc import Awaitable
from dataclasses import dataclass

from approvals.errors import AuthorityUnreadable, NotAnApprover, NotARequester
from approvals.lookups.authority import Actor, Authority
from approvals.model.entitlement import Entitlement
from approvals.model.viewer import Viewer
from approvals.rules.policy import Policy


@dataclass(frozen=True, slots=True)
class Reach:
    """Asks the authority once for each route."""

    authority: Authority

    async def requested(self, actor: Actor) -> frozenset[str]:
        """The routes in which a person may request; one that Slack does not tell about is left out.

        Raises a NotAllowed if there are none.
        """
        await self.authority.of_requester(actor)
        found = {name: await self._requests(actor, policy) for name, policy in self.authority.routes.named.items()}
        return frozenset(name for name, may in found.items() if may)

    async def viewer(self, actor: Actor) -> Viewer:
        """Everything that a colleague may see. Raises NotAllowed unless they are one, and AuthorityUnreadable if Slack
        does not tell about one of the routes: then nothing could be said to be all."""
        requests, reads_own, decides, late = set[str](), set[str](), set[str](), set[str]()
        for name, policy in self.authority.routes.named.items():
            if await _may(self.authority.of_requester(actor, policy)):
                requests.add(name)
            if await self.authority.may_still_request(actor, policy):
                reads_own.add(name)
            if await _may(self.authority.of_approver(actor, policy)):
                decides.add(name)
            if await self.authority.is_one_of(actor, policy.escalation_approvers):
                late.add(name)
        return Viewer(
            user_id=actor.user_id,
            requests=frozenset(requests),
            reads_own=frozenset(reads_own),
            decides=frozenset(decides),
            decides_late=frozenset(late),
            routes=self.authority.routes.map,
        )

    async def _requests(self, actor: Actor, policy: Policy) -> bool:
        try:
            return await _may(self.authority.of_requester(actor, policy))
        except AuthorityUnreadable:
            return False


async def _may(entitled: Awaitable[Entitlement]) -> bool:
    try:
        await entitled
    except (NotARequester, NotAnApprover):
        return False
    return True
