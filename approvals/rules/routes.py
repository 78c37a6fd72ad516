"""The policy of each request: the one of the route that its employer and its benefit belong to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Self

from approvals.errors import NoRoute
from approvals.model.document import SeenBy
from approvals.model.newer import NewerRequest
from approvals.model.request import ReissueRequest
from approvals.model.routing import SOLE, Claim, RouteMap
from approvals.rules.policy import Policy


@dataclass(frozen=True, slots=True)
class Routes:
    """All routes. `named` has the policy of each by its name.

    `unrouted` is the policy of requests that no route claims any more: no one decides on them, and their card stays
    where it is.
    """

    map: RouteMap
    named: Mapping[str, Policy]
    unrouted: Policy

    @classmethod
    def sole(cls, policy: Policy) -> Self:
        """One route for everything."""
        return cls(RouteMap(), {SOLE: policy}, _unrouted(policy))

    @classmethod
    def several(cls, routed: Iterable[tuple[Claim, Policy]], otherwise: Policy) -> Self:
        """Routes by their claims. `otherwise` is the policy of the settings, for what depends on no route."""
        pairs = [(claim, replace(policy, route=claim.route)) for claim, policy in routed]
        named = {claim.route: policy for claim, policy in pairs}
        return cls(RouteMap.of(claim for claim, _ in pairs), named, _unrouted(otherwise))

    @property
    def are_several(self) -> bool:
        """Whether there is a file of routes."""
        return SOLE not in self.named

    @property
    def seen_by(self) -> SeenBy:
        """Who has to have seen a document of the life event: the same in every route."""
        return self.unrouted.seen_by

    def of(self, employer_id: str | None, category: str | None) -> Policy:
        """The policy for an employer's benefit. Raises NoRoute."""
        name = self.map.route_of(employer_id, category)
        if name is None:
            raise NoRoute
        return self.named[name]

    def for_request(self, reissue_request: ReissueRequest) -> Policy:
        """The policy of a request. Raises NoRoute."""
        return self.of(reissue_request.employee.employer_id, reissue_request.category)

    def shown_for(self, reissue_request: ReissueRequest) -> Policy:
        """The policy of a request, or `unrouted`."""
        return self.named.get(self.name_for(reissue_request) or "", self.unrouted)

    def beside(self, reissue_request: ReissueRequest, members: Iterable[ReissueRequest]) -> list[ReissueRequest]:
        """Of requests that were submitted together, those of the same route: no route shows what another one has."""
        name = self.name_for(reissue_request)
        return [each for each in members if self.name_for(each) == name]

    def as_promised(self, reissue_request: ReissueRequest) -> ReissueRequest:
        """The request as it is shown: with the day on which it expires, where its policy makes that the end of the
        window."""
        policy = self.shown_for(reissue_request)
        if not policy.expire_at_window_end:
            return reissue_request
        return replace(reissue_request, lapses_on=policy.lapses_on(reissue_request))

    def name_for(self, reissue_request: ReissueRequest | NewerRequest) -> str | None:
        """The name of the route of a request; None if no route claims it."""
        return self.map.route_of(reissue_request.employer_id, reissue_request.category)


def _unrouted(policy: Policy) -> Policy:
    return replace(policy, route=None, approvers=(), requesters=(), escalation_approvers=())
