"""The repository of digests: what waits for approvers, and which approver was sent a digest on which day."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from approvals.model.digest import Pending
from approvals.model.request import Verdict
from approvals.model.status import RequestStatus
from store.dialects import insert, wrote
from store.routing import EMPLOYER
from store.tables import DecisionRow, DigestRow, RequestRow

IS_PENDING = sa.text(f"bot_request.status = '{RequestStatus.PENDING.value}'")


class SqlDigests:
    """`approvals.ports.people_storage.Digests` over a session."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def pending(self) -> Sequence[Pending]:
        """Every request that waits for approvers, by number."""
        number = col(RequestRow.number)
        columns = (
            col(RequestRow.id),
            number,
            col(RequestRow.group_id),
            col(RequestRow.requester),
            EMPLOYER,
            col(RequestRow.category),
            col(RequestRow.deadline),
            col(RequestRow.changed_at),
            col(RequestRow.escalated_at).is_not(None),
        )
        rows = await self._session.exec(sa.select(*columns).where(IS_PENDING).order_by(number))  # type: ignore[call-overload]
        return [Pending(*row) for row in rows]

    async def approved(self) -> Mapping[str, Collection[int]]:
        """By approver, the numbers of those that they have approved already, as they are now."""
        counts = sa.and_(col(DecisionRow.verdict) == Verdict.APPROVE, col(DecisionRow.void).is_(None))
        is_current = sa.and_(
            col(DecisionRow.request_id) == col(RequestRow.id), col(DecisionRow.revision) == col(RequestRow.revision)
        )
        decisions = select(DecisionRow.approver, RequestRow.number).join(RequestRow, is_current)
        found: dict[str, set[int]] = {}
        for approver, number in await self._session.exec(decisions.where(IS_PENDING, counts)):
            found.setdefault(approver, set()).add(number)
        return found

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
