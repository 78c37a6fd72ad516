"""The words that replace names and reasons once they are removed."""

from approvals.model.request import ReissueRequest
from handlers.words.dates import instant
from handlers.words.employees import EMPLOYER_LIMIT, NAME_LIMIT, employee_words
from handlers.words.mrkdwn import Mrkdwn, escape, one_line


def blanked_words(reissue_request: ReissueRequest) -> Mrkdwn:
    """Why names and reasons are missing; empty where they are not."""
    at = reissue_request.blanked_at
    if at is None:
        return Mrkdwn("")
    return Mrkdwn(f"Names and reasons were removed {instant(at)}.")


def employee_name(reissue_request: ReissueRequest, limit: int = NAME_LIMIT + EMPLOYER_LIMIT) -> Mrkdwn:
    """The employee's name in at most `limit` characters, with the employer where the name alone may not tell who is
    meant; or that it was removed."""
    if reissue_request.blanked_at is not None:
        return Mrkdwn("_name removed_")
    return escape(employee_words(reissue_request.employee, limit))


def name_alone(reissue_request: ReissueRequest) -> Mrkdwn:
    """The employee's name, where the employer stands beside it elsewhere in the same message."""
    if reissue_request.blanked_at is not None:
        return employee_name(reissue_request)
    return escape(one_line(reissue_request.employee.name))
