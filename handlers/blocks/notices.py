"""Modals that only say something: where a request went, why something was refused."""

from typing import Any

from approvals.request import ReissueRequest
from handlers.blocks.elements import context, section
from handlers.blocks.facts import employee_name
from handlers.blocks.modal import notice
from handlers.ids import CallbackId
from handlers.words.mrkdwn import Mrkdwn, channel, link


def notice_modal(title: str, sentence: Mrkdwn) -> dict[str, Any]:
    """A modal with one sentence; `sentence` is markup in which everything foreign is escaped."""
    return notice(CallbackId.NOTICE, title, [section(sentence)])


def refused_modal(sentence: Mrkdwn) -> dict[str, Any]:
    """A modal that says why something was refused."""
    return notice_modal("Not possible", sentence)


def submitted_modal(reissue_request: ReissueRequest, permalink: str | None, approvals_channel: str) -> dict[str, Any]:
    """What the request modal turns into: the number and where it went. `permalink` leads to the card."""
    went = f"Sent to {channel(approvals_channel)} for approval."
    card = f" {link(permalink, 'Open the card')}" if permalink else ""
    blocks = [
        section(Mrkdwn(f"✅ *{reissue_request.label}* for {employee_name(reissue_request)}\n{went}{card}")),
        context(Mrkdwn("You get a direct message at each outcome. You can withdraw it there until it is decided.")),
    ]
    return notice(CallbackId.NOTICE, f"Request {reissue_request.label} sent", blocks)
