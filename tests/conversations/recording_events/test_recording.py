"""Recording a life event in the form, which is chosen then: new ones, near duplicates, refused ones."""

import pytest

from bot.app import Bot
from tests.conversations.recording_events.form import Json, chosen, form_for, made, typed
from tests.office import Office, block_of, buttons_of, initial_of, label_of, menus_of, words_of

pytestmark = [pytest.mark.anyio, pytest.mark.documented]


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
