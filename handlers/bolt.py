"""The Bolt app: signature, identity without a call, injected use cases, listeners, and one answer to every error."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from handlers.errors import ErrorAnswers
from handlers.listeners.table import listen


def _quiet() -> logging.Logger:
    """Bolt's warnings quote payloads, which hold names and reasons; its errors do not."""
    logger = logging.getLogger("slack_bolt")
    logger.setLevel(logging.ERROR)
    return logger


def bolt_app(
    client: AsyncWebClient, signing_secret: str, injected: Mapping[str, Any], answers: ErrorAnswers
) -> AsyncApp:
    """An app whose listeners find each of `injected` as an argument of that name.

    The identity is given through `authorize`, so that no click waits for auth.test and a start with Slack down serves.
    """

    async def authorize(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=client.token)

    async def inject(context: AsyncBoltContext, next_: Callable[[], Awaitable[None]]) -> None:
        context.update({**injected, "answers": answers})
        await next_()

    # Without a name Bolt looks for its caller in every loaded module, which takes 0.3 s.
    app = AsyncApp(
        name="reissue-bot", client=client, signing_secret=signing_secret, authorize=authorize, logger=_quiet()
    )
    app.use(inject)
    app.error(answers.answer)
    listen(app)
    return app
