"""The form that approves shows warnings as Slack's alerts."""

from approvals.model.request import RequestWarning
from handlers.blocks.modals.approve import approve_modal
from handlers.carried import SeenRevision
from tests.builders import REQUEST_ID, a_request
from tests.handlers.blocks.requests import FULL


def test_a_warning_is_an_alert_in_the_form_that_approves() -> None:
    view = approve_modal(a_request(warnings=(RequestWarning.QLE_PENDING,)), FULL, SeenRevision(REQUEST_ID, 1))
    alerts = [block["text"]["text"] for block in view["blocks"] if block["type"] == "alert"]
    assert alerts == ["The life event is not approved yet."]
