"""The baseline: an approval bot as a tutorial shows it. `python -m tests.bench.tutorial web`, settings as for ours.

Bare Bolt, one commit before the call and one after it, one update, one post. Nothing is checked, repeated or audited:
a process that dies between the two commits has lost the request, and a second click may send the call twice.
"""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

Json = dict[str, Any]

DRIVERS = {"sqlite:": "sqlite+aiosqlite:", "postgresql:": "postgresql+psycopg:"}


class TutorialRequest(SQLModel, table=True):
    """What is asked for, and where its card is."""

    id: int | None = Field(default=None, primary_key=True)
    enrollment: str
    qle: str
    reason: str
    status: str = "pending"
    approver: str = ""
    channel: str = ""
    ts: str = ""


def _engine_url(url: str) -> str:
    scheme = url.partition(":")[0] + ":"
    return DRIVERS[scheme] + url.removeprefix(scheme)


engine = create_async_engine(_engine_url(os.environ["DATABASE_URL"]))
benefits = httpx.AsyncClient(
    base_url=os.environ["VITABLE_CONNECT_BASE_URL"],
    headers={"Authorization": f"Bearer {os.environ['VITABLE_CONNECT_API_KEY']}"},
)
app = AsyncApp(
    signing_secret=os.environ["SLACK_SIGNING_SECRET"],
    client=AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"]),
)


def _card(number: int | None, words: str, *, button: bool = False) -> Json:
    text = f"R-{number} · {words}"
    blocks: list[Json] = [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]
    if button:
        approve = {
            "type": "button",
            "action_id": "approve",
            "text": {"type": "plain_text", "text": "Approve"},
            "value": str(number),
        }
        blocks.append({"type": "actions", "block_id": "decide", "elements": [approve]})
    return {"text": text, "blocks": blocks}


@app.view("request")
async def submitted(ack: AsyncAck, view: Json, client: AsyncWebClient) -> None:
    """The form: store the request, post its card."""
    await ack()
    typed = {block.partition(":")[0]: next(iter(state.values())) for block, state in view["state"]["values"].items()}
    async with AsyncSession(engine, expire_on_commit=False) as session:
        asked = TutorialRequest(
            enrollment=typed["enrollment"]["selected_options"][0]["value"],
            qle=typed["qle"]["selected_option"]["value"],
            reason=typed["reason"]["value"],
        )
        session.add(asked)
        await session.commit()
        channel = os.environ["APPROVALS_CHANNEL"]
        posted = await client.chat_postMessage(channel=channel, **_card(asked.id, "Waiting for approval", button=True))
        asked.channel, asked.ts = channel, str(posted["ts"])
        await session.commit()


@app.action("approve")
async def approve(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
    """*Approve*: note it, call the API, note what came of it, tell."""
    await ack()
    async with AsyncSession(engine, expire_on_commit=False) as session:
        asked = await session.get_one(TutorialRequest, int(body["actions"][0]["value"]))
        if asked.status != "pending":
            return
        asked.status, asked.approver = "approved", body["user"]["id"]
        await session.commit()
        answer = await benefits.post(
            f"/v1/enrollments/{asked.enrollment}/reissue", json={"qle_id": asked.qle, "reason": asked.reason}
        )
        answer.raise_for_status()
        asked.status = "reissued"
        await session.commit()
    await client.chat_update(channel=asked.channel, ts=asked.ts, **_card(asked.id, "Reissued"))
    await client.chat_postMessage(
        channel=asked.channel, thread_ts=asked.ts, text=f"Reissued: {answer.json().get('id', '')}"
    )


handler = AsyncSlackRequestHandler(app)


async def slack_events(request: Request) -> Response:
    """Slack's deliveries."""
    return await handler.handle(request)


async def alive(_request: Request) -> Response:
    """So that it is known when it serves."""
    return PlainTextResponse("ok")


@asynccontextmanager
async def lifespan(_app: Starlette) -> AsyncIterator[None]:
    """Make the table."""
    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    yield


api = Starlette(
    routes=[Route("/slack/events", slack_events, methods=["POST"]), Route("/readyz", alive)], lifespan=lifespan
)

if __name__ == "__main__":
    assert sys.argv[1:] == ["web"]
    uvicorn.run(api, port=int(os.environ["PORT"]), log_level="warning")
