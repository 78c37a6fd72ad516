"""Errors, translated once: each error of a listener becomes a sentence in the place where the person looks."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog
from pydantic import ValidationError
from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response.response import BoltResponse

from approvals.core import UseCases
from approvals.errors import (
    ChangedSinceSeen,
    InvalidSubmission,
    NewerRecord,
    NotAllowed,
    StoreError,
    StoreUnavailable,
    UnknownRequest,
)
from approvals.model.card import ReplacedCard
from approvals.model.request import OpenRequestExists, ReissueRequest
from approvals.model.transitions import NoLongerPossible
from approvals.rules.budgets import TimeBudgets
from approvals.rules.documents import DATE, KIND, SEEN, WORDS
from benefits.errors import BenefitsError
from handlers.board.cards import SlackBoard
from handlers.board.links import CardLinks
from handlers.carried import SeenRevision, UnreadableValue
from handlers.errors.failure import Failure, warning
from handlers.errors.telling import Places, Told
from handlers.ids import BlockId
from handlers.payloads import Body, Click, InModal, View
from handlers.slack.views import OPENED, Modals
from handlers.words.controls.copies import open_card, open_its_card, open_newer_card
from handlers.words.controls.fields import about_one, field_sentence, in_the_way_words
from handlers.words.mrkdwn import Mrkdwn

FIELDS = {
    "employee": (BlockId.EMPLOYEE,),
    "enrollment": (BlockId.ENROLLMENT,),
    "qle": (BlockId.QLE, BlockId.OPTIONAL_QLE),
    "reason": (BlockId.REASON,),
    "withdrawal": (BlockId.REASON,),
    "note": (BlockId.NOTE,),
    SEEN: (BlockId.DOCUMENT,),
    KIND: (BlockId.DOCUMENT_KIND,),
    DATE: (BlockId.DOCUMENT_DATE,),
    WORDS: (BlockId.DOCUMENT_WORDS,),
    "question": (BlockId.QUESTION,),
    "answer": (BlockId.ANSWER,),
    "enrollment_id": (BlockId.MARK_DONE_ENROLLMENT,),
    "several": (BlockId.SEVERAL,),
    "until": (BlockId.UNTIL,),
    "event_type": (BlockId.EVENT_TYPE,),
    "event_date": (BlockId.EVENT_DATE,),
    "notes": (BlockId.NOTES,),
    "similar": (BlockId.SIMILAR,),
}

INSTEAD = (BlockId.EMPLOYEE, BlockId.REASON)
"""Where a sentence stands if the form does not have its field."""

TELL_AGAIN = (1.0, 4.0, 15.0)
"""Seconds until telling is tried again, each time."""

ACK_SEEN = 0.05
"""Seconds until Bolt has seen an acknowledgement: it looks every 0.01 s, and forgets one if an error follows."""

log = structlog.get_logger()


@dataclass(frozen=True, eq=False, repr=False)
class ErrorAnswers:
    """Answers for listeners that raised, depending on where the person is looking: under a field, in a modal, at a
    message."""

    use_cases: UseCases
    board: SlackBoard
    links: CardLinks
    modals: Modals
    budgets: TimeBudgets

    async def answer(
        self, error: Exception, body: Body, ack: AsyncAck, respond: AsyncRespond, context: AsyncBoltContext
    ) -> BoltResponse | None:
        """Say what went wrong. Returns the answer to Slack where it is still waiting for one."""
        is_waiting = ack.response is None
        if not is_waiting:
            await asyncio.sleep(ACK_SEEN)
        if isinstance(error, ValidationError | UnreadableValue):
            log.warning("malformed_payload", what=type(error).__name__)
            return BoltResponse(status=400, body="") if is_waiting else None
        failure = Failure(error)
        failure.write_down()
        match body.get("type"):
            case "view_submission":
                submitted = InModal.of(body)
                answer = await self._in_form(failure, submitted)
                if is_waiting:
                    return BoltResponse(status=200, body=answer)
                if "view" in answer:
                    await self.modals.replace(submitted.view.id, answer["view"])
                return None
            case "block_suggestion":
                return BoltResponse(status=200, body={"options": []}) if is_waiting else None
            case kind:
                click = Click.of(body) if kind == "block_actions" else None
                opened = context.get(OPENED)
                places = Places(modals=self.modals, respond=respond, click=click, opened=opened, budgets=self.budgets)
                return await self._tell(failure, places, ack)

    async def _in_form(self, failure: Failure, submitted: InModal) -> dict[str, Any]:
        """Under the field at fault, keeping typed text; or instead of the form, where typing would not help."""
        error, view = failure.error, submitted.view
        if isinstance(error, InvalidSubmission) and not isinstance(error, OpenRequestExists):
            blocks = (*FIELDS[error.field], *INSTEAD)
            shown = next(filter(view.has_input, blocks), blocks[0])
            sentence = field_sentence(_code_in(view, error), error.field)
            if chosen := _of_several(view, error):
                sentence = about_one(chosen, sentence)
            return {"response_action": "errors", "errors": {view.block_id(shown): sentence}}
        if isinstance(error, OpenRequestExists) and len(_chosen(view)) > 1:
            links = await self.links.at_once([other.id for other in error.others])
            named = in_the_way_words([(each, links.get(each.id)) for each in error.others])
            return {"response_action": "update", "view": view.redrawn(above=[warning(named)])}
        about = await self._request_of(view.private_metadata)
        drawn = failure.in_form(view, about, await self._link(error, about, None))
        return {"response_action": "update", "view": self.modals.in_answer(drawn)}

    async def _tell(self, failure: Failure, places: Places, ack: AsyncAck) -> BoltResponse | None:
        """Tell, then acknowledge: if the process is killed in between, or Slack does not take the sentence, then Slack
        shows that the click failed. If the click was acknowledged before, the bot tries again to tell."""
        is_waiting, click = ack.response is None, places.click
        about = await self._request_of(click.action.value) if click else None
        told = await self._told(failure, places, about)
        is_told = await places.tell(told)
        if is_waiting and not is_told:
            return BoltResponse(status=503, body="")
        if is_waiting:
            await ack()
        for wait in TELL_AGAIN:
            if is_told or not places.are_any:
                break
            await asyncio.sleep(wait)
            is_told = await places.tell(told, at_once=False)
        with suppress(StoreUnavailable, NewerRecord):  # then the next change or the next day draws it
            await self._put_right(failure.error, click, about)
        return BoltResponse(status=200, body="") if is_waiting else None

    async def _told(self, failure: Failure, places: Places, about: ReissueRequest | None) -> Told:
        to_card = await self._link(failure.error, about, places.click)
        drawn = failure.in_form(places.form, about, to_card) if places.form else failure.alone(about, to_card)
        return Told(view=drawn, sentence=Mrkdwn(f"{failure.sentence(about)} {to_card or ''}".rstrip()))

    async def _link(self, error: Exception, about: ReissueRequest | None, click: Click | None) -> Mrkdwn | None:
        """A link to the card that says more, unless the person has just clicked on it or may not see it."""
        if isinstance(error, ReplacedCard):
            newer = await self.links.of_copy(error.current)
            return open_newer_card(newer) if newer else None
        if isinstance(error, OpenRequestExists):
            other = await self.links.for_sentence(error.other.id)
            return open_its_card(other) if other else None
        if about is None or isinstance(error, NotAllowed | StoreError | BenefitsError):
            return None
        if click is not None and click.channel == self.board.presentation.routes.shown_for(about).approvals_channel:
            return None
        permalink = await self.links.for_sentence(about.id)
        return open_card(permalink) if permalink else None

    async def _put_right(self, error: Exception, click: Click | None, about: ReissueRequest | None) -> None:
        """Take the buttons from a replaced card; redraw a card that misled a person."""
        if isinstance(error, ReplacedCard) and click and about:
            permalink = await self.links.of_copy(error.current)
            await self.board.retire(str(click.channel), str(click.message_ts), about, permalink)
        elif about is not None and isinstance(error, ChangedSinceSeen | NoLongerPossible):
            await self.board.redraw(about.id)

    async def _request_of(self, value: str | None) -> ReissueRequest | None:
        try:
            return await self.use_cases.actions.read(SeenRevision.parse(value or "").request_id)
        except (UnknownRequest, ValueError, StoreError):
            return None


def _code_in(view: View, error: InvalidSubmission) -> str:
    """Why the form cannot be accepted. A menu that is not there cannot be chosen from: the form says why it is not."""
    if error.code != "required" or any(map(view.has_input, FIELDS[error.field])):
        return error.code
    if error.field == SEEN:
        return "not_asked"
    return "nothing_to_choose" if view.has(BlockId.OBSTACLE) else "not_read_yet"


def _chosen(view: View) -> tuple[str, ...]:
    return view.ticked(BlockId.ENROLLMENT)


def _of_several(view: View, error: InvalidSubmission) -> str:
    """Which one of several chosen enrollments a form cannot be accepted for; empty if that need not be said."""
    return (view.option_text(error.value) or error.value) if len(_chosen(view)) > 1 else ""
