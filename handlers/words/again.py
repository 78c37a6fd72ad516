"""*Request again…*: how the earlier request ended, in the form; and which request another one repeats."""

from approvals.model.event import Event
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from handlers.words.events import who
from handlers.words.mrkdwn import Mrkdwn
from handlers.words.removed import employee_name


def ended_words(reissue_request: ReissueRequest, ended: Event | None) -> Mrkdwn:
    """How the earlier request ended. The texts that people wrote about it follow below."""
    it = f"*{reissue_request.label}* for {employee_name(reissue_request)}"
    by = f" by {who(ended.actor)}" if ended else ""
    match reissue_request.status:
        case RequestStatus.DENIED:
            return Mrkdwn(f"{it} was denied{by}:")
        case RequestStatus.WITHDRAWN:
            return Mrkdwn(f"You withdrew {it}.")
        case RequestStatus.EXPIRED:
            return Mrkdwn(f"{it} expired: it was not decided in time.")
        case _ if reissue_request.is_closed_unknown:
            return Mrkdwn(f"{it} was closed{by}, and it may have taken effect. Look in Vitable before you send this.")
        case _:
            return Mrkdwn(f"{it} was closed{by}.")


def again_words(label: str) -> Mrkdwn:
    """Which earlier request this one repeats, such as R-12; empty if none."""
    return Mrkdwn(f"Requested again after {label}" if label else "")
