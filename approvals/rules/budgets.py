"""How long the bot may take while a person waits, all in one place. Slack waits 3 s for the answer to a click."""

from dataclasses import dataclass, fields
from typing import Self


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeBudgets:
    """Seconds for each part of an answer; together they stay below Slack's three."""

    typeahead: float = 2.0
    """One read of the benefits API for the typeahead."""
    submission: float = 2.0
    """All reads of the benefits API for a submitted request form."""
    revision: float = 1.5
    """The read of a life event for a submitted answer or change."""
    revision_menu: float = 3.0
    """The life events in the form for an answer or change. The form is open by then and says that it is loading."""
    resolution: float = 2.0
    """The read of an enrollment for *Refresh* and *Mark as done*."""
    together: float = 1.8
    """All decisions of one click on several requests: no further one is begun after that."""
    several: float = 1.5
    """Approving several requests, before the form says that it takes longer."""
    recording: float = 2.3
    """Recording a life event, with all reads before it, until the form says that it takes longer."""
    directory: float = 1.0
    """One question to Slack about a person, a group or a channel."""
    link: float = 0.5
    """The link to a card in a sentence that Slack waits for: most of its three seconds are spent by then."""
    links: float = 1.0
    """The links in an answer to a command."""
    telling: float = 1.5
    """Telling a person why a click was refused, before Slack is answered."""
    telling_in_modal: float = 1.0
    """The part of `telling` for the modal; the rest is for the sentence beside the message, if Slack opens none."""
    slack_call: float = 5.0
    """One call of Slack's Web API."""
    slack_connection: float = 3.0
    """The connection for one call of Slack's Web API."""
    duties: float = 2.0
    """Giving back what the process does for all replicas, when it stops: no one waits longer for a silent database."""

    def times(self, factor: float) -> Self:
        """The same budgets, each multiplied by `factor`, for slower machines."""
        return type(self)(**{field.name: factor * getattr(self, field.name) for field in fields(self)})
