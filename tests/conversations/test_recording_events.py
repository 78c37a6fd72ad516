"""Recording a life event where there is none: over signed HTTP, through the form, whatever Vitable answers."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from approvals.driver import event_record
from benefits.contract import Contract
from bot.app import Bot
from bot.commands.event_listing import events_listed
from bot.doctor.finding import State
from bot.doctor.life_events import examine_life_events
from handlers.words.dates import day
from sandbox import cast
from tests.conversations import forged
from tests.conversations.conftest import forget
from tests.office import (
    Office,
    block_of,
    bot_at_work,
    buttons_of,
    initial_of,
    label_of,
    menus_of,
    open_office,
    settings_for,
    words_of,
)
from tests.patience import PATIENCE
from tests.patient import PATIENT
from tests.two_employers import HALVORSEN, JUNIPER, routes_in, settle_in

pytestmark = [pytest.mark.anyio, pytest.mark.documented]

Json = dict[str, Any]

TOM = "tom becker"

SOON_TOLD = replace(PATIENT, recording=0.5)
"""For what is known to take longer: the form says so soon."""

NEVER_LATE = replace(PATIENT, recording=2 * PATIENCE)
"""With these the form would wait in vain, longer than Slack waits for it."""


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def database(request: pytest.FixtureRequest) -> str:
    """A database with our tables, once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    """A sandbox that speaks the documented contract."""
    async with open_office(contract=Contract.DOCUMENTED) as office:
        yield office


@pytest.fixture
async def bot(office: Office, database: str) -> AsyncIterator[Bot]:
    """The bot in it, which records life events."""
    async with bot_at_work(office, database, record_events=True) as bot:
        yield bot


