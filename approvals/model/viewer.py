"""Who looks at requests from outside any card: what they may do, and into which sections what concerns them falls."""

from dataclasses import dataclass
from enum import StrEnum

from approvals.model.request import ReissueRequest


class Section(StrEnum):
    """What concerns a person, in the order in which they should see to it. A request stands in the first that fits."""

    WAITING = "waiting"
    """Waits for them: for their decision, or for their answer to a question."""
    ATTENTION = "attention"
    """Failed, or its outcome is unknown, or Slack refuses a message about it."""
    MINE = "mine"
    """Theirs, and open."""
    RECENT = "recent"
    """Others' that are open and that they may decide on; and what they asked for or decided, closed not long ago."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Viewer:
    """A colleague, and what they may do. `may_decide_late`: on requests whose deadline is near, once asked."""

    user_id: str
    may_request: bool
    may_decide: bool
    may_decide_late: bool

    def may_read(self, reissue_request: ReissueRequest) -> bool:
        """Whether all facts of a request are theirs to see: its requester, and those who decide on it."""
        if self.may_decide or reissue_request.requester == self.user_id:
            return True
        return self.may_decide_late and reissue_request.escalated_at is not None
