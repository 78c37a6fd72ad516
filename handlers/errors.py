"""Errors, translated once: each error of a listener becomes a sentence in the place where the person looks."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import structlog
from pydantic import ValidationError
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from approvals.core import UseCases
from approvals.errors import (
    ApprovalsError,
    AuthorityUnreadable,
    ChangedSinceSeen,
    InvalidSubmission,
    NewerRecord,
    Refusal,
    StoreError,
    StoreUnavailable,
    UnknownRequest,
)
from approvals.model.card import ReplacedCard
from approvals.model.choices import obstacle_of
from approvals.model.request import OpenRequestExists, ReissueRequest
from approvals.model.transitions import NoLongerPossible
from approvals.rules.budgets import TimeBudgets
from benefits.errors import BenefitsError
from handlers.blocks.drawn import Block
from handlers.blocks.elements import section
from handlers.blocks.modals.notices import refused_modal
from handlers.board.cards import SlackBoard
from handlers.board.links import CardLinks
from handlers.ids import BlockId, SeenRevision, UnreadableValue
from handlers.payloads import Body, Click, InModal, View
from handlers.slack.client import NO_ANSWER, error_code
from handlers.slack.views import replace_view
from handlers.words.controls.copies import open_its_card, to_current
from handlers.words.controls.fields import field_sentence
from handlers.words.controls.forms import obstacle_words, warned
from handlers.words.mrkdwn import Mrkdwn
from handlers.words.problems import UNEXPECTED
from handlers.words.refusals import sentence_for

FIELDS = {
    "employee": (BlockId.EMPLOYEE,),
    "enrollment": (BlockId.ENROLLMENT,),
    "qle": (BlockId.QLE, BlockId.OPTIONAL_QLE),
    "reason": (BlockId.REASON,),
    "withdrawal": (BlockId.REASON,),
    "note": (BlockId.NOTE,),
    "question": (BlockId.QUESTION,),
    "answer": (BlockId.ANSWER,),
    "enrollment_id": (BlockId.MARK_DONE_ENROLLMENT,),
}

TELL_AGAIN = (1.0, 4.0, 15.0)
"""Seconds until telling is tried again, each time."""

ACK_SEEN = 0.05
"""Seconds until Bolt has seen an acknowledgement: it looks every 0.01 s, and forgets one if an error follows."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ErrorAnswers:
    """Answers for listeners that raised, depending on where the person is looking: under a field, in a modal, at a
    message."""

    use_cases: UseCases
    board: SlackBoard
    links: CardLinks
    budgets: TimeBudgets

    async def answer(
        self, error: Exception, body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient
    ) -> BoltResponse | None:
        """Say what went wrong. Returns the answer to Slack where it is still waiting for one."""
        is_waiting = ack.response is None
        if not is_waiting:
            await asyncio.sleep(ACK_SEEN)
        if isinstance(error, ValidationError | UnreadableValue):
            log.warning("malformed_payload", what=type(error).__name__)
            return BoltResponse(status=400, body="") if is_waiting else None
        _write_down(error)
        match body.get("type"):
            case "view_submission":
                answer = await self._in_modal(error, InModal.of(body))
                return BoltResponse(status=200, body=answer) if is_waiting else None
            case "block_suggestion":
                return BoltResponse(status=200, body={"options": []}) if is_waiting else None
            case _:
                return await self._beside(error, body, ack, respond, client)

    async def in_opened(self, client: AsyncWebClient, value: str | None, view_id: str, error: ApprovalsError) -> None:
        """Say in a modal that a button opened why it cannot go on. `value` is the button's value."""
        about = await self._request_of(value)
        await replace_view(client, view_id, refused_modal(self._sentence(error, about)))
        await self._redraw_if_outdated(error, about)

    async def _in_modal(self, error: Exception, submitted: InModal) -> dict[str, Any]:
        """Under the field at fault, keeping typed text; or instead of the form, where typing would not help."""
        if isinstance(error, OpenRequestExists):
            to_card = open_its_card(await self.links.for_sentence(error.other.id))
            view = submitted.view.redrawn(above=_notice(Mrkdwn(f"{sentence_for(error)}{to_card}")))
            return {"response_action": "update", "view": view}
        if isinstance(error, InvalidSubmission):
            blocks = (*FIELDS[error.field], BlockId.EMPLOYEE, BlockId.REASON)
            shown = next(filter(submitted.view.has_input, blocks), blocks[0])
            sentence = field_sentence(_code_in(submitted.view, error), error.field)
            return {"response_action": "errors", "errors": {submitted.view.block_id(shown): sentence}}
        about = await self._request_of(submitted.view.private_metadata)
        return {"response_action": "update", "view": self._with_sentence(submitted.view, error, about)}

    async def _beside(
        self, error: Exception, body: Body, ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient
    ) -> BoltResponse | None:
        """Tell, then acknowledge: if the process is killed in between, or Slack does not take the sentence, then Slack
        shows that the click failed. If the click was acknowledged before, the bot tries again to tell."""
        is_waiting = ack.response is None
        click = Click.of(body) if body.get("type") == "block_actions" else None
        about = await self._request_of(click.action.value) if click else None
        has_place = bool(respond.response_url or (click and click.view))
        told = has_place and await self._told(error, click, about, respond, client)
        if is_waiting and not told:
            return BoltResponse(status=503, body="")
        if is_waiting:
            await ack()
        for wait in TELL_AGAIN:
            if told or not has_place:
                break
            await asyncio.sleep(wait)
            told = await self._told(error, click, about, respond, client)
        with suppress(StoreUnavailable, NewerRecord):  # then the next change or the next day draws it
            await self._put_right(error, click, about)
        return BoltResponse(status=200, body="") if is_waiting else None

    async def _told(
        self,
        error: Exception,
        click: Click | None,
        about: ReissueRequest | None,
        respond: AsyncRespond,
        client: AsyncWebClient,
    ) -> bool:
        """Whether Slack took an ephemeral sentence, or one in the modal."""
        try:
            async with asyncio.timeout(self.budgets.telling):
                if respond.response_url:
                    return await self._beside_message(error, click, about, respond)
                if click and click.view and click.view.type == "home":
                    refused = refused_modal(self._sentence(error, about))
                    await client.views_open(trigger_id=click.trigger_id, view=refused)
                elif click and click.view:
                    await replace_view(client, click.view.id, self._with_sentence(click.view, error, about))
        except (*NO_ANSWER, TimeoutError):
            return False
        return True

    async def _beside_message(
        self, error: Exception, click: Click | None, about: ReissueRequest | None, respond: AsyncRespond
    ) -> bool:
        to_current_card = ""
        if isinstance(error, ReplacedCard):
            to_current_card = to_current(await self.links.of_copy(error.current))
        answer = await respond(
            Mrkdwn(f"{self._sentence(error, about)}{to_current_card}"),
            response_type="ephemeral",
            replace_original=False,
            thread_ts=click.thread_ts if click else None,
        )
        return bool(answer.status_code == HTTPStatus.OK)

    async def _put_right(self, error: Exception, click: Click | None, about: ReissueRequest | None) -> None:
        """Take the buttons from a replaced card; redraw a card that misled a person."""
        if isinstance(error, ReplacedCard) and click and about:
            permalink = await self.links.of_copy(error.current)
            await self.board.retire(str(click.channel), str(click.message_ts), about, permalink)
        else:
            await self._redraw_if_outdated(error, about)

    async def _redraw_if_outdated(self, error: Exception, about: ReissueRequest | None) -> None:
        if about is not None and isinstance(error, ChangedSinceSeen | NoLongerPossible):
            await self.board.redraw(about.id)

    def _with_sentence(self, view: View, error: Exception, about: ReissueRequest | None) -> dict[str, Any]:
        """The sentence above the form, where trying again may help; otherwise instead of it.

        Typed text stays readable.
        """
        sentence = self._sentence(error, about)
        if isinstance(error, Refusal) and not isinstance(error, AuthorityUnreadable):
            return refused_modal(sentence, view.written)
        return view.redrawn(above=_notice(sentence))

    def _sentence(self, error: Exception, about: ReissueRequest | None) -> Mrkdwn:
        if isinstance(error, ApprovalsError):
            return sentence_for(error, about)
        return obstacle_words(obstacle_of(error), None, None) if isinstance(error, BenefitsError) else UNEXPECTED

    async def _request_of(self, value: str | None) -> ReissueRequest | None:
        try:
            return await self.use_cases.actions.read(SeenRevision.parse(value or "").request_id)
        except (UnknownRequest, ValueError, StoreError):
            return None


def _write_down(error: Exception) -> None:
    if isinstance(error, NO_ANSWER):
        log.warning("slack_failed", reason=error_code(error) or type(error).__name__)
    elif not isinstance(error, ApprovalsError | BenefitsError):
        log.error("listener_failed", exc_info=error)


def _code_in(view: View, error: InvalidSubmission) -> str:
    """Why the form cannot be accepted. A menu that is not there cannot be chosen from: the form says why it is not."""
    if error.code != "required" or any(map(view.has_input, FIELDS[error.field])):
        return error.code
    return "nothing_to_choose" if view.has(BlockId.OBSTACLE) else "not_read_yet"


def _notice(sentence: Mrkdwn) -> Block:
    return {**section(warned(sentence)), "block_id": "notice"}
