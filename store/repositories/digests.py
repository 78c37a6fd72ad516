"""The repository of digests: which approver was sent one on which day."""

from datetime import date, datetime

from sqlmodel import col, delete
from sqlmodel.ext.asyncio.session import AsyncSession

from store.dialects import insert, wrote
from store.tables import DigestRow


class SqlDigests:
    """`approvals.ports.storage.Digests` over a session."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def claim(self, approver: str, day: date, at: datetime) -> bool:
        """Write down that an approver is sent the digest of a day; False if that was written down before."""
        row = {"approver": approver, "day": day, "sent_at": at}
        statement = insert(self._session, DigestRow).values(row).on_conflict_do_nothing()
        return await wrote(self._session, statement.returning(col(DigestRow.approver)))

    async def release(self, approver: str, day: date) -> None:
        """Let a digest be claimed again: it was certainly not sent."""
        await self._session.exec(
            delete(DigestRow).where(col(DigestRow.approver) == approver, col(DigestRow.day) == day)
        )