@pytest.fixture
def told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the form does not show is told at once, for tests whose form shows nothing."""
    monkeypatch.setattr(event_record, "TELL_AFTER", 0.1)


async def chosen(office: Office, employee: str = TOM) -> tuple[Json, Json]:
    """The request form of an employee, and who was chosen in it."""
    await office.nina.command("/reissue")
    view = await office.nina.modal()
    option = (await office.nina.find(view, employee))[0]
    await office.nina.choose(view, "employee", option)
    return await office.nina.modal(lambda shown: "record_event" in buttons_of(shown)), option


async def form_for(office: Office, view: Json) -> Json:
    """The form on top of it."""
    await office.nina.press(view, "record_event")
    return await office.nina.modal_with("no one has to approve that")


def typed(days_ago: int = 3, kind: str = "Birth", notes: str = "A daughter") -> Json:
    """What Nina types."""
    happened = (today() - timedelta(days=days_ago)).isoformat()
    return {
        "event_type": {"event_type": {"text": {"type": "plain_text", "text": kind}, "value": kind}},
        "event_date": {"event_date": happened},
        "notes": {"notes": notes},
    }


def today() -> date:
    """The day it is in the sandbox."""
    return datetime.now(UTC).date()


def made(office: Office) -> list[Json]:
    """The life events that the API made."""
    return office.sandbox.benefits.world.recorded_events


async def test_where_there_is_no_event_one_is_recorded_and_chosen_and_the_request_is_sent(
    office: Office, bot: Bot
) -> None:
    view, option = await chosen(office)
    assert "has no qualifying life event in Vitable" in words_of(view)
    form = await form_for(office, view)
    assert "Tom Becker" in words_of(form)
    assert (await office.nina.submit(form, typed()))["ok"]
    view = await office.nina.modal_with("is recorded in Vitable")
    (event,) = made(office)
    assert (event["event_type"], event["notes"], event["member_id"]) == ("Birth", "A daughter", "mbr_tom_becker")
    enrollments, events = menus_of(view)
    assert initial_of(events) == [event["id"]]
    values = {
        "employee": {"employee": option},
        enrollments["block_id"]: {"enrollment": enrollments["element"]["options"][:1]},
        events["block_id"]: {"qle": events["element"]["options"][0]},
        "reason": {"reason": "New baby"},
    }
    assert (await office.nina.submit(view, values))["ok"]
    label = label_of(await office.nina.modal_with("Sent to"))
    assert "Birth" in words_of(await office.nina.card("Waiting for approval", of=label))
    async with bot.store.reading() as work:
        assert await work.event_records.unsettled() == []


async def test_a_repeated_delivery_and_a_second_submission_record_it_once(office: Office, bot: Bot) -> None:
    del bot
    view, _ = await chosen(office)
    form = await form_for(office, view)
    await office.fault("delivery", "*", "repeat")
    assert (await office.nina.submit(form, typed()))["ok"]
    await office.nina.modal_with("is recorded in Vitable")
    assert len(made(office)) == 1


async def test_where_there_are_events_the_new_one_is_chosen_in_their_menu_and_the_choice_above_stays(
    office: Office, bot: Bot
) -> None:
    del bot
    view, _ = await chosen(office, "ada lovelace")
    enrollments, _ = menus_of(view)
    dental = next(o for o in enrollments["element"]["options"] if o["value"] == "enrl_ada_lovelace_dental")
    ticked = {enrollments["block_id"]: {"enrollment": [dental]}}
    await office.nina.choose(view, enrollments["block_id"], [dental], ticked)
    view = await office.nina.modal(lambda shown: initial_of(menus_of(shown)[0]) == [dental["value"]])
    await office.nina.act(
        "view_click",
        view_id=view["id"],
        block_id=block_of(view, "record_event"),
        action_id="record_event",
        values=ticked,
    )
    form = await office.nina.modal_with("no one has to approve that")
    assert (await office.nina.submit(form, typed(kind="Marriage")))["ok"]
    view = await office.nina.modal_with("is recorded in Vitable")
    enrollments, events = menus_of(view)
    assert initial_of(events) == [made(office)[0]["id"]]
    assert initial_of(enrollments) == ["enrl_ada_lovelace_dental"]


async def test_a_near_duplicate_has_to_be_ticked(office: Office, bot: Bot) -> None:
    del bot
    view, _ = await chosen(office, "ada lovelace")
    form = await form_for(office, view)
    assert (await office.nina.submit(form, typed()))["ok"]
    form = await office.nina.modal_with("may be the same one")
    assert made(office) == []
    answer = await office.nina.submit(form, typed())
    sentence = "Tick this if it is another event. Otherwise cancel, and choose the one that is there."
    assert answer["errors"] == {_similar(form)["block_id"]: sentence}
    tick = {_similar(form)["block_id"]: {"similar": _similar(form)["element"]["options"]}}
    assert (await office.nina.submit(form, {**typed(), **tick}))["ok"]
    await office.nina.modal_with("is recorded in Vitable")
    assert len(made(office)) == 1


async def test_a_day_to_come_is_refused_under_its_field(office: Office, bot: Bot) -> None:
    del bot
    form = await form_for(office, (await chosen(office))[0])
    answer = await office.nina.submit(form, typed(days_ago=-3))
    assert answer["errors"] == {"event_date": "This day is still to come. Choose today or an earlier day."}
    answer = await office.nina.submit(form, typed(notes="x" * 501))
    assert not answer["ok"]


async def test_what_vitable_refuses_is_said_above_the_form_and_can_be_put_right(office: Office, bot: Bot) -> None:
    del bot
    form = await form_for(office, (await chosen(office))[0])
    await office.fault("benefits", "record_event", "refuse", message="The event is too old")
    assert (await office.nina.submit(form, typed()))["ok"]
    form = await office.nina.modal_with("Vitable refused it")
    assert "The event is too old" in words_of(form)
    assert (await office.nina.submit(form, typed()))["ok"]
    await office.nina.modal_with("is recorded in Vitable")
    assert len(made(office)) == 1


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


async def test_who_may_no_longer_request_records_nothing(office: Office, bot: Bot) -> None:
    view, _ = await chosen(office)
    form = await form_for(office, view)
    await office.change(f"groups/{cast.HR_TEAM}", users=[cast.MARCUS])
    forget(bot)
    assert (await office.nina.submit(form, typed()))["ok"]
    assert "Only people who may request" in words_of(await office.nina.modal_with("Only people who may request"))
    assert made(office) == []


async def test_without_the_setting_there_is_no_button(office: Office, database: str) -> None:
    async with bot_at_work(office, database):
        await office.nina.command("/reissue")
        view = await office.nina.modal()
        await office.nina.choose(view, "employee", (await office.nina.find(view, TOM))[0])
        view = await office.nina.modal_with("has no qualifying life event in Vitable")
        assert "record_event" not in buttons_of(view)


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
        assert day(today() - timedelta(days=3)) in words_of(told)
    assert len(made(office)) == 1


def _similar(view: Json) -> Json:
    found: Json = next(b for b in view["blocks"] if str(b.get("block_id")).startswith("similar"))
    return found


async def test_a_form_filled_in_from_an_earlier_request_stays_so(office: Office, bot: Bot) -> None:
    del bot
    card = await office.nina.requests("ruth adler", reason="As before")
    label = label_of(card)
    assert (await office.nina.withdraws(card))["ok"]
    direct = await office.nina.direct()
    message = await office.nina.reads("Withdrawn", direct)
    assert (await office.nina.click(message, "request_again", direct))["ok"]
    view = await office.nina.modal(lambda shown: "record_event" in buttons_of(shown))
    form = await form_for(office, view)
    assert (await office.nina.submit(form, typed()))["ok"]
    view = await office.nina.modal_with("is recorded in Vitable")
    assert label in words_of(view)
    assert initial_of(menus_of(view)[1]) == [made(office)[0]["id"]]


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


async def test_an_employee_of_another_route_is_as_if_unknown(office: Office, database: str, tmp_path: Path) -> None:
    settle_in(office)
    routes = routes_in(tmp_path, JUNIPER, HALVORSEN)
    async with bot_at_work(office, database, record_events=True, routes_file=routes):
        values = {
            "event_type": {"event_type": forged.chosen("Birth")},
            "event_date": {"event_date": {"type": "datepicker", "selected_date": today().isoformat()}},
            "notes": {"notes": {"type": "plain_text_input", "value": None}},
        }
        for number, (employee, count) in enumerate({"empl_owen_price": 0, "empl_tom_becker": 1}.items()):
            about = {"view_id": f"V0FORGED{number}", "metadata": f"{employee};;;0;"}
            answer = await office.forge(forged.submission(cast.NINA, "record_event", values, **about))
            assert answer["status"] == 200
            assert len(made(office)) == count
