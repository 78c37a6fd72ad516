"""The table, a row for each series, and the stories behind the figures that must be zero."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.chaos.audit import Finding, Wrong, percentile
from tests.chaos.books import ApiBook, Kept
from tests.chaos.plan import Plan
from tests.chaos.posts import Doubled

COLUMNS = (
    "series",
    "requests",
    "kills",
    "pauses",
    "db outages",
    "POSTs",
    "effects",
    *Wrong,
    "cards doubled",
    "posts doubled",
    "of both, answer lost",
    "clicks",
    "p50 ms",
    "p99 ms",
    "minutes",
)


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came out of a series. `clicks` are the seconds that each acknowledged delivery took."""

    plan: Plan
    requests: int
    struck: Mapping[str, int]
    posts: int
    effects: int
    findings: tuple[Finding, ...]
    doubled: Doubled
    clicks: tuple[float, ...]
    seconds: float
    stories: str = ""

    @property
    def is_clean(self) -> bool:
        """Whether everything that must be zero is."""
        return not self.findings

    def row(self) -> str:
        """One row of the table."""
        wrong = Counter(finding.wrong for finding in self.findings)
        cells = (
            self.plan.name,
            self.requests,
            *(self.struck.get(kind, 0) for kind in ("kills", "pauses", "outages")),
            self.posts,
            self.effects,
            *(wrong[kind] for kind in Wrong),
            self.doubled.cards,
            self.doubled.posts,
            self.doubled.lost,
            len(self.clicks),
            *(round(1000 * percentile(self.clicks, share)) for share in (0.5, 0.99)),
            f"{self.seconds / 60:.1f}",
        )
        return _line(map(str, cells))


def header() -> str:
    """The first two rows of the table."""
    return _line(COLUMNS) + "\n" + _line("-" * len(column) for column in COLUMNS)


def story(findings: Sequence[Finding], row: Kept | None, api: ApiBook) -> str:
    """What happened to one request, in the order of each book."""
    lines = [f"{finding.label}: {finding.wrong}: {finding.what}" for finding in findings]
    if row is not None:
        lines += [f"  {e.at:%H:%M:%S.%f} {e.kind.value} by {e.actor} {dict(e.codes)}" for e in row.events]
        lines += [f"  attempt {a.n} at {a.started_at:%H:%M:%S.%f}: {a.state.value}, {a.outcome}" for a in row.attempts]
        lines += [f"  {c.kind} at {c.ts}, version {c.drawn_version} of {row.request.version}" for c in row.cards]
        lines += [f"  POST {p.at:.3f}: {p.status}, fault {p.detail.get('fault')}" for p in api.posts(row.number)]
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.ljust(len(column)) for cell, column in zip(cells, COLUMNS, strict=True))} |"
