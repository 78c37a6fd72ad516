"""What a refresh of the employee index found, and when the next one is due."""

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, Field

from approvals.model.trouble import Trouble

EMPLOYERS = "employers"
"""The key of the list of employers in `troubles`; every other key is an employer's id."""

SHORTEST_PERIOD = timedelta(minutes=15)

PER_EMPLOYEE = timedelta(milliseconds=36)
"""The time that each employee adds to the period: an hour for 100,000, so that reading is little work for the API."""

FIRST_RETRY = timedelta(minutes=1)
"""The wait after a refresh with troubles. It doubles with each further refresh with troubles, up to the period."""

FIRST_RETRY_OF_AN_EMPTY_INDEX = timedelta(seconds=1)
LONGEST_RETRY_OF_AN_EMPTY_INDEX = timedelta(minutes=1)
"""An empty index is read again sooner: until then employees cannot be found by name."""

MOST_DOUBLINGS = 20

FIRST_PAUSE = 0.05


class IndexReport(BaseModel):
    """The last refresh, as every replica reports it. A refresh under way adds its troubles as it meets them.

    `count` is the number of employees in the index, `unreadable` the number of records in the API's lists that could
    not be read. `troubles` has a word for each employer that was not read, by its id, and for the list of employers
    itself. `failed_rounds` counts the refreshes with troubles since the last one without. `pause` is the last pause
    between two calls, in seconds. `finished_at` (UTC) is set once a refresh has ended, `complete_at` once one has ended
    without troubles; earlier releases do not write the latter.
    """

    model_config = ConfigDict(frozen=True)

    count: int = 0
    unreadable: int = 0
    troubles: dict[str, Trouble | str] = Field(default_factory=dict)
    failed_rounds: int = 0
    pause: float = FIRST_PAUSE
    finished_at: datetime | None = None
    complete_at: datetime | None = None

    @property
    def whole_at(self) -> datetime | None:
        """When all employees were last read without trouble, as far as it is known."""
        return self.complete_at or (None if self.troubles else self.finished_at)

    @property
    def period(self) -> timedelta:
        """The time from a refresh without troubles to the next one."""
        return max(SHORTEST_PERIOD, self.count * PER_EMPLOYEE)

    @property
    def wait(self) -> timedelta:
        """The time from this refresh to the next one."""
        if not self.troubles:
            return self.period
        doubled = 1 << min(self.failed_rounds - 1, MOST_DOUBLINGS)
        if not self.count:
            return min(LONGEST_RETRY_OF_AN_EMPTY_INDEX, doubled * FIRST_RETRY_OF_AN_EMPTY_INDEX)
        return min(self.period, doubled * FIRST_RETRY)
