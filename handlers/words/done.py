"""What a person has just done, above the details that they did it from."""

from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from handlers.words.dates import counted
from handlers.words.mrkdwn import Mrkdwn, mention


def approved_now(reissue_request: ReissueRequest) -> Mrkdwn:
    """Their approval, and what follows from it."""
    if reissue_request.status is not RequestStatus.PENDING:
        return Mrkdwn(f"✅ You approved {reissue_request.label}. The bot sends the reissue to Vitable now.")
    missing = reissue_request.approvals_required - len(reissue_request.approvals)
    return Mrkdwn(f"✅ You approved {reissue_request.label}. It still needs {counted(missing, 'more approval')}.")


def denied_now(reissue_request: ReissueRequest) -> Mrkdwn:
    """Their denial."""
    requester = mention(reissue_request.requester)
    return Mrkdwn(f"✅ You denied {reissue_request.label}. {requester} gets your reason as a direct message.")


def asked_now(reissue_request: ReissueRequest) -> Mrkdwn:
    """Their question."""
    return Mrkdwn(f"✅ You asked {mention(reissue_request.requester)}, who gets your question as a direct message.")


def answered_now(reissue_request: ReissueRequest) -> Mrkdwn:
    """Their answer."""
    return Mrkdwn(f"✅ Your answer is sent. {reissue_request.label} waits for approval again.")


def changed_now(reissue_request: ReissueRequest) -> Mrkdwn:
    """Their change."""
    return Mrkdwn(f"✅ Your change is sent. {reissue_request.label} waits for approval again.")


def withdrawn_now(reissue_request: ReissueRequest) -> Mrkdwn:
    """That they took it back."""
    return Mrkdwn(f"✅ You withdrew {reissue_request.label}.")
