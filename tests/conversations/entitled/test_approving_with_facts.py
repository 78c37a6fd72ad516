"""*Approve…*: a form with all facts, also where the card shows none, and with a note."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.commands.export import Period, export_lines
from sandbox import cast
from tests.conversations import forged
from tests.office import Office, bot_at_work, buttons_of, label_of, words_of
from tests.shown import value_of

pytestmark = pytest.mark.anyio

Json = dict[str, Any]

NOTE = "Fine, but *tell* payroll <today>"


async def test_the_card_and_the_form_say_costs_and_dependents_and_what_approving_does(office: Office) -> None:
    card = await office.nina.requests("yusuf demir")
    form = await office.marcus.opens_approval(card)
    for shown in (words_of(card), words_of(form)):
        assert "Employee pays: $" in shown
        assert "employer: $" in shown
        assert "Approving closes this coverage at once and opens a new enrollment" in shown
    await office.marcus.act("close", view_id=form["id"])
    assert buttons_of(await office.marcus.card("Waiting for approval", of=label_of(card)))[:2] == [
        "approve",
        "approve_form",
    ]


async def test_a_note_stands_on_the_card_in_the_thread_with_the_requester_and_in_details(office: Office) -> None:
    card = await office.nina.requests("zoe young")
    label = label_of(card)
    assert (await office.priya.approves(card, NOTE))["ok"]
    card = await office.marcus.card("Reissued", of=label)
    assert f"Approved by <@{cast.PRIYA}>:\n{NOTE}" in words_of(card).replace("mrkdwn\n", "").replace("plain_text\n", "")
    assert NOTE in await office.marcus.posted(card, f"{label} was approved by <@{cast.PRIYA}>")
    direct = await office.nina.direct()
    assert NOTE in words_of(await office.nina.reads(f"{label} · Reissued", direct))
    note = await office.nina.reads("the enrollment was reissued.", direct)
    assert NOTE in words_of(note)
    await office.marcus.click(card, "details")
    assert NOTE in words_of(await office.marcus.modal_with("Decisions"))


async def test_the_button_that_an_earlier_release_drew_on_a_card_without_facts_shows_them_first(
    own_office: Office, one_database_url: str
) -> None:
    office = own_office
    async with bot_at_work(office, one_database_url, card_detail="minimal"):
        view = await office.nina.fill_in("ada")
        assert (await office.nina.submit(view))["ok"]
        card = await office.priya.card("Waiting for approval")
        pressed = forged.click(cast.PRIYA, "approve", value_of(card, "approve_form"), ts=card["ts"])
        trigger = office.sandbox.workspace.triggers.issue(cast.PRIYA)
        assert (await office.forge(pressed | {"trigger_id": trigger}))["status"] == 200
        form = await office.priya.modal_with("Employee pays: $")
        await office.priya.card("Waiting for approval", of=label_of(card))
        assert (await office.priya.submit(form, {"note": {"note": ""}}))["ok"]
        await office.priya.card("Reissued", of=label_of(card))


async def test_an_approval_without_a_note_is_one_like_any_other(office: Office) -> None:
    card = await office.nina.requests("ruth adler")
    assert (await office.marcus.approves(card, "   "))["ok"]
    card = await office.marcus.card("Reissued", of=label_of(card))
    assert f"Approved by <@{cast.MARCUS}>." in card["text"]


async def test_who_may_not_approve_is_told_so_instead_of_the_facts_and_again_at_the_submission(office: Office) -> None:
    card = await office.marcus.requests("nadia petrova")
    label, own = label_of(card), "so another approver has to decide on it."
    for person, said in ((office.marcus, own), (office.nina, "Only approvers can do this")):
        assert (await person.click(card, "approve_form"))["ok"]
        shown = words_of(await person.modal_with(said))
        assert "Employee pays" not in shown
        values = {"note": {"note": {"type": "plain_text_input", "value": NOTE}}}
        payload = forged.submission(person.id, "approve", values, metadata=value_of(card, "approve_form"))
        answer = json.loads((await office.forge(payload))["body"])
        assert said in words_of(answer["view"])
    await office.priya.card("Waiting for approval", of=label)


async def test_what_changed_meanwhile_is_not_approved_and_the_note_stays_in_sight(office: Office) -> None:
    card = await office.nina.requests("joy okonkwo", reason="A marriage")
    label = label_of(card)
    form = await office.priya.opens_approval(card)
    direct = await office.nina.direct()
    await office.nina.click(await office.nina.card(of=label, conversation=direct), "change", direct)
    change = await office.nina.modal_with("Nothing changes until you submit")
    assert (await office.nina.submit(change, {"reason": {"reason": "A wedding"}}))["ok"]
    await office.priya.card("A wedding", of=label)
    assert (await office.priya.submit(form, {"note": {"note": NOTE}}))["ok"]
    refused = words_of(await office.priya.modal_with(f"{label} has changed since you saw it."))
    assert NOTE in refused
    await office.priya.card("Waiting for approval", of=label)


async def test_a_note_of_501_characters_is_refused_under_its_field(office: Office) -> None:
    card = await office.nina.requests("samir haddad")
    values = {"note": {"note": {"type": "plain_text_input", "value": "x" * 501}}}
    payload = forged.submission(cast.MARCUS, "approve", values, metadata=value_of(card, "approve_form"))
    answer = json.loads((await office.forge(payload))["body"])
    assert answer["errors"] == {"note": "This is too long: at most 500 characters."}
    await office.nina.card("Waiting for approval", of=label_of(card))


async def test_where_the_card_says_little_the_form_shows_all_before_anybody_approves(
    own_office: Office, one_database_url: str
) -> None:
    office = own_office
    async with bot_at_work(office, one_database_url, card_detail="minimal"):
        card = await office.nina.requests("grace mwangi", reason="Because of the twins")
        assert buttons_of(card)[0] == "approve_form"
        assert "approve" not in buttons_of(card)
        assert "Grace" not in words_of(card)
        form = await office.marcus.opens_approval(card)
        for fact in ("Grace Mwangi", "Because of the twins", "Family", "dependents"):
            assert fact in words_of(form)
        assert await office.reissues() == []
        assert (await office.marcus.submit(form, {"note": {"note": NOTE}}))["ok"]
        card = await office.marcus.card("Reissued", of=label_of(card))
        assert NOTE not in "".join([words_of(card), *await office.marcus.thread(card)])
        assert NOTE in words_of(await office.nina.reads("· Reissued", await office.nina.direct()))


async def test_the_audit_has_only_the_hash_of_a_note(own_office: Office, sqlite_file: Path, tmp_path: Path) -> None:
    office, url, output = own_office, f"sqlite:///{sqlite_file}", tmp_path / "audit.jsonl"
    async with bot_at_work(office, url):
        card = await office.nina.requests("ada")
        assert (await office.marcus.approves(card, NOTE))["ok"]
        await office.marcus.card("Reissued", of=label_of(card))
    export_lines(url, Period(None, None), "jsonl", output)
    lines = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    approved = next(line for line in lines if line["kind"] == "approved")
    assert len(approved["codes"]["note_hash"]) == 64
    assert "payroll" not in output.read_text(encoding="utf-8")
    assert [line["kind"] for line in lines if line["actor"] == cast.MARCUS] == ["viewed", "approved"]
