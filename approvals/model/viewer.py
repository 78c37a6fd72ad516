"""A person who looks at requests outside of cards: what they may do, and the sections of their overview."""

from dataclasses import dataclass, field
from enum import StrEnum

from approvals.model.newer import NewerRequest
from approvals.model.request import ReissueRequest
from approvals.model.routing import RouteMap


class Section(StrEnum):
    """A section of a person's overview, the most urgent first. A request appears in the first section that fits."""

    WAITING = "waiting"
    """Waits for them: for their decision, or for their answer to a question."""
    ATTENTION = "attention"
    """Failed, or its outcome is unknown, or Slack refuses a message about it."""
    MINE = "mine"
    """Their own open requests."""
    RECENT = "recent"
    """Open requests of others that they may decide on, and recently closed requests that they made or decided."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Viewer:
    """A colleague, and the names of the routes in which they may do something.

    `requests`: request. `reads_own`: read all facts of the requests that they made. `decides`: decide. `decides_late`:
    decide on requests near their deadline, once they were asked. `unchecked`: those about which Slack did not say
    everything, so that the others may lack them.
    """

    user_id: str
    requests: frozenset[str] = frozenset()
    reads_own: frozenset[str] = frozenset()
    decides: frozenset[str] = frozenset()
    decides_late: frozenset[str] = frozenset()
    unchecked: frozenset[str] = frozenset()
    routes: RouteMap = field(default_factory=RouteMap)

    @property
    def may_request(self) -> bool:
        """Whether they may request for any employer."""
        return bool(self.requests)

    @property
    def may_decide(self) -> bool:
        """Whether they are an approver of any route."""
        return bool(self.decides or self.decides_late)

    def may_read(self, reissue_request: ReissueRequest | NewerRequest) -> bool:
        """Whether they may see all facts of a request: its requester, while they may request, and the approvers who
        decide on it."""
        route = self.routes.route_of(reissue_request.employer_id, reissue_request.category)
        if route in self.decides or (self.is_requester_of(reissue_request) and self._reads_own_of(route)):
            return True
        return route in self.decides_late and reissue_request.escalated_at is not None

    def is_requester_of(self, reissue_request: ReissueRequest | NewerRequest) -> bool:
        """Whether they made the request: then they may see its number and status in any case."""
        return reissue_request.requester == self.user_id

    def _reads_own_of(self, route: str | None) -> bool:
        """A request that no route claims stays its requester's to read while they may request anything."""
        return bool(self.reads_own) if route is None else route in self.reads_own
