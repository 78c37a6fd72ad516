"""What only connect-6 shows: records that the documented dialects don't have, and facts about the shared ones."""

from dataclasses import dataclass, field
from datetime import date

from sandbox.benefits.records import Record, Records

BRIGHTSIDE = "org_brightside"
LAKESIDE = "org_lakeside"


@dataclass
class PlanYear:
    """A plan year. `ends` is its last day (None: in about half a year). Open enrollment needs no life event."""

    ends: date | None = None
    is_open_enrollment: bool = False


@dataclass
class Connect6State:
    """Records by id, except that `outsiders` are members without an employment, in the form of the members' list.

    `plans` are by product id, `answered_at`, `terminated_at` and `window_ends` by enrollment id, `plan_years` by their
    own id. An enrollment without an entry has an ordinary value. `used_events` are life events that were used for
    another enrollment. `reach` are the organizations that the key reaches. `webhook_events` and `violations` are in
    the order in which they happened. `odd` has fields by the id of a row, for tests that need an odd one: they go into
    the row wherever it is shown.
    """

    employers: Records = field(default_factory=dict)
    employees: Records = field(default_factory=dict)
    enrollments: Records = field(default_factory=dict)
    events: Records = field(default_factory=dict)
    products: Records = field(default_factory=dict)
    plans: dict[str, list[Record]] = field(default_factory=dict)
    outsiders: list[Record] = field(default_factory=list)
    answered_at: dict[str, str] = field(default_factory=dict)
    terminated_at: dict[str, str] = field(default_factory=dict)
    window_ends: dict[str, date | None] = field(default_factory=dict)
    plan_years: dict[str, PlanYear] = field(default_factory=dict)
    used_events: set[str] = field(default_factory=set)
    reach: tuple[str, ...] = (BRIGHTSIDE,)
    webhook_events: list[Record] = field(default_factory=list)
    violations: list[Record] = field(default_factory=list)
    odd: Records = field(default_factory=dict)
