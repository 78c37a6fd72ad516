"""Whom the typeahead finds by an id, where the server finds people by text."""

import pytest

from tests.approvals.ada import ADA, ADAS_MEDICAL
from tests.approvals.bench import Bench

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(("typed", "reads"), [(ADA, 1), (ADAS_MEDICAL, 2)])
async def test_a_pasted_id_is_read_and_not_searched_for_among_names(bench6: Bench, typed: str, reads: int) -> None:
    found = await bench6.core.use_cases.choices.search(typed)
    assert [entry.id for entry in found.entries] == [ADA]
    assert len([read for read in bench6.wire.reads if not read.endswith("/employers")]) == reads
