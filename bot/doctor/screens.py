"""Every screen that the bot draws, with made-up values: does Slack take it in this workspace?

Slack's own validator judges them (https://docs.slack.dev/reference/methods/blocks.validate): it needs no scope, posts
nothing, and knows what no list of limits can, such as which blocks this workspace has already.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from approvals.actions.approve_several import Result, Waiting
from approvals.actions.group import Part, Review
from approvals.actions.revise import Draft
from approvals.model.choices import Choices
from approvals.model.document import SeenBy
from approvals.model.event import Event, EventKind
from approvals.model.status import RequestStatus
from bot.doctor.example import APPROVER, REQUEST_ID, REQUESTER, Example
from bot.doctor.finding import Check, Finding, ok, skipped, warning
from bot.doctor.refusals import meaning
from bot.settings import Settings
from handlers.blocks.drawn import Drawn
from handlers.blocks.home import home_of_nobody, home_view
from handlers.blocks.messages.card import approval_card
from handlers.blocks.messages.digest import digest_message
from handlers.blocks.messages.direct import direct_card, direct_note
from handlers.blocks.messages.listing import listed, request_status
from handlers.blocks.messages.replacing import replaced_card
from handlers.blocks.messages.summary import enrollment_summary
from handlers.blocks.messages.thread import thread_post
from handlers.blocks.modals.approve import approve_modal
from handlers.blocks.modals.ask import ask_modal
from handlers.blocks.modals.away import away_modal
from handlers.blocks.modals.deny import deny_modal
from handlers.blocks.modals.details import details_modal
from handlers.blocks.modals.employee_options import employee_option
from handlers.blocks.modals.mark_done import mark_done_modal
from handlers.blocks.modals.notices import notice_modal, refused_modal, submitted_modal
from handlers.blocks.modals.request import ModalState, request_modal
from handlers.blocks.modals.revise import revise_modal
from handlers.blocks.modals.several import choose_modal, confirm_modal
from handlers.blocks.modals.together import all_done_modal, all_modal
from handlers.blocks.modals.withdraw import withdraw_modal
from handlers.carried import SeenRevision
from handlers.ids import ActionId
from handlers.slack.probe import ProbeRefused, SlackProbe
from handlers.words.controls.forms import LOADING, ONE_MOMENT

View = Mapping[str, Any]

REPORT = "Try these screens in this workspace before you rely on them, and tell the bot's developers this line."

NAMED = 3
"""How many of the refused screens are named."""


async def examine_screens(survey: SlackProbe, settings: Settings, now: datetime) -> Finding:
    """Have Slack judge every screen, one after another; ends early where it asks for fewer calls."""
    drawn = screens(settings, now)
    refused: list[str] = []
    for judged, (name, screen) in enumerate(drawn.items()):
        try:
            faults = await (
                survey.faults_in_message(screen) if isinstance(screen, list) else survey.faults_in_view(screen)
            )
        except ProbeRefused as refusal:
            return _ended(refusal, judged, len(drawn), refused)
        refused += [f"{name}: {faults[0]}"] if faults else []
    return _refused(refused) if refused else ok(Check.SCREENS, f"Slack's validator takes all {len(drawn)}")


def screens(settings: Settings, now: datetime) -> dict[str, list[dict[str, Any]] | View]:
    """The blocks of one message of each kind, and one view of each kind, by name."""
    example = Example(settings, now)
    messages = {name: message.blocks for name, message in _messages(example).items() if message is not None}
    return {**messages, **_views(example)}


def _messages(example: Example) -> dict[str, Drawn | None]:
    pending, reissued, ctx = example.request(), example.request(RequestStatus.REISSUED), example.context
    asked = Event(request_id=REQUEST_ID, at=example.now, actor=APPROVER, kind=EventKind.ASKED)
    waiting = example.request(RequestStatus.NEEDS_INFO)
    unknown = example.request(RequestStatus.UNKNOWN)
    return {
        "card": approval_card(pending, (), ctx),
        "card of an unknown outcome": approval_card(unknown, (example.attempt,), ctx),
        "direct message": direct_card(waiting, (), ctx),
        "note": direct_note(asked, waiting, ctx),
        "thread": thread_post(asked, waiting, (), ctx),
        "summary": enrollment_summary(reissued, (example.attempt,), ctx),
        "digest": digest_message(example.digest, [None, None], example.server),
        "list": listed(example.overview, {}),
        "status": request_status(example.entry, REQUESTER, None),
        "replaced card": replaced_card(pending, None),
    }


def _views(example: Example) -> dict[str, View]:
    pending, ctx, seen = example.request(), example.context, SeenRevision(REQUEST_ID, 1)
    draft = Draft(
        reissue_request=example.request(RequestStatus.NEEDS_INFO),
        qles=(example.qle,),
        today=example.today,
        question=example.question,
    )
    events = [Event(request_id=REQUEST_ID, at=example.now, actor=REQUESTER, kind=EventKind.SUBMITTED)]
    return {
        "Home tab": home_view(example.overview, {}, example.server),
        "Home tab of a stranger": home_of_nobody(),
        "request form": request_modal(_form(example)),
        "request form of many enrollments": request_modal(_form(example, enrollments=11)),
        "approve-all form": all_modal(
            ActionId.APPROVE_ALL, Review([Part(pending)], ctx.today, asks_document=True), example.server
        ),
        "approve-all result": all_done_modal(ActionId.APPROVE_ALL, [Part(pending)]),
        "answer form": revise_modal(draft, seen),
        "deny form": deny_modal(pending, seen),
        "approve form": approve_modal(pending, replace(ctx, seen_by=SeenBy.BOTH), seen),
        "ask form": ask_modal(pending, seen),
        "form for several": choose_modal(Waiting([example.entry])),
        "form that approves several": confirm_modal([Result(reissue_request=pending, today=example.today)]),
        "away form": away_modal(example.today),
        "withdraw form": withdraw_modal(pending, seen),
        "mark-done form": mark_done_modal(pending, seen),
        "details": details_modal(pending, (example.attempt,), events, ctx, example.now),
        "submitted": submitted_modal([pending], None, [ctx.approvals_channel]),
        "one moment": notice_modal(ONE_MOMENT, LOADING),
        "refused": refused_modal(LOADING, [("Answer", "An example")]),
    }


def _form(example: Example, enrollments: int = 1) -> ModalState:
    first = example.enrollment
    others = [first.model_copy(update={"id": f"{first.id}_{number}"}) for number in range(1, enrollments)]
    choices = Choices(
        employee=example.employee,
        enrollments=(first, *others),
        qles=(example.qle,),
        today=example.today,
        chosen=(example.enrollment.id,),
        chosen_qle=example.qle.id,
    )
    return ModalState(
        approvals_channel=example.context.approvals_channel,
        approvers=example.context.approvers,
        choices=choices,
        employee_option=employee_option(example.employee),
        server=example.server,
        asks_document=True,
    )


def _refused(refused: list[str]) -> Finding:
    more = f"; and {len(refused) - NAMED} more" if len(refused) > NAMED else ""
    return warning(Check.SCREENS, f"Slack's validator refuses {'; '.join(refused[:NAMED])}{more}", REPORT)


def _ended(refusal: ProbeRefused, judged: int, count: int, refused: list[str]) -> Finding:
    """What is known when Slack judges no further."""
    if refused:
        return _refused(refused)
    if refusal.code == "unknown_method":
        return skipped(Check.SCREENS, "this Slack has no validator to ask (blocks.validate)")
    return skipped(Check.SCREENS, f"Slack judged {judged} of {count}, then: {meaning(refusal)}")
