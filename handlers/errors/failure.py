"""One failed click or submission in words and as a modal, and its line in the log with the same reference."""

from dataclasses import dataclass, field
from typing import Any

import structlog

from approvals.errors import ApprovalsError, AuthorityUnreadable, Refusal
from approvals.model.choices import obstacle_of
from approvals.model.request import ReissueRequest
from benefits.errors import BenefitsError
from handlers.blocks.drawn import Block
from handlers.blocks.elements import Level, alert, section
from handlers.blocks.modals.notices import refused_modal
from handlers.payloads import NOTICE, View
from handlers.reference import new_reference, reference
from handlers.slack.client import NO_ANSWER, error_code
from handlers.words.controls.forms import obstacle_words, warned
from handlers.words.mrkdwn import Mrkdwn
from handlers.words.problems import unexpected_words
from handlers.words.refusals import sentence_for

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Failure:
    """An error of a listener. `reference` is the delivery's: it stands in every line of the log about it, and in the
    sentence where the error was not foreseen."""

    error: Exception
    reference: str = field(default_factory=lambda: reference() or new_reference())

    def write_down(self) -> None:
        """Write an error into the log that is more than an answer to a person."""
        error = self.error
        if isinstance(error, NO_ANSWER):
            log.warning("slack_failed", reason=error_code(error) or type(error).__name__, reference=self.reference)
        elif not isinstance(error, ApprovalsError | BenefitsError):
            log.error("listener_failed", exc_info=error, reference=self.reference)

    def sentence(self, about: ReissueRequest | None) -> Mrkdwn:
        """What to say about it; `about` is the request as stored now."""
        if isinstance(self.error, ApprovalsError):
            return sentence_for(self.error, about)
        if isinstance(self.error, BenefitsError):
            return obstacle_words(obstacle_of(self.error), None, None)
        return unexpected_words(self.reference, has_card=about is not None)

    def alone(self, about: ReissueRequest | None, to_card: Mrkdwn | None) -> dict[str, Any]:
        """A modal that says nothing else."""
        return refused_modal(self.sentence(about), to_card=to_card, level=self._level)

    def in_form(self, view: View, about: ReissueRequest | None, to_card: Mrkdwn | None) -> dict[str, Any]:
        """Above the form, where trying again may help; otherwise instead of it. Typed text stays readable."""
        error = self.error
        if isinstance(error, Refusal) and not isinstance(error, AuthorityUnreadable):
            return refused_modal(self.sentence(about), view.written, to_card=to_card, level=self._level)
        notice = {**alert(self.sentence(about), self._level), "block_id": NOTICE}
        link = {**section(to_card), "block_id": f"{NOTICE}_link"} if to_card else None
        return view.redrawn(above=[notice, *([link] if link else [])])

    @property
    def _level(self) -> Level:
        return Level.WARNING if isinstance(self.error, ApprovalsError | BenefitsError) else Level.ERROR


def warning(words: Mrkdwn) -> Block:
    """A sentence above a form that stays open. A section, because words in an alert have no links."""
    return {**section(warned(words)), "block_id": NOTICE}
