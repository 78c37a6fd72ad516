"""Blocks as they are stored: the ids that their author left out are made up."""

import re

from sandbox.slack.blocks.stored import stored_blocks
from tests.sandbox.slack.blocks import samples as s


def test_no_id_that_is_made_up_spells_a_name_or_the_number_of_a_request() -> None:
    ids = [str(block["block_id"]) for block in stored_blocks([s.section() for _ in range(50_000)])]
    assert {len(each) for each in ids} == {5}
    assert len(set(ids)) > 49_000
    assert [each for each in ids if re.search("R-[0-9]|[aeiou]", each)] == []
