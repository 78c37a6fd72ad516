"""The real clock."""

from datetime import UTC, datetime


class SystemClock:
    """`approvals.ports.outside.Clock` from the operating system."""

    def now(self) -> datetime:
        """The current instant in UTC."""
        return datetime.now(UTC)
