"""The conversation about a request: a question, its answer, a change unasked, and what each makes of approvals."""

from typing import Any

import pytest

from sandbox import cast
from tests.conversations import forged
from tests.office import Office, bot_at_work, buttons_of, label_of, words_of
from tests.shown import value_of

pytestmark = pytest.mark.anyio

Json = dict[str, Any]


async def asks(office: Office, card: Json, question: str) -> None:
    """Marcus asks about a request."""
    assert (await office.marcus.click(card, "ask"))["ok"]
    view = await office.marcus.modal_with("Until they answer, it cannot be approved")
    assert (await office.marcus.submit(view, {"question": {"question": question}}))["ok"]


async def test_a_question_an_answer_and_a_change_each_ask_for_approval_anew(
    own_office: Office, one_database_url: str
) -> None:
    office = own_office
    async with bot_at_work(office, one_database_url, approvals_required=2):
        card = await office.nina.requests("ada", reason="A birth")
        label, direct = label_of(card), await office.nina.direct()
        assert (await office.marcus.click(card, "approve"))["ok"]
        await asks(office, card, "Is the <certificate> there?")
        asked = await office.marcus.card("Needs information", of=label)
        assert buttons_of(asked) == ["answer", "deny", "details"]
        await office.marcus.posted(asked, "Is the <certificate> there?")
        await _says_in_thread(office, asked, "I have seen it, Nina.")
        await office.marcus.click(asked, "answer")
        await office.marcus.modal_with(f"Only <@{cast.NINA}> can do this with {label}.")

        note = await office.nina.reads("asked you a question", direct)
        assert (await office.nina.click(note, "answer", direct))["ok"]
        view = await office.nina.modal_with("1 approval given will no longer count")
        assert view["values"]["reason"]["reason"]["value"] == "A birth"
        typed = {"answer": {"answer": "Since Monday"}, "reason": {"reason": "A daughter's birth"}}
        assert (await office.nina.submit(view, typed))["ok"]
        answered = await office.marcus.card("Waiting for approval (0 of 2)", of=label)
        for said in ("Is the <certificate> there?", "Since Monday", "Changed: reason", "A daughter's birth"):
            assert said in words_of(answered)
        post = await office.marcus.posted(answered, "was answered by")
        assert f"1 approval no longer counts (given by <@{cast.MARCUS}>)" in post
        settled = await office.nina.reads("asked you a question", direct)
        assert (settled["ts"], buttons_of(settled)) == (note["ts"], [])

        await _refused_as_outdated(office, card, label)
        message = await office.nina.reads("Waiting for approval (0 of 2)", direct)
        assert (await office.nina.click(message, "change", direct))["ok"]
        view = await office.nina.modal_with("It waits for approval again")
        unchanged = await office.nina.submit(view, {"reason": {"reason": "A daughter's birth"}})
        assert unchanged["errors"] == {"reason": "Nothing is different from before. Change something, or cancel."}
        assert (await office.nina.submit(view, {"reason": {"reason": "Twins"}}))["ok"]
        await office.marcus.posted(answered, f"{label} was changed by <@{cast.NINA}>")
        for who in (office.marcus, office.priya):
            current = await who.card("Twins", of=label)
            assert (await who.click(current, "approve"))["ok"]
        card = await office.marcus.card("Reissued", of=label)
        await office.priya.click(card, "details")
        details = words_of(await office.priya.modal_with("Questions, answers and changes"))
        assert "A birth" in details
        assert "before the request was changed; no longer counts" in details
        thread = await office.marcus.thread(card)
        assert sum("I have seen it, Nina." in said for said in thread) == 1
    assert [made["reason"] for made in await office.reissues()] == ["Twins"]


async def test_what_was_typed_for_a_request_that_was_denied_meanwhile_is_not_lost(office: Office) -> None:
    card = await office.nina.requests("victor hale")
    label = label_of(card)
    await asks(office, card, "Is the certificate there?")
    asked = await office.nina.card("Needs information", of=label)
    assert (await office.nina.click(asked, "answer"))["ok"]
    view = await office.nina.modal_with("Is the certificate there?")
    values = {"reason": {"reason": {"type": "plain_text_input", "value": "No"}}}
    assert await office.forge(forged.submission(cast.PRIYA, "deny", values, metadata=value_of(asked, "deny")))
    await office.nina.card("Denied", of=label)
    assert (await office.nina.submit(view, {"answer": {"answer": "It came <today>"}}))["ok"]
    told = words_of(await office.nina.modal_with(f"{label} was already denied by <@{cast.PRIYA}>."))
    assert "It came <today>" in told
    note = await office.nina.reads("asked you a question", await office.nina.direct())
    assert buttons_of(note) == []


async def _says_in_thread(office: Office, card: Json, text: str) -> None:
    answer = await office.marcus.act("say", conversation=cast.APPROVALS, text=text, thread_ts=card["ts"])
    assert answer["ok"], answer


async def _refused_as_outdated(office: Office, card: Json, label: str) -> None:
    """A decision on the revision before the answer."""
    key = office.sandbox.workspace.response_urls.issue(cast.PRIYA, cast.APPROVALS, card["ts"])
    url = f"{office.url}/response/{key}"
    outdated = forged.click(cast.PRIYA, "approve", value_of(card, "approve"), ts=card["ts"], response_url=url)
    said = await office.priya.hears(office.forge(outdated))
    assert said == f"{label} has changed since you saw it. Look at the card again, then decide."
