"""A person who looks at requests outside of cards: what they may do, and the sections of their overview."""

from dataclasses import dataclass
from enum import StrEnum

from approvals.model.newer import NewerRequest
from approvals.model.request import ReissueRequest


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
    """A colleague, and what they may do. `may_read_own`: read all facts of the requests that they made.
    `may_decide_late`: decide on requests near their deadline, once they were asked."""

    user_id: str
    may_request: bool
    may_read_own: bool
    may_decide: bool
    may_decide_late: bool

    def may_read(self, reissue_request: ReissueRequest | NewerRequest) -> bool:
        """Whether they may see all facts of a request: its requester, while they may request, and the approvers who
        decide on it."""
        if self.may_decide or (self.is_requester_of(reissue_request) and self.may_read_own):
            return True
        return self.may_decide_late and reissue_request.escalated_at is not None

    def is_requester_of(self, reissue_request: ReissueRequest | NewerRequest) -> bool:
        """Whether they made the request: then they may see its number and status in any case."""
        return reissue_request.requester == self.user_id
