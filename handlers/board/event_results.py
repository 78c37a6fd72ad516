"""Tells requesters what became of the life events that they had recorded, as direct messages."""

from dataclasses import dataclass

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from approvals.model.event_record import EventRecord
from handlers.blocks.messages.event_result import event_result_message
from handlers.slack.client import NO_ANSWER, error_code, post_message, retry_after
from handlers.slack.put_off import tell_of_limit
from handlers.slack.troubles import TOKEN

log = structlog.get_logger()


@dataclass(frozen=True, eq=False, repr=False)
class SlackTeller:
    """`approvals.ports.outside.Teller` over the Web API (chat.postMessage). `server` names one that is not
    production."""

    client: AsyncWebClient
    server: str | None

    async def tell(self, record: EventRecord) -> bool:
        """Send the result; False if it has to be sent another time.

        Without an answer it may have arrived. Then it is sent again all the same: to read it twice does no harm, and a
        person who is never told believes that the event was recorded.
        """
        message = event_result_message(record, self.server)
        try:
            await post_message(self.client, channel=record.requester, text=message.text, blocks=message.blocks)
        except NO_ANSWER as error:
            if (wait := retry_after(error)) is not None:
                tell_of_limit("chat.postMessage", wait, channel=record.requester)
                return False
            code = error_code(error)
            log.warning("event_result_not_confirmed", record=str(record.id), reason=code or type(error).__name__)
            return code is not None and code not in TOKEN
        return True
