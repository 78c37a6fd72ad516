"""Remarks: kept in order, with who wrote them and when."""

import pytest

from approvals.model.remark import Remark, RemarkKind
from store.unit_of_work import SqlStore
from tests.store.conftest import add
from tests.store.values import NOW

pytestmark = pytest.mark.anyio


async def test_remarks_come_back_as_they_were_written_in_order(store: SqlStore) -> None:
    stored = await add(store)
    question = Remark(kind=RemarkKind.QUESTION, author="U0MARCUS", text="Which <day>?", at=NOW)
    answer = Remark(kind=RemarkKind.ANSWER, author="U0NINA", text="The 3rd", at=NOW)
    for remark in (question, answer):
        async with store.writing() as work:
            await work.requests.get(stored.id)
            await work.remarks.add(stored.id, remark)
            await work.commit()
    async with store.reading() as work:
        assert await work.remarks.of(stored.id) == [question, answer]
