"""Vitable's webhooks: how a delivery is signed, and the little that is read of an event.

Which events a reissue fires is not documented, and an event may be repeated, late or lost. So an event proves nothing:
its name is not even read. It only says which record is worth reading now.
"""

import hashlib
import hmac
import re
from typing import Annotated

from pydantic import Field

from benefits.answers import parsed
from benefits.errors import InvalidId, UnreadableAnswer
from benefits.fields import Text
from benefits.ids import EnrollmentId, enrollment_id
from benefits.models import Answer
from benefits.parsing import parsed_json

TIMESTAMP_HEADER, SIGNATURE_HEADER = "X-Vitable-Timestamp", "X-Vitable-Signature"

SIGNATURE = re.compile(r"sha512=[0-9a-fA-F]{128}")

MOST_LETTERS = 100
"""The longest id of an event; those in Vitable's documentation are much shorter."""


class WebhookEvent(Answer):
    """One event. `event_id` is the same in each delivery of it; it is only compared with others, never shown or logged.

    `resource_id` is as it came: anything at all.
    """

    event_id: Annotated[str, Field(min_length=1, max_length=MOST_LETTERS)]
    resource_id: Text = ""

    @property
    def enrollment_id(self) -> EnrollmentId | None:
        """The enrollment that the event is about; None if it is about something else."""
        try:
            return enrollment_id(self.resource_id)
        except InvalidId:
            return None


def event_in(body: bytes) -> WebhookEvent:
    """The event that was delivered. Raises UnreadableAnswer."""
    try:
        return parsed(WebhookEvent, parsed_json(body))
    except ValueError as error:
        raise UnreadableAnswer("The event is not JSON.") from error


def is_signed(secret: str, body: bytes, timestamp: str, signature: str) -> bool:
    """Whether a signature of the form SIGNATURE is right for a body and a timestamp, compared in constant time."""
    expected = hmac.digest(secret.encode(), b"%s.%s" % (timestamp.encode(), body), hashlib.sha512)
    return hmac.compare_digest(expected, bytes.fromhex(signature.partition("=")[2]))
