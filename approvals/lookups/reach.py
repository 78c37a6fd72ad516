"""How far a person reaches: the routes in which they request and decide."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass

from approvals.errors import AuthorityUnreadable, NotAnApprover, NotARequester
from approvals.lookups.authority import Actor, Authority
from approvals.model.entitlement import Entitlement
from approvals.model.viewer import Viewer
from approvals.rules.policy import Policy

_KINDS = ("requests", "reads_own", "decides", "decides_late")


@dataclass(frozen=True, eq=False, repr=False)
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
        """Everything that a colleague may see. Raises NotAllowed unless they are one.

        What Slack does not tell about a route gives them nothing there, and the route is `unchecked`. Raises
        AuthorityUnreadable if that is so for every route.
        """
        named = self.authority.routes.named
        told = {name: await self._in_route(actor, policy) for name, policy in named.items()}
        unchecked = frozenset(name for name, may in told.items() if None in may.values())
        if unchecked and len(unchecked) == len(named):
            raise AuthorityUnreadable
        reach = {kind: frozenset(name for name, may in told.items() if may[kind]) for kind in _KINDS}
        return Viewer(user_id=actor.user_id, **reach, unchecked=unchecked, routes=self.authority.routes.map)

    async def _in_route(self, actor: Actor, policy: Policy) -> Mapping[str, bool | None]:
        """What a colleague may do in one route, by the names of the fields of a Viewer; None where Slack does not
        say."""
        authority = self.authority
        return {
            "requests": await _told(_may(authority.of_requester(actor, policy))),
            "reads_own": await _told(authority.may_still_request(actor, policy)),
            "decides": await _told(_may(authority.of_approver(actor, policy))),
            "decides_late": await authority.is_one_of(actor, policy.escalation_approvers),
        }

    async def _requests(self, actor: Actor, policy: Policy) -> bool:
        try:
            return await _may(self.authority.of_requester(actor, policy))
        except AuthorityUnreadable:
            return False


async def _told(answer: Awaitable[bool]) -> bool | None:
    """None if Slack does not say."""
    try:
        return await answer
    except AuthorityUnreadable:
        return None


async def _may(entitled: Awaitable[Entitlement]) -> bool:
    try:
        await entitled
    except (NotARequester, NotAnApprover):
        return False
    return True
