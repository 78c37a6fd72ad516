"""Finding again, over signed HTTP: people and requests by name, requests of any age page by page, the form by name."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import col, select

from approvals.model.overview import PAGE
from approvals.model.request import ReissueRequest
from approvals.model.status import RequestStatus
from approvals.ports.storage import Store
from approvals.rules import lifecycle
from benefits.contract import Contract
from benefits.ids import EmployeeId, EnrollmentId
from bot.app import Bot
from sandbox import cast
from store.tables import RequestRow
from tests.builders import NOW, a_request, an_employee, an_enrollment
from tests.conversations.conftest import forget
from tests.office import Colleague, Office, buttons_of, menus_of, words_of
from tests.shown import GUESTS_CANNOT, value_of

pytestmark = pytest.mark.anyio

Json = dict[str, Any]

LONG_AGO = NOW - timedelta(days=900)
"""A time in May 2024."""


async def past(store: Store, name: str, employee_id: str, **changes: Any) -> ReissueRequest:  # noqa: ANN401
    """A request that was denied long ago."""
    key = uuid4().hex
    facts: dict[str, Any] = {
        "id": uuid4(),
        "submission_key": key,
        "requester": cast.NINA,
        "enrollment": an_enrollment(id=EnrollmentId(f"enrl_{key}")),
        "employee": an_employee(name).model_copy(update={"id": EmployeeId(employee_id)}),
        "status": RequestStatus.DENIED,
        "submitted_at": LONG_AGO,
        "changed_at": LONG_AGO,
    }
    async with store.writing() as work:
        stored = await work.requests.add(a_request(**{**facts, **changes}))
        await work.commit()
    return stored


async def answer(person: Colleague, words: str) -> Json:
    """The message that only this person gets after `/reissue`."""
    text = await person.hears(person.command(f"/reissue {words}", cast.GENERAL), cast.GENERAL)
    return next(m for m in reversed(await person.messages(cast.GENERAL)) if m["ephemeral"] and m["text"] == text)


def without_ids(message: Json) -> Json:
    """What a message says and shows, apart from the ids that Slack gives to blocks."""
    blocks = [{name: part for name, part in block.items() if name != "block_id"} for block in message["blocks"]]
    return {"text": message["text"], "blocks": blocks}


def beside(message: Json) -> list[Json]:
    """The buttons beside the lines of a message."""
    return [block["accessory"] for block in message["blocks"] if "accessory" in block]


async def redrawn(person: Colleague, message: Json, text: str) -> Json:
    """The same message, once it has another page."""
    found = await person.reads(text, cast.GENERAL)
    assert found["ts"] == message["ts"]
    return found


async def chosen_employee(person: Colleague) -> Json:
    """The form, once an employee is chosen and the menus are filled."""
    return await person.modal(lambda shown: len(menus_of(shown)) == 2)


async def test_people_and_requests_are_found_by_a_part_of_the_name(office: Office, bot: Bot) -> None:
    old = await past(bot.store, "Grâce Mwangi", "empl_grace_mwangi")
    other = await past(bot.store, "Ada Lovelace", "empl_ada_lovelace")
    message = await answer(office.nina, "find MWANGI gra")
    told = words_of(message)
    assert "People (1)" in told
    assert "*Grace Mwangi*" in told
    assert f"*{old.label}* · Grâce Mwangi" in told
    assert "About Grâce Mwangi" in told
    assert other.label not in told
    assert [button["action_id"] for button in beside(message)] == ["request_for", "details"]
    assert (await office.nina.click(message, "details", cast.GENERAL))["ok"]
    await office.nina.modal_with(f"Details of {old.label}")
    approver = words_of(await answer(office.priya, "find mwangi"))
    assert old.label in approver
    assert "People" not in approver


async def test_a_found_person_is_requested_for_with_one_click(office: Office) -> None:
    message = await answer(office.nina, "find grace mwangi")
    assert (await office.nina.click(message, "request_for", cast.GENERAL))["ok"]
    view = await chosen_employee(office.nina)
    assert view["values"]["employee"]["employee"]["selected_option"]["value"] == "empl_grace_mwangi"


async def test_a_name_opens_the_form_with_a_single_match_chosen(office: Office) -> None:
    await office.nina.command("/reissue Mwangi GRACE")
    view = await chosen_employee(office.nina)
    assert view["values"]["employee"]["employee"]["selected_option"]["value"] == "empl_grace_mwangi"


async def test_of_several_matches_one_is_chosen_in_the_form(office: Office) -> None:
    await office.nina.command("/reissue maria garcia")
    view = await office.nina.modal_with("2 employees match `maria garcia`. Choose one:")
    assert "Halvorsen" in words_of(view)
    assert menus_of(view) == []
    typed = {"reason": {"reason": "A son"}}
    _first, second = [block for block in view["blocks"] if "accessory" in block]
    wanted = second["accessory"]["value"]
    place = {"view_id": view["id"], "block_id": second["block_id"], "action_id": "choose_employee"}
    assert (await office.nina.act("view_click", **place, values=typed))["ok"]
    view = await chosen_employee(office.nina)
    assert view["values"]["employee"]["employee"]["selected_option"]["value"] == wanted
    assert view["values"]["reason"]["reason"]["value"] == "A son"


async def test_a_word_that_is_no_employees_name_is_said_to_be_none_and_help_is_named(office: Office) -> None:
    await office.nina.command("/reissue foobar <!channel>")
    view = await office.nina.modal_with("No employee called `foobar &lt;!channel&gt;` was found.")
    assert "`/reissue help`" in words_of(view)
    assert await office.nina.find(view, "ada lovelace")


@pytest.mark.connect_6
async def test_where_the_server_searches_a_short_name_asks_for_more_letters(office: Office) -> None:
    await office.nina.command("/reissue gr")
    await office.nina.modal_with("Type at least three letters.")
    await office.nina.act("close", view_id=(await office.nina.modal())["id"])
    assert "People are found from three letters on" in words_of(await answer(office.nina, "find gr"))


async def test_while_vitable_is_away_requests_are_found_and_people_are_not_said_to_be_none(
    office: Office, bot: Bot
) -> None:
    old = await past(bot.store, "Quentin Obscure", "empl_quentin")
    await office.fault("benefits", "*", "status", times=20, status=500)
    told = words_of(await answer(office.nina, "find quentin"))
    assert old.label in told
    assert ("No employee" in told) is (office.contract is Contract.DOCUMENTED)  # which has an index of its own


async def test_while_slack_is_away_nothing_is_found_and_nothing_is_said_to_be_none(office: Office, bot: Bot) -> None:
    old = await past(bot.store, "Ruth Adler", "empl_ruth_adler")
    await office.fault("slack", "chat.getPermalink", "server_error", times=None)
    assert old.label in words_of(await answer(office.priya, "find adler"))
    forget(bot)
    await office.fault("slack", "usergroups.users.list", "server_error", times=None)
    await office.fault("slack", "users.info", "server_error", times=None)
    for words in ("find adler", "history denied", "find nobody of that name"):
        told = words_of(await answer(office.priya, words))
        assert told == "Slack did not say in time whether you may do this, so nothing was done. Try again."
    await office.mend()
    forget(bot)
    assert old.label in words_of(await answer(office.priya, "find adler"))


async def test_history_is_narrowed_down_and_turned_page_by_page_in_the_same_message(office: Office, bot: Bot) -> None:
    made = [await past(bot.store, "Paula Manypages", "empl_paula") for _ in range(PAGE + 1)]
    await past(bot.store, "Paula Manypages", "empl_paula", status=RequestStatus.WITHDRAWN)
    await past(bot.store, "Paula Manypages", "empl_paula", submitted_at=NOW, changed_at=NOW)
    message = await answer(office.nina, "history manypages denied may 2024")
    told = words_of(message)
    assert f"Requests ({PAGE + 1}) · page 1 of 2" in told
    assert "Denied · submitted in May 2024 · about Paula Manypages · newest first" in told
    assert made[-1].label in told
    assert made[0].label not in told.split()
    assert "manypages" not in value_of(message, "next_found").lower()
    assert (await office.nina.click(message, "next_found", cast.GENERAL))["ok"]
    message = await redrawn(office.nina, message, "page 2 of 2")
    assert f"*{made[0].label}* · Paula Manypages" in words_of(message)
    assert (await office.nina.click(message, "previous_found", cast.GENERAL))["ok"]
    await redrawn(office.nina, message, "page 1 of 2")


async def test_of_anothers_request_a_search_tells_no_more_than_the_lists(office: Office, bot: Bot) -> None:
    await past(bot.store, "Yolanda Secretive", "empl_yolanda", requester=cast.MARCUS)
    for words in ("find", "history", "history denied", "history 2024-05"):
        hidden, unknown = [await answer(office.nina, f"{words} {name}") for name in ("secretive", "xyzzyx")]
        assert without_ids(hidden) == without_ids(unknown)
    assert "Secretive" in words_of(await answer(office.marcus, "find secretive"))
    told = await answer(office.person(cast.GIL), "find secretive")
    assert words_of(told) == GUESTS_CANNOT


async def test_without_its_name_a_request_is_found_by_number_status_and_month_only(office: Office, bot: Bot) -> None:
    old = await past(bot.store, "Vera Vanished", "empl_vera", status=RequestStatus.EXPIRED)
    async with bot.store.writing() as work:
        await work.requests.save(lifecycle.blank(old, NOW))
        await work.commit()
    assert "No request that you may see is about an employee of that name." in words_of(
        await answer(office.nina, "find vanished")
    )
    for words in ("history expired", "history expired 2024-05", f"find {old.label}", f"status {old.number}"):
        told = words_of(await answer(office.nina, words))
        assert f"*{old.label}* · _name removed_" in told
    async with bot.engine.connect() as connection:
        kept = await connection.execute(select(col(RequestRow.search)).where(col(RequestRow.number) == old.number))
    assert kept.scalar_one() == ""


async def test_a_page_still_turns_after_what_it_showed_has_changed(office: Office, bot: Bot) -> None:
    made = [await past(bot.store, "Ursula Turned", "empl_ursula") for _ in range(PAGE + 1)]
    message = await answer(office.nina, "find ursula")
    async with bot.store.writing() as work:
        for each in made[1:]:
            await work.requests.save(replace(lifecycle.blank(each, NOW)))
        await work.commit()
    assert (await office.nina.click(message, "next_found", cast.GENERAL))["ok"]
    message = await redrawn(office.nina, message, "Requests (1)")
    assert (buttons_of(message), len(beside(message))) == ([], 1)


async def test_find_without_a_name_says_what_it_needs(office: Office) -> None:
    assert "needs a name" in words_of(await answer(office.nina, "find"))
    assert "Requests (" in words_of(await answer(office.marcus, "history"))
