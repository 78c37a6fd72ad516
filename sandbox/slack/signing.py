"""Signs a body as Slack does: https://docs.slack.dev/authentication/verifying-requests-from-slack."""

import hashlib
import hmac


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The `X-Slack-Signature` of a body sent at `timestamp` (unix seconds, as text)."""
    signed = b":".join((b"v0", timestamp.encode(), body))
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
