"""Modals in a workspace that takes alert blocks, and in one that does not yet."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from handlers.blocks.elements import ALERT_LIMIT, Level, alert, without_alerts
from handlers.blocks.modals.notices import notice_modal, refused_modal
from handlers.slack.client import slack_client, slack_session
from handlers.slack.views import Modals
from handlers.words.mrkdwn import Mrkdwn
from sandbox import cast
from tests.office import Office, open_office
from tests.patient import PATIENT

pytestmark = pytest.mark.anyio

Json = dict[str, Any]

REFUSED = refused_modal(Mrkdwn("Only approvers can do this."))
LOADING = notice_modal("One moment", Mrkdwn("Loading…"))


@dataclass
class Desk:
    """A person in an office whose modals a process of ours opens."""

    office: Office
    modals: Modals

    def trigger(self) -> str:
        """What one click lets the bot open."""
        return self.office.sandbox.workspace.triggers.issue(cast.NINA)

    async def shown(self) -> list[str]:
        """The types of the blocks on top."""
        return [block["type"] for block in (await self.office.nina.state())["views"][-1]["blocks"]]

    async def tries(self, method: str) -> int:
        """How often a method was called."""
        return len(await self.office.calls("slack", method))


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with open_office() as office, slack_session(PATIENT) as session:
        yield Desk(office, Modals(slack_client(cast.BOT_TOKEN, f"{office.url}/api/", session)))


async def no_alerts(desk: Desk, code: str | None = None) -> None:
    """From now on Slack takes no alert."""
    await desk.office.fault("blocks", "alert", "unknown", times=None, **({"message": code} if code else {}))


async def test_a_refusal_is_an_alert_where_slack_takes_it(desk: Desk) -> None:
    await desk.modals.open(desk.trigger(), REFUSED)
    assert await desk.shown() == ["alert"]
    assert desk.modals.takes_alerts is True


@pytest.mark.parametrize("code", ["invalid_arguments", "invalid_blocks"])
async def test_a_view_whose_alert_slack_does_not_take_is_drawn_again_with_a_section(desk: Desk, code: str) -> None:
    view_id, _ = await desk.modals.open(desk.trigger(), LOADING)
    await no_alerts(desk, code)
    assert await desk.modals.replace(view_id, REFUSED) is not None
    assert await desk.shown() == ["section"]
    assert await desk.tries("views.update") == 2
    assert await desk.modals.replace(view_id, REFUSED) is not None
    assert await desk.tries("views.update") == 3  # it has learned


async def test_a_modal_that_was_refused_opens_with_a_section_if_its_trigger_is_still_good(desk: Desk) -> None:
    await desk.office.fault("slack", "views.open", "error", message="invalid_blocks")
    await desk.modals.open(desk.trigger(), REFUSED)
    assert await desk.shown() == ["section"]
    assert desk.modals.takes_alerts is False


async def test_if_the_refusal_used_the_trigger_up_the_next_modal_opens_with_a_section(desk: Desk) -> None:
    await no_alerts(desk)
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await desk.modals.open(desk.trigger(), REFUSED)
    await desk.modals.open(desk.trigger(), REFUSED)
    assert await desk.shown() == ["section"]


async def test_a_view_that_is_wrong_for_another_reason_says_nothing_about_alerts(desk: Desk) -> None:
    wrong = {**REFUSED, "blocks": [*REFUSED["blocks"], {"type": "header"}]}
    view_id, _ = await desk.modals.open(desk.trigger(), LOADING)
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await desk.modals.replace(view_id, wrong)
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await desk.modals.open(desk.trigger(), wrong)
    assert desk.modals.takes_alerts is None


async def test_the_answer_to_a_submission_has_an_alert_only_once_slack_has_taken_one(desk: Desk) -> None:
    assert desk.modals.in_answer(REFUSED) == without_alerts(REFUSED)
    await desk.modals.open(desk.trigger(), REFUSED)
    assert desk.modals.in_answer(REFUSED) == REFUSED


def test_a_text_too_long_for_an_alert_is_a_paragraph_with_a_sign() -> None:
    longest, longer = Mrkdwn("x" * ALERT_LIMIT), Mrkdwn("x" * (ALERT_LIMIT + 1))
    assert alert(longest, Level.ERROR)["type"] == "alert"
    assert alert(longer)["text"]["text"] == f"⚠️ {longer}"
    assert alert(longer)["type"] == "section"


def test_in_place_of_an_alert_the_same_words_stand_under_the_same_id() -> None:
    view: Json = {"type": "modal", "blocks": [{**alert(Mrkdwn("No.")), "block_id": "notice"}]}
    [block] = without_alerts(view)["blocks"]
    assert (block["type"], block["block_id"], block["text"]["text"]) == ("section", "notice", "⚠️ No.")
