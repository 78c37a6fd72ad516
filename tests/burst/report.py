"""What was measured, in words."""

from collections.abc import Sequence

from tests.bench.figures import percentile
from tests.bench.stage import Load
from tests.burst.measuring import Found, Look, waits_of


def answered(load: Load) -> str:
    """How long the acknowledgements took."""
    waits = waits_of(load)
    p50, p99 = percentile(waits, 0.5), percentile(waits, 0.99)
    return f"acknowledged: p50 {p50:.3f} s, p99 {p99:.3f} s, longest {max(waits):.3f} s; not 200: {load.refused}"


def report(found: Found) -> str:
    """All figures, a line for each."""
    burst, looks, posts = found.burst, found.looks, found.posts
    used = looks[-1].used - looks[0].used
    return "\n".join(
        [
            f"{burst.count} submissions in {burst.over:g} s, one post every {burst.pace:g} s in a channel",
            answered(found.load),
            f"stored: {found.stored}; copies that Slack has not confirmed: {found.missing}",
            *(
                f"{name}: {len(some)} posts, in {some[-1][0] - some[0][0]:,.0f} s"
                for name, some in posts.items()
                if some
            ),
            f"Slack's answers to posts: {dict(found.answers)}",
            f"memory: {_memory(found.looks, burst.over)}",
            f"drivers at most: {_drivers(looks)} in the minute, {_drivers(found.after)} afterwards",
            f"processor of the bot: {used:.0f} s",
        ]
    )


def _memory(looks: Sequence[Look], over: float) -> str:
    """Before, at the end of the burst, and at each quarter of the time after it."""
    later = [look for look in looks if look.at > over]
    quarters = [later[(len(later) - 1) * quarter // 4] for quarter in range(5)] if later else []
    moments = ", ".join(f"{look.memory:.1f} MB after {look.at:,.0f} s" for look in quarters)
    return f"{looks[0].memory:.1f} MB before; {moments}; at most {max(look.memory for look in looks):.1f} MB"


def _drivers(looks: Sequence[Look]) -> int:
    return max((look.drivers for look in looks), default=0)
