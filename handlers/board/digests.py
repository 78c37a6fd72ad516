"""The post: digests as direct messages."""

from dataclasses import dataclass, field

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from approvals.model.digest import LISTED, Digest
from handlers.blocks.messages.digest import digest_message
from handlers.board.links import CardLinks
from handlers.slack.client import NO_ANSWER, error_code, may_have_been_done, post_message, retry_after
from handlers.slack.put_off import PutOff

log = structlog.get_logger()


@dataclass(frozen=True, eq=False, repr=False)
class SlackPost:
    """`approvals.ports.outside.Post` over the Web API (chat.postMessage). `server` names one that is not production.
    After a 429 no digest is sent for as long as Slack asks: none of them is urgent."""

    client: AsyncWebClient
    links: CardLinks
    server: str | None
    put_off: PutOff = field(default_factory=lambda: PutOff("chat.postMessage"))

    async def send(self, digest: Digest) -> bool:
        """Send a digest; False when it certainly was not sent, and can be sent another time."""
        if self.put_off.left():
            return False
        shown = [each.reissue_request.id for each in digest.waiting[:LISTED]]
        links = await self.links.to(shown)
        message = digest_message(digest, [links.get(request_id) for request_id in shown], self.server)
        try:
            await post_message(self.client, channel=digest.approver, text=message.text, blocks=message.blocks)
        except NO_ANSWER as error:
            if retry_after(error) is not None:
                self.put_off.note(error, channel=digest.approver)
                return False
            code = error_code(error)
            log.warning("digest_not_confirmed", approver=digest.approver, reason=code or type(error).__name__)
            return code is not None or may_have_been_done(error)
        return True
