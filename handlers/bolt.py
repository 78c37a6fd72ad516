"""The Bolt app: signature, identity without a call, injected use cases, listeners, and one answer to every error."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import cast

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization.authorize_result import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from approvals.core import UseCases
from approvals.rules.budgets import TimeBudgets
from handlers.at_work import ListenersAtWork
from handlers.board.home_tabs import HomeTabs
from handlers.board.links import CardLinks
from handlers.board.presentation import Presentation
from handlers.errors.answers import ErrorAnswers
from handlers.heard_ack import HeardAck
from handlers.listeners.table import listen
from handlers.outline import is_unasked
from handlers.request_form import RequestForm
from handlers.slack.modal_updates import ModalUpdates
from handlers.slack.views import Modals

Answering = Callable[[], AbstractContextManager[object]]
"""What to be inside of while a delivery is answered."""

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Injected:
    """The arguments that listeners get by name, in addition to Bolt's own."""

    use_cases: UseCases
    form: RequestForm
    presentation: Presentation
    modals: Modals
    modal_updates: ModalUpdates
    links: CardLinks
    home_tabs: HomeTabs
    budgets: TimeBudgets


def _quiet() -> logging.Logger:
    """Bolt's warnings quote payloads, which hold names and reasons; its errors do not."""
    logger = logging.getLogger("slack_bolt")
    logger.setLevel(logging.ERROR)
    return logger


class _Answering(AsyncApp):
    """An app that says while it answers, however a delivery came, and answers when a listener acknowledges. `arguments`
    are what listeners get by name, in addition to Bolt's own."""

    answering: Answering = nullcontext
    arguments: Mapping[str, object] = MappingProxyType({})

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Answer one delivery. Bolt itself only looks every 10 ms whether it was acknowledged.

        What the manifest does not ask for is answered with a 200: Bolt answers 404 or fails, and Slack stops sending
        where it meets too many of those.
        """
        if is_unasked(req.body):
            log.debug("unasked_event")
            return BoltResponse(status=200, body="")
        ack = HeardAck()
        req.context.update(self.arguments, ack=ack)
        with self.answering():
            dispatched = asyncio.create_task(super().async_dispatch(req))
            dispatched.add_done_callback(lambda _: ack.heard.set())
            try:
                await ack.heard.wait()
            except asyncio.CancelledError:
                dispatched.cancel()
                raise
        return dispatched.result() if dispatched.done() else cast(BoltResponse, ack.response)


def bolt_app(
    client: AsyncWebClient,
    signing_secret: str,
    injected: Injected,
    answers: ErrorAnswers,
    at_work: ListenersAtWork,
    answering: Answering = nullcontext,
) -> AsyncApp:
    """An app whose listeners find each part of `injected` as an argument of that name. Each delivery is answered inside
    `answering`, and `at_work` is told of each listener. Raises MiswiredListener.

    The identity is given through `authorize`, so that no click waits for auth.test and a start with Slack down serves.
    """

    async def authorize(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=client.token)

    arguments = {part.name: getattr(injected, part.name) for part in fields(injected)}

    # Without a name Bolt looks for its caller in every loaded module, which takes 0.3 s.
    app = _Answering(
        name="reissue-bot", client=client, signing_secret=signing_secret, authorize=authorize, logger=_quiet()
    )
    app.answering, app.arguments = answering, arguments
    app.listener_runner.listener_start_handler = at_work
    app.error(answers.answer)
    listen(app, arguments.keys())
    return app
