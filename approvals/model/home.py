"""A Home tab: what one person was shown, and how far it is behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from approvals.model.viewer import Section


@dataclass(frozen=True, kw_only=True, slots=True)
class Home:
    """The Home tab of a person who has opened it, claimed by the process that updates it.

    `claim` tells claims apart. `pages` has the open page of each section that is not on its first. `shown` is a hash of
    what Slack shows, empty if that is not certain. `newest` is the last audit line at the time of the claim: the tab as
    drawn now includes everything up to it.
    """

    user_id: str
    opened_at: datetime
    pages: Mapping[Section, int]
    shown: str
    claim: int
    newest: int
