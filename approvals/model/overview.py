"""An overview: the requests that concern one person, in sections with pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from approvals.model.away import Away
from approvals.model.document import SeenBy
from approvals.model.group import following
from approvals.model.newer import NewerRequest
from approvals.model.request import ReissueRequest
from approvals.model.viewer import Section, Viewer

PAGE = 20
"""The number of requests on one page of a section."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A request in an overview.

    `today` is the date in its requester's time zone; None if Slack does not give the zone. `is_undeliverable` says that
    Slack refuses a message about the request. Without `is_named` the reader may see only its number and status.
    """

    reissue_request: ReissueRequest
    today: date | None
    is_undeliverable: bool = False
    is_named: bool = True

    @property
    def id(self) -> UUID:
        """The request's id."""
        return self.reissue_request.id

    @property
    def number(self) -> int:
        """The request's number."""
        return self.reissue_request.number

    @property
    def group_id(self) -> UUID | None:
        """What it shares with the requests that were submitted together with it."""
        return self.reissue_request.group_id

    @property
    def revision(self) -> int:
        """The revision of the request that is shown."""
        return self.reissue_request.revision

    @property
    def submitted_at(self) -> datetime:
        """When the request was submitted (UTC)."""
        return self.reissue_request.submitted_at


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionPage:
    """One page of a section, by urgency. `number` counts from 0; `total` is the number of requests on all pages.

    A request that only a later release understands has no entry of facts: it stands for itself.
    """

    entries: Sequence[Entry | NewerRequest]
    total: int
    number: int = 0

    @property
    def follows(self) -> Sequence[bool]:
        """For each entry, whether it stands below another request that was submitted together with it."""
        return following([each.group_id if isinstance(each, Entry) else None for each in self.entries])

    @property
    def count(self) -> int:
        """How many pages the section has; at least one."""
        return max(1, -(-self.total // PAGE))


class SectionRows(NamedTuple):
    """The requests on one page of a section, as they are stored. `number` and `total` are those of `SectionPage`."""

    requests: Sequence[ReissueRequest | NewerRequest]
    total: int
    number: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The requests that concern a person. `away`: an approver who is away, by their own word or their status in Slack.
    `seen_by` says who has to have seen a document of the life event."""

    reader: Viewer
    pages: Mapping[Section, SectionPage]
    away: Away | None = None
    seen_by: SeenBy = SeenBy.NO_ONE

    @property
    def shown(self) -> Sequence[Entry | NewerRequest]:
        """Everything on the pages of the overview."""
        return [entry for page in self.pages.values() for entry in page.entries]

    @property
    def is_for_nobody(self) -> bool:
        """Whether the reader may not request or decide, and has no requests in any section."""
        reader = self.reader
        may = reader.may_request or reader.may_decide or reader.unchecked
        return not may and not any(page.total for page in self.pages.values())
