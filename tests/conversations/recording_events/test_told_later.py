"""A life event whose answer is lost or late is recorded once, and told as soon as its result is known."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import Bot
from bot.commands.event_listing import events_listed
from bot.doctor.finding import State
from bot.doctor.life_events import examine_life_events
from handlers.words.dates import day
from sandbox import cast
from tests.conversations.recording_events.form import chosen, form_for, made, typed
from tests.office import Office, bot_at_work, settings_for, words_of
from tests.patience import PATIENCE
from tests.patient import PATIENT

pytestmark = [pytest.mark.anyio, pytest.mark.documented]

SOON_TOLD = replace(PATIENT, recording=0.5)
"""For what is known to take longer: the form says so soon."""

NEVER_LATE = replace(PATIENT, recording=2 * PATIENCE)
"""With these the form would wait in vain, longer than Slack waits for it."""


@pytest.mark.parametrize("kind", ["error_after", "drop_after"])
async def test_a_lost_answer_is_found_at_once_and_nothing_is_sent_again(office: Office, bot: Bot, kind: str) -> None:
    del bot
    form = await form_for(office, (await chosen(office))[0])
    await office.fault("benefits", "record_event", kind)
    assert (await office.nina.submit(form, typed()))["ok"]
    await office.nina.modal_with("is recorded in Vitable")
    assert len(made(office)) == len(await office.calls("benefits", "record_event")) == 1


@pytest.mark.usefixtures("told_at_once")
async def test_what_takes_longer_than_slack_waits_is_told_directly_with_how_to_go_on(
    office: Office, database: str
) -> None:
    async with bot_at_work(office, database, record_events=True, budgets=SOON_TOLD):
        form = await form_for(office, (await chosen(office))[0])
        await office.fault("benefits", "record_event", "drop_before")
        assert (await office.nina.submit(form, typed()))["ok"]
        waiting = await office.nina.modal_with("You get a direct message with the result")
        assert "/reissue empl_tom_becker" in words_of(waiting)
        told = await office.nina.reads("its list does not show the event", await office.nina.direct())
        assert "Tom Becker" in words_of(told)
        assert "Practice server" in words_of(told)
    assert len(await office.calls("benefits", "record_event")) == 1


@pytest.mark.usefixtures("told_at_once")
async def test_a_closed_form_below_gets_a_direct_message_in_its_place(office: Office, bot: Bot) -> None:
    del bot
    form = await form_for(office, (await chosen(office))[0])
    await office.fault("slack", "views.update", "error", message="not_found", times=None)
    assert (await office.nina.submit(form, typed()))["ok"]
    told = await office.nina.reads("is recorded in Vitable", await office.nina.direct())
    assert "/reissue empl_tom_becker" in words_of(told)


@pytest.mark.usefixtures("told_at_once")
async def test_a_process_that_is_stopped_and_started_again_finishes_it(office: Office, database: str) -> None:
    async with bot_at_work(office, database, record_events=True, reissue_paused=True, budgets=NEVER_LATE):
        form = await form_for(office, (await chosen(office))[0])
        assert "switched off at the moment" in words_of(form)
        assert (await office.nina.submit(form, typed()))["ok"]
        await office.nina.modal_with("You get a direct message")
    assert made(office) == []
    async with bot_at_work(office, database, record_events=True):
        told = await office.nina.reads("is recorded in Vitable", await office.nina.direct())
        assert day(cast.today() - timedelta(days=3)) in words_of(told)
    assert len(made(office)) == 1


async def test_an_operator_sees_what_is_open_and_never_what_happened_to_whom(office: Office, database: str) -> None:
    async with bot_at_work(office, database, record_events=True, reissue_paused=True, budgets=NEVER_LATE):
        form = await form_for(office, (await chosen(office))[0])
        assert (await office.nina.submit(form, typed()))["ok"]
        await office.nina.modal_with("You get a direct message")
        told = await events_listed(database)
        (record,) = json.loads(await events_listed(database, as_json=True))
        assert (record["state"], record["employee_id"], record["requester"]) == (
            "waiting",
            "empl_tom_becker",
            cast.NINA,
        )
        assert not {"Birth", "Becker", "daughter"} & set(told.split())
        finding = await examine_life_events(settings_for(office.url, database, record_events=True))
        assert (finding.state, finding.says) == (State.OK, "being recorded: 1; outcome unknown: 0")
        finding = await examine_life_events(settings_for(office.url, database))
        assert finding.state is State.WARNING
