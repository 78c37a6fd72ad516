"""`/reissue status`: a number that concerns other people is answered after the same work as one that does not exist."""

from typing import Any

import pytest
import sqlalchemy as sa
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncEngine

from approvals.rules.budgets import TimeBudgets
from handlers.board.links import CardLinks
from handlers.listeners.overview import answer_command
from handlers.payloads import Opening
from store.engine import create_engine
from tests.approvals.bench import Bench, open_bench
from tests.approvals.people import ZOE
from tests.builders import a_decision, a_request

pytestmark = pytest.mark.anyio


async def test_the_answer_leaves_before_the_audit_gets_its_line(database_url: str) -> None:
    engine = create_engine(database_url)
    async with open_bench(engine) as bench:
        async with bench.store.writing() as work:
            stored = await work.requests.add(a_request(decisions=(a_decision(),)))
            await work.commit()
        hidden = await _done_for(bench, engine, stored.number)
        missing = await _done_for(bench, engine, 99)
        [line] = await bench.events(stored.id)
    await engine.dispose()
    until = hidden.index("answered: does not exist or does not concern you.")
    assert hidden[: until + 1] == missing[: until + 1]
    assert not any("INSERT" in done for done in hidden[:until])
    assert any("INSERT INTO bot_event" in done for done in hidden[until:])
    assert (line.actor, line.codes["wanted"]) == (ZOE, "viewed")


async def _done_for(bench: Bench, engine: AsyncEngine, number: int) -> list[str]:
    """What is done for a stranger who asks for a number, in order: statements, and the answer."""
    done: list[str] = []

    def note(*execution: Any) -> None:  # noqa: ANN401 - connection, cursor, statement, …
        done.append(execution[2])

    async def ack(text: str, response_type: str) -> None:
        assert response_type == "ephemeral"
        done.append(f"answered: {text.removeprefix(f'R-{number} ')}")

    opening = Opening(user_id=ZOE, team_id="T0BRIGHTSIDE", text=f"status R-{number}")
    links = CardLinks(AsyncWebClient(), bench.store, TimeBudgets())
    sa.event.listen(engine.sync_engine, "before_cursor_execute", note)
    try:
        await answer_command(ack, opening.text, opening, bench.core.use_cases, links)  # type: ignore[arg-type]
    finally:
        sa.event.remove(engine.sync_engine, "before_cursor_execute", note)
    return done
