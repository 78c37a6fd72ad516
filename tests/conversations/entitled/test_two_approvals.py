"""Where two approvals are needed: two people give them, one person cannot."""

import pytest

from approvals.model.conditions import Condition
from sandbox import cast
from tests.office import Office, bot_at_work, label_of, menus_of, words_of

pytestmark = pytest.mark.anyio


async def test_the_second_approval_has_to_be_somebody_elses(own_office: Office, one_database_url: str) -> None:
    office = own_office
    async with bot_at_work(office, one_database_url, approvals_required=2):
        card = await office.nina.requests("ada")
        label = label_of(card)
        assert (await office.marcus.click(card, "approve"))["ok"]
        card = await office.marcus.card("Waiting for approval (1 of 2)", of=label)
        said = await office.marcus.hears(office.marcus.click(card, "approve"))
        assert said == f"You approved {label} already. It still needs 1 more approval by someone else."
        assert await office.calls("benefits", "reissue") == []
        assert (await office.priya.click(card, "approve"))["ok"]
        await office.marcus.card("Reissued", of=label)
        await office.marcus.reads(f"{label} was approved by <@{cast.PRIYA}> (2 of 2)")
    assert len(await office.calls("benefits", "reissue")) == 1


async def test_the_form_says_before_submitting_why_two_have_to_approve_and_so_does_the_card(
    own_office: Office, sqlite_url: str
) -> None:
    office, nina = own_office, own_office.nina
    conditions = (Condition.parse("window_closed"), Condition.parse("qle_not_approved"))
    async with bot_at_work(office, sqlite_url, second_approval_when=conditions):
        view = await nina.fill_in("grace mwangi", reason="Typed before")
        enrollments, events = menus_of(view)
        birth, marriage, _ = events["element"]["options"]
        chosen = {**view["values"], events["block_id"]: {}}
        await nina.choose(view, enrollments["block_id"], enrollments["element"]["options"][0], chosen)
        view = await nina.modal_with("Approving closes")
        assert "is needed" not in words_of(view)
        await nina.choose(view, events["block_id"], birth)
        view = await nina.modal_with(f"1 approval is needed. <!subteam^{cast.HR_MANAGERS}> can decide.")
        await nina.choose(view, events["block_id"], marriage)
        view = await nina.modal_with("2 approvals are needed because the enrollment window has closed.")
        await office.fault("benefits", "*", "drop_before", times=None)
        await nina.choose(view, events["block_id"], birth)
        view = await nina.modal(lambda shown: "needed" not in words_of(shown))
        assert len(menus_of(view)) == 2
        await office.mend()
        await nina.choose(view, events["block_id"], marriage)
        view = await nina.modal_with("2 approvals are needed because the enrollment window has closed.")
        assert view["values"]["reason"]["reason"]["value"] == "Typed before"
        assert (await nina.submit(view, {"reason": {"reason": "Typed before"}}))["ok"]
        label = label_of(await nina.modal_with("Sent to"))
        card = await office.marcus.card("Waiting for approval (0 of 2)", of=label)
        assert "A second approval is needed because the enrollment window has closed." in words_of(card)


async def test_the_form_says_before_submitting_that_a_namesake_needs_two_and_the_card_names_who_it_is(
    own_office: Office, one_database_url: str
) -> None:
    office, nina = own_office, own_office.nina
    office.sandbox.slack.workspace.directory.people[cast.NINA].real_name = "Lovelace, Ada"
    async with bot_at_work(office, one_database_url):
        view = await nina.fill_in("ada")
        enrollments, events = menus_of(view)
        chosen = {**view["values"], events["block_id"]: {}}
        await nina.choose(view, enrollments["block_id"], enrollments["element"]["options"][0], chosen)
        view = await nina.modal_with("Approving closes")
        await nina.choose(view, events["block_id"], events["element"]["options"][0])
        because = "you have the employee's name, and e-mail addresses do not tell you apart"
        view = await nina.modal_with(f"2 approvals are needed because {because}.")
        assert (await nina.submit(view, {"reason": {"reason": "A daughter"}}))["ok"]
        label = label_of(await nina.modal_with("Sent to"))
        card = await office.marcus.card("Waiting for approval (0 of 2)", of=label)
        assert f"<@{cast.NINA}> has the employee's name, and e-mail addresses do not tell them apart." in words_of(card)
