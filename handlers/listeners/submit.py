"""The listener of the submitted request modal."""

from slack_bolt.async_app import AsyncAck

from approvals.actions.submission import Submission
from approvals.core import UseCases
from benefits.ids import EMPLOYEE_PREFIX
from handlers.ids import ActionId, BlockId
from handlers.listeners.documents import said_document
from handlers.payloads import Body, InModal, View
from handlers.request_form import RequestForm


async def on_request_submitted(ack: AsyncAck, body: Body, use_cases: UseCases, form: RequestForm) -> None:
    """The modal was submitted: committed first, then acknowledged."""
    submitted = InModal.of(body)
    view = submitted.view
    stored = await use_cases.submissions.submit(
        Submission(
            key=view.id,
            actor=await use_cases.authority.known(submitted.actor),
            employee_id=_employee_id(view),
            enrollment_ids=view.ticked(BlockId.ENROLLMENT),
            qle_id=view.event,
            reason=view.typed(BlockId.REASON, ActionId.REASON),
            again_of=view.again_of,
            document=said_document(view),
        )
    )
    await ack(response_action="update", view=form.submitted(stored))


def _employee_id(view: View) -> str:
    """The chosen employee; if an enrollment's id was pasted, the employee whose choices are shown."""
    chosen = view.typed(BlockId.EMPLOYEE, ActionId.EMPLOYEE)
    return chosen if chosen.startswith(EMPLOYEE_PREFIX) else view.block_id(BlockId.ENROLLMENT).partition(":")[2]
