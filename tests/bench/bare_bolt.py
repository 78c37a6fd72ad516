"""The baseline of `/reissue`: bare Bolt that opens the form which ours opened. `python -m tests.bench.bare_bolt web`.

It keeps one connection pool to Slack, as ours does: slack_sdk's own client opens a connection for each call.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import uvicorn
from pydantic_core import from_json
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

client = AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
app = AsyncApp(signing_secret=os.environ["SLACK_SIGNING_SECRET"], client=client)
handler = AsyncSlackRequestHandler(app)
form = from_json(Path(os.environ["RECORDED_FORM"]).read_bytes())


@app.command("/reissue")
async def command(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    """Open the form, then acknowledge: a trigger lasts as long as Slack waits."""
    await client.views_open(trigger_id=body["trigger_id"], view=form)
    await ack()


async def slack_events(request: Request) -> Response:
    """Slack's deliveries."""
    return await handler.handle(request)


async def alive(_request: Request) -> Response:
    """So that it is known when it serves."""
    return PlainTextResponse("ok")


@asynccontextmanager
async def lifespan(_app: Starlette) -> AsyncIterator[None]:
    """Keep the connections to Slack."""
    async with aiohttp.ClientSession() as session:
        client.session = session
        yield


api = Starlette(
    routes=[Route("/slack/events", slack_events, methods=["POST"]), Route("/readyz", alive)], lifespan=lifespan
)

if __name__ == "__main__":
    uvicorn.run(api, port=int(os.environ["PORT"]), log_level="warning")
