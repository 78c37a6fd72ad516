"""A Home tab: what one person was shown of what concerns them, and how far it is behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from approvals.model.viewer import Section


@dataclass(frozen=True, kw_only=True, slots=True)
class Home:
    """The Home tab of somebody who has opened it, claimed by whoever brings it up to date; `claim` tells claims apart.

    `pages` says which page of a section is open, where it is not the first. `shown` is a hash of what Slack has, empty
    where that is not certain. `newest` is the last line of the audit when it was claimed: all until then is in what is
    drawn now.
    """

    user_id: str
    opened_at: datetime
    pages: Mapping[Section, int]
    shown: str
    claim: int
    newest: int
