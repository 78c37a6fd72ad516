"""What became of a recorded life event: the requester learns it, whatever Slack does in between."""

import pytest

from handlers.board.event_results import SlackTeller
from sandbox import cast
from tests.handlers.bench import Bench
from tests.handlers.blocks.record_scenes import a_record

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("kind", "more", "count"),
    [
        ("ratelimited", {"seconds": 1}, 1),
        ("server_error", {}, 1),
        ("drop_before", {}, 1),
        ("drop_after", {}, 2),
        ("error", {"message": "token_revoked"}, 1),
    ],
)
async def test_a_result_that_slack_may_not_have_is_sent_again(
    bench: Bench, kind: str, more: dict[str, object], count: int
) -> None:
    teller, record = SlackTeller(bench.board.client, None), a_record(requester=cast.NINA)
    await bench.office.fault("slack", "chat.postMessage", kind, **more)
    assert not await teller.tell(record)
    assert await teller.tell(record)
    nina = bench.office.nina
    assert len(await nina.messages(await nina.direct())) == count


async def test_a_result_that_slack_refuses_for_good_is_not_sent_again(bench: Bench) -> None:
    teller, record = SlackTeller(bench.board.client, None), a_record(requester=cast.NINA)
    await bench.office.fault("slack", "chat.postMessage", "error", message="messages_tab_disabled")
    assert await teller.tell(record)
