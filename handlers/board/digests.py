"""The post: digests as direct messages."""

import asyncio
from dataclasses import dataclass

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from approvals.model.digest import Digest
from handlers.blocks.messages.digest import LISTED, digest_message
from handlers.board.cards import SlackBoard
from handlers.slack.client import NO_ANSWER, error_code, may_have_been_done, post_message

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SlackPost:
    """`approvals.ports.outside.Post` over the Web API (chat.postMessage); links to cards come from the board."""

    client: AsyncWebClient
    board: SlackBoard

    async def send(self, digest: Digest) -> bool:
        """Send a digest; False when it certainly was not sent, and may be another time."""
        shown = digest.waiting[:LISTED]
        links = await asyncio.gather(*(self.board.permalink(each.reissue_request.id) for each in shown))
        message = digest_message(digest, links, self.board.presentation.server)
        try:
            await post_message(self.client, channel=digest.approver, text=message.text, blocks=message.blocks)
        except NO_ANSWER as error:
            code = error_code(error)
            log.warning("digest_not_confirmed", approver=digest.approver, reason=code or type(error).__name__)
            return code is not None or may_have_been_done(error)
        return True
