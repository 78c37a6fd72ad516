"""The words that replace names and reasons once they are removed."""

from approvals.model.request import ReissueRequest
from handlers.words.dates import instant
from handlers.words.mrkdwn import Mrkdwn, escape, one_line


def blanked_words(reissue_request: ReissueRequest) -> Mrkdwn:
    """Why names and reasons are missing; empty where they are not."""
    at = reissue_request.blanked_at
    if at is None:
        return Mrkdwn("")
    return Mrkdwn(f"Names and reasons were removed {instant(at)}.")


def employee_name(reissue_request: ReissueRequest, limit: int = 80) -> Mrkdwn:
    """The employee's name in at most `limit` characters, or that it was removed."""
    if reissue_request.blanked_at is not None:
        return Mrkdwn("_name removed_")
    return escape(one_line(reissue_request.employee.name, limit))
