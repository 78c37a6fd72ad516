"""Which contract a server speaks, found out by reading two lists and nothing else.

The first employer tells: in a bare list, or with an `id`, it is documented; with an `employer_id` it is connect-6.
Without any employer, only servers of connect-6 have `/v2/members`.
"""

from collections.abc import Sequence
from typing import Any

from benefits import ids
from benefits.contract import Contract
from benefits.errors import NotFound
from benefits.reading import ApiReader


async def contract_of(reader: ApiReader) -> Contract | None:
    """The contract that the server speaks; None if its answers do not tell. Raises BenefitsError.

    WrongOrganization is itself an answer of connect-6: no documented server has such a code.
    """
    answer = await reader.raw(ids.path("v1", "employers"), limit="1")
    rows = answer.get("data") if isinstance(answer, dict) else answer
    told = _told_by(rows) if isinstance(rows, list) else None
    return told if told is not None or rows else await _by_members(reader)


def _told_by(rows: Sequence[Any]) -> Contract | None:
    for row in rows:
        if isinstance(row, dict) and isinstance(row.get("id"), str):
            return Contract.DOCUMENTED
        if isinstance(row, dict) and isinstance(row.get("employer_id"), str):
            return Contract.CONNECT_6
    return None


async def _by_members(reader: ApiReader) -> Contract:
    try:
        await reader.raw(ids.path("v2", "members"), limit="1")
    except NotFound:
        return Contract.DOCUMENTED
    return Contract.CONNECT_6
