"""Evidence: who requests or approves says which document of the life event they saw. The document stays elsewhere."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from approvals.model.document import SeenBy
from sandbox import cast
from tests.conversations import forged
from tests.office import Colleague, Office, bot_at_work, buttons_of, label_of, words_of
from tests.shown import labels_of, menus_of, value_of

pytestmark = pytest.mark.anyio

Json = dict[str, Any]

FIELDS = ("document", "document_kind", "document_date", "document_words")


def days_ago(days: int) -> str:
    """A date for a form."""
    return (cast.today() - timedelta(days=days)).isoformat()


def in_words(day: str) -> str:
    """The same as people read it."""
    on = datetime.fromisoformat(day)
    return f"{on.day} {on:%b %Y}"


def document_in(view: Json, on: str, kind: int = 0, words: str = "", *, seen: bool = True) -> Json:
    """What a person ticks, chooses and types about a document."""
    box, menu, date, text = (
        next(b for b in view["blocks"] if str(b.get("block_id")).partition(":")[0] == f) for f in FIELDS
    )
    return {
        box["block_id"]: {"document": box["element"]["options"] if seen else []},
        menu["block_id"]: {"document_kind": menu["element"]["options"][kind]},
        date["block_id"]: {"document_date": on},
        text["block_id"]: {"document_words": words},
    }


async def filled_in(colleague: Colleague, employee: str, *, together: bool = False) -> Json:
    """The request form once the event is chosen and the form asks for its document."""
    view = await colleague.fill_in(employee, together=together)
    values, events = view["values"], menus_of(view)[1]
    await colleague.choose(view, events["block_id"], events["element"]["options"][0], values)
    asked = await colleague.modal_with("I have seen the document")
    return {**asked, "values": values}


async def sent(colleague: Colleague, view: Json, on: str) -> list[Json]:
    """The cards of the requests that a filled-in form makes."""
    answer = await colleague.submit(view, {**view["values"], **document_in(view, on)})
    assert answer["ok"], answer
    done = await colleague.modal_with("Sent to")
    await colleague.act("close", view_id=done["id"])
    return [await colleague.card("Waiting for approval", of=label) for label in labels_of(done)]


async def requested(colleague: Colleague, employee: str, on: str, *, together: bool = False) -> list[Json]:
    """The cards of requests whose requester says which document they saw."""
    return await sent(colleague, await filled_in(colleague, employee, together=together), on)


async def test_a_requester_says_which_document_they_saw_and_approvers_read_it(
    own_office: Office, database_url: str
) -> None:
    office = own_office
    async with bot_at_work(office, database_url, evidence=SeenBy.REQUESTER):
        view = await filled_in(office.nina, "ada")
        for missing in (document_in(view, days_ago(0), seen=False), document_in(view, days_ago(-2))):
            answer = await office.nina.submit(view, {**view["values"], **missing})
            assert not answer["ok"]
            assert [field.partition(":")[0] in FIELDS for field in answer["errors"]] == [True]
        [card] = await sent(office.nina, view, days_ago(0))
        label = label_of(card)
        said = f"birth certificate dated {in_words(days_ago(0))}"
        assert f"*Document:* {said}, seen by <@{cast.NINA}>" in words_of(card)
        assert buttons_of(card)[0] == "approve"
        assert (await office.marcus.click(card, "approve"))["ok"]
        await office.marcus.card("Reissued", of=label)


async def test_a_form_from_before_it_was_asked_is_refused_with_what_to_do(
    own_office: Office, one_database_url: str
) -> None:
    office = own_office
    async with bot_at_work(office, one_database_url):
        view = await office.nina.fill_in("ada")
    async with bot_at_work(office, one_database_url, evidence=SeenBy.REQUESTER):
        answer = await office.nina.submit(view)
        assert "Choose the life event again" in str(answer["errors"])
        assert await office.calls("benefits", "reissue") == []


async def test_a_date_before_the_event_is_a_note_that_stops_no_one(own_office: Office, sqlite_url: str) -> None:
    office = own_office
    async with bot_at_work(office, sqlite_url, evidence=SeenBy.REQUESTER):
        [card] = await requested(office.nina, "ada", days_ago(300))
        noted = f"⚠️ *Note:* The document is dated {in_words(days_ago(300))}, "
        assert noted in words_of(card)
        assert "days before the event." in words_of(card)
        assert (await office.marcus.click(card, "approve"))["ok"]
        await office.marcus.card("Reissued", of=label_of(card))


async def test_an_approver_says_it_in_the_form_and_a_card_from_before_opens_that_form(
    own_office: Office, database_url: str
) -> None:
    office, marcus, on = own_office, own_office.marcus, days_ago(0)
    async with bot_at_work(office, database_url):
        old = await office.nina.requests("ada")
        assert "approve" in buttons_of(old)
    async with bot_at_work(office, database_url, evidence=SeenBy.APPROVER):
        label = label_of(old)
        assert (await marcus.click(old, "approve"))["ok"]
        form = await marcus.modal_with("I have seen the document")
        answer = await marcus.submit(form, {**document_in(form, on, seen=False), "note": {"note": "Kept"}})
        assert not answer["ok"]
        without = forged.submission(cast.MARCUS, "approve", {}, metadata=value_of(old, "details"))
        refused = json.loads((await office.forge(without))["body"])
        assert "has to say which document of the life event they saw" in words_of(refused["view"])
        assert await office.calls("benefits", "reissue") == []
        assert (await marcus.submit(form, {**document_in(form, on), "note": {"note": "Kept"}}))["ok"]
        card = await marcus.card("Reissued", of=label)
        seen = f"the birth certificate dated {in_words(on)}"
        assert f"Approved by <@{cast.MARCUS}>, who has seen {seen}:" in words_of(card)
        said = f"Document seen: {seen.removeprefix('the ')}."
        assert said in await marcus.posted(card, "was approved by")
        assert (await marcus.click(card, "details"))["ok"]
        details = words_of(await marcus.modal_with("Timeline"))
        assert said in details
        assert "said that they saw a document" in details


async def test_new_cards_have_the_form_s_button_and_another_document_is_named(
    own_office: Office, one_database_url: str
) -> None:
    office, priya = own_office, own_office.priya
    async with bot_at_work(office, one_database_url, evidence=SeenBy.APPROVER):
        card = await office.nina.requests("ada")
        assert buttons_of(card) == ["approve_form", "deny", "ask", "details"]
        assert "Approve…" in words_of(card)
        form = await priya.opens_approval(card)
        answer = await priya.submit(form, document_in(form, days_ago(0), kind=-1))
        assert [field.partition(":")[0] for field in answer["errors"]] == ["document_words"]
        assert (await priya.submit(form, document_in(form, days_ago(0), kind=-1, words="Letter <!channel>")))["ok"]
        shown = await priya.card("Reissued", of=label_of(card))
        assert 'who has seen another document ("Letter &lt;!channel&gt;") dated' in words_of(shown)


async def test_one_document_is_asked_for_all_of_a_group(own_office: Office, database_url: str) -> None:
    office, marcus = own_office, own_office.marcus
    async with bot_at_work(office, database_url, evidence=SeenBy.BOTH):
        cards = await requested(office.nina, "ada", days_ago(0), together=True)
        assert len(cards) == 3
        assert (await marcus.click(cards[0], "approve_all"))["ok"]
        view = await marcus.modal_with("I have seen the document")
        assert words_of(view).count("I have seen the document") == 1
        assert not (await marcus.submit(view, document_in(view, days_ago(-2))))["ok"]
        assert (await marcus.submit(view, document_in(view, days_ago(0), kind=1)))["ok"]
        await marcus.modal_with("Approve: the result")
        for card in cards:
            shown = await marcus.card("Reissued", of=label_of(card))
            assert f"Approved by <@{cast.MARCUS}>, who has seen the hospital record of the birth" in words_of(shown)


async def test_home_offers_each_its_own_form_and_not_several_at_once(own_office: Office, one_database_url: str) -> None:
    office, marcus = own_office, own_office.marcus
    async with bot_at_work(office, one_database_url, evidence=SeenBy.APPROVER):
        first, second = await office.nina.requests("ada"), await office.nina.requests("bobby")
        await marcus.act("home")
        home = await marcus.home(f"{label_of(second)}*")
        assert label_of(first) in words_of(home)
        assert "approve_several" not in buttons_of(home)
        trigger_id = office.sandbox.workspace.triggers.issue(cast.MARCUS)
        pressed = forged.click(cast.MARCUS, "approve_several", "approve_several") | {"trigger_id": trigger_id}
        assert (await office.forge(pressed))["status"] == 200
        await marcus.modal_with("2 requests have to be approved alone, with *Approve…*")


async def test_a_requester_changes_the_document_and_approvers_judge_it_again(
    own_office: Office, one_database_url: str
) -> None:
    office, nina = own_office, own_office.nina
    async with bot_at_work(office, one_database_url, evidence=SeenBy.REQUESTER, approvals_required=2):
        [card] = await requested(nina, "ada", days_ago(0))
        label, direct = label_of(card), await nina.direct()
        assert (await office.marcus.click(card, "approve"))["ok"]
        await office.marcus.card("(1 of 2)", of=label)
        own = await nina.card("Waiting", direct, label)
        assert (await nina.click(own, "change", direct))["ok"]
        view = await nina.modal_with("I have seen the document")
        typed = {"reason": {"reason": "New baby"}, **document_in(view, days_ago(0), kind=1)}
        assert (await nina.submit(view, typed))["ok"]
        changed = await office.marcus.reads("hospital record of the birth dated")
        assert "(0 of 2)" in words_of(await office.marcus.card("(0 of 2)", of=label))
        assert "Changed: document." in words_of(changed)
