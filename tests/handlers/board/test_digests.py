"""The post: a digest arrives as a direct message, and what may have arrived is not sent again."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from approvals.model.digest import Digest, WaitingRequest
from approvals.model.request import ReissueRequest
from approvals.rules.policy import Policy
from approvals.rules.routes import Routes
from handlers.board.digests import SlackPost
from handlers.board.links import CardLinks
from handlers.board.presentation import Presentation
from handlers.slack.client import slack_client, slack_session
from handlers.slack.put_off import PutOff
from sandbox import cast
from store.engine import create_engine
from store.unit_of_work import SqlStore
from tests.approvals.fakes import HandClock
from tests.builders import TODAY, a_request
from tests.handlers.bench import a_board
from tests.office import Office, open_office
from tests.patient import PATIENT
from tests.shown import words_of

pytestmark = pytest.mark.anyio


@dataclass
class Bench:
    """A post that sends Marcus a digest of one request, whose card is there."""

    office: Office
    post: SlackPost
    clock: HandClock
    request: ReissueRequest

    async def send(self) -> bool:
        waiting = (WaitingRequest(reissue_request=self.request, today=TODAY),)
        return await self.post.send(Digest(approver=cast.MARCUS, waiting=waiting))

    async def arrived(self) -> list[str]:
        return [words_of(each) for each in await self.office.marcus.messages(await self.office.marcus.direct())]


def no_driver(_request_ids: Sequence[UUID]) -> None:
    """Nothing is driven here."""


@pytest.fixture
async def bench(one_database_url: str) -> AsyncIterator[Bench]:
    engine = create_engine(one_database_url)
    store, clock = SqlStore(engine, no_driver), HandClock()
    async with open_office() as office, slack_session(PATIENT) as session:
        client = slack_client(cast.BOT_TOKEN, f"{office.url}/api/", session)
        policy = Policy(approvals_channel=cast.APPROVALS, approvers=(cast.HR_MANAGERS,))
        board = a_board(client, store, clock, Presentation(Routes.sole(policy), None, clock))
        async with store.writing() as work:
            stored = await work.requests.add(a_request())
            await work.commit()
        await board.draw(stored.id)
        put_off = PutOff("chat.postMessage", seconds=lambda: clock.now().timestamp())
        yield Bench(office, SlackPost(client, CardLinks(client, store, PATIENT), None, put_off), clock, stored)
    await engine.dispose()


async def test_it_arrives_with_employee_days_left_and_a_link_to_the_card(bench: Bench) -> None:
    assert await bench.send()
    [message] = await bench.arrived()
    assert "1 request waits for your decision" in message
    assert "R-1* · decide by 17 Nov 2026 (12 days left) · Ada Lovelace · Birth · <http" in message
    [card] = [each for each in await bench.office.marcus.messages() if not each["thread_ts"]]
    assert f"p{card['ts'].replace('.', '')}|Open the card>" in message


async def test_it_arrives_without_the_link_too(bench: Bench) -> None:
    await bench.office.fault("slack", "chat.getPermalink", "server_error")
    assert await bench.send()
    [message] = await bench.arrived()
    assert "Open the card" not in message


@pytest.mark.parametrize(
    ("kind", "more", "is_settled", "count"),
    [
        ("ratelimited", {"seconds": 1}, False, 0),
        ("drop_after", {}, True, 1),
        ("drop_before", {}, True, 0),
        ("server_error", {}, True, 0),
        ("error", {"message": "messages_tab_disabled"}, True, 0),
    ],
)
async def test_only_a_digest_that_was_certainly_not_sent_may_be_sent_again(
    bench: Bench, kind: str, more: dict[str, object], *, is_settled: bool, count: int
) -> None:
    await bench.office.fault("slack", "chat.postMessage", kind, **more)
    assert await bench.send() is is_settled
    assert len(await bench.arrived()) == count


async def test_digests_wait_as_long_as_slack_asks_and_the_log_says_so(bench: Bench) -> None:
    await bench.office.fault("slack", "chat.postMessage", "ratelimited", seconds=90)
    before = len(await bench.office.calls("slack", "chat.postMessage"))
    with capture_logs() as lines:
        assert not await bench.send()
        bench.clock.at += timedelta(seconds=60)
        assert not await bench.send()
    told = {"event": "slack_put_off", "log_level": "warning", "method": "chat.postMessage", "again_in": 90.0}
    assert lines == [told | {"channel": cast.MARCUS}]
    assert len(await bench.office.calls("slack", "chat.postMessage")) == before + 1
    bench.clock.at += timedelta(seconds=30)
    assert await bench.send()
    assert len(await bench.arrived()) == 1
