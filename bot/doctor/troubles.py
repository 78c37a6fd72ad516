"""What to do when a call to Vitable fails: a remedy for each kind of error."""

from benefits.errors import (
    BenefitsError,
    Declined,
    NoAccess,
    NotFound,
    RateLimited,
    ServerError,
    Unreachable,
    UnreadableAnswer,
    Untrusted,
    WrongKey,
)
from bot.settings import Settings

ADDRESS = "Check VITABLE_CONNECT_BASE_URL: without it the bot uses the server of VITABLE_CONNECT_ENVIRONMENT."

REMEDIES: dict[type[BenefitsError], str] = {
    WrongKey: "Copy the key of this environment into {key}; each environment has keys of its own.",
    NoAccess: "Ask Vitable to give this key access to your company: it may be the key of another organization.",
    RateLimited: "Wait {wait}, then type `python -m bot doctor` again.",
    ServerError: "Try again in some minutes; if it stays, ask Vitable's support (trace id: {trace_id}).",
    Declined: "Ask Vitable's support; trace id: {trace_id}.",
    Untrusted: "Add your company's CA to the certificates that this machine trusts, or set SSL_CERT_FILE to a file "
    "that holds it besides the public ones.",
    Unreachable: "Check that this machine reaches the server (DNS, firewall, proxy), then try again.",
}
"""By kind of error. An error that is not here uses the nearest one above it in the tree of `benefits.errors`."""


def remedy(error: BenefitsError, settings: Settings, otherwise: str = ADDRESS) -> str:
    """What to do about an error; `otherwise` for an unreadable answer and for a 404."""
    kind = next((kind for kind in type(error).__mro__ if kind in REMEDIES), None)
    if kind is None or isinstance(error, NotFound | UnreadableAnswer):
        return otherwise
    return REMEDIES[kind].format(key=key_place(settings), wait=_wait(error), trace_id=_trace_id(error))


def key_place(settings: Settings) -> str:
    """Where the operator finds the key."""
    file = settings.vitable_connect_api_key_file
    return "VITABLE_CONNECT_API_KEY" if file is None else f"{file} (VITABLE_CONNECT_API_KEY_FILE)"


def _wait(error: BenefitsError) -> str:
    seconds = error.retry_after if isinstance(error, RateLimited) else None
    return f"{seconds:.0f} s" if seconds is not None and seconds > 60 else "a minute"


def _trace_id(error: BenefitsError) -> str:
    return (error.trace_id if isinstance(error, Declined) else None) or "none"
