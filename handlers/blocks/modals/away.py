"""The modal behind *Away…* in Home: asks an approver for their last day away."""

from datetime import date
from typing import Any

from handlers.blocks.elements import date_picker, entry, section
from handlers.blocks.modals.modal import form
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.words.away import AWAY_UNTIL, WHAT_AWAY_DOES
from handlers.words.controls.dialogs import away_form_words


def away_modal(today: date) -> dict[str, Any]:
    """Asks for the last day; `today` is chosen at first."""
    until = entry(BlockId.UNTIL.value, AWAY_UNTIL, date_picker(ActionId.UNTIL.value, today))
    return form(CallbackId.AWAY, away_form_words(), [section(WHAT_AWAY_DOES), until])
