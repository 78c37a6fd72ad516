"""Submitting a request: where it goes, what is refused under which field, and that nothing typed is lost."""

import json
from typing import Any

import pytest

from bot.app import Bot
from sandbox import cast
from tests.conversations import forged
from tests.conversations.conftest import forget
from tests.office import Office, buttons_of, label_of, menus_of, words_of

pytestmark = pytest.mark.anyio

LATE = 3.0
"""Seconds after which Slack tells the person that the app did not respond."""


async def refused(office: Office, values: dict[str, Any], view_id: str = "V0REFUSED") -> dict[str, str]:
    """The sentences under the fields of a submission of our own making."""
    answer = await office.forge(forged.submission(cast.NINA, "request", values, view_id=view_id))
    assert answer["status"] == 200
    told = json.loads(answer["body"])
    assert told["response_action"] == "errors", told
    errors: dict[str, str] = told["errors"]
    return errors


async def test_a_submitted_request_says_its_number_and_reaches_channel_and_requester(office: Office) -> None:
    view = await office.nina.fill_in("sean", reason="Married in May")
    assert (await office.nina.submit(view))["ok"]
    sent = await office.nina.modal_with("Sent to")
    label = label_of(sent)
    assert f"<#{cast.APPROVALS}>" in words_of(sent)
    card = await office.marcus.card("Waiting for approval", of=label)
    assert all(
        word in words_of(card) for word in ("Seán O'Brien", "Silver HMO", office.event("Marriage"), "Married in May")
    )
    assert f"<!subteam^{cast.HR_MANAGERS}>" in words_of(card)
    assert buttons_of(card) == ["approve", "approve_form", "deny", "ask", "details"]
    direct = await office.nina.reads(label, await office.nina.direct())
    assert buttons_of(direct) == ["change", "withdraw", "details"]
    assert await office.marcus.posted(card, "was submitted")


async def test_a_repeated_delivery_makes_one_request(office: Office) -> None:
    view = await office.nina.fill_in("anne marie")
    await office.fault("delivery", "view_submission", "repeat")
    assert (await office.nina.submit(view))["ok"]
    label = label_of(await office.nina.modal_with("Sent to"))
    await office.nina.card("Waiting for approval", of=label)
    others = [card for card in await office.nina.messages() if "Anne-Marie" in words_of(card) and not card["thread_ts"]]
    assert len(others) == 1


async def test_a_second_open_request_is_refused_with_a_link_and_keeps_what_was_typed(office: Office) -> None:
    card = await office.nina.requests("jennifer null")
    view = await office.marcus.fill_in("jennifer null", reason="I did not know")
    assert (await office.marcus.submit(view))["ok"]
    shown = await office.marcus.modal_with(f"{label_of(card)} is already open for this enrollment")
    assert f"/archives/{cast.APPROVALS}/p{card['ts'].replace('.', '')}" in words_of(shown)
    assert shown["values"]["reason"]["reason"]["value"] == "I did not know"
    assert len(menus_of(shown)) == 2


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"qle": "qle_ruth_adler_loss_of_coverage"}, "qle", "Vitable has nothing with this id."),
        ({"qle": "qle_nobody"}, "qle", "Vitable has nothing with this id."),
        ({"qle": "qle_../../x"}, "qle", "Vitable has nothing with this id."),
        ({"enrollment": "enrl_ruth_adler_medical"}, "enrollment", "This enrollment belongs to someone else."),
        ({"enrollment": "enrl_nobody"}, "enrollment", "Vitable has nothing with this id."),
        ({"enrollment": "enrl_../../x"}, "enrollment", "Vitable has nothing with this id."),
        ({"enrollment": ""}, "enrollment", "Choose at least one enrollment."),
        ({"qle": ""}, "qle", "Choose a qualifying life event."),
        ({"employee": "empl_nobody"}, "employee", "Vitable has nothing with this id."),
        ({"reason": ""}, "reason", "Give a reason."),
        ({"reason": " \n\0 "}, "reason", "Give a reason."),
        ({"reason": "x" * 501}, "reason", "The reason is too long: Vitable accepts 500 characters."),
    ],
)
async def test_what_cannot_be_accepted_is_refused_under_its_field(
    office: Office, changes: dict[str, str], field: str, sentence: str
) -> None:
    chosen = {
        "employee": "empl_lukasz_zolc",
        "enrollment": "enrl_lukasz_zolc_medical",
        "qle": "qle_lukasz_zolc_birth",
    } | changes
    errors = await refused(office, forged.request_values(**chosen))
    assert [block.partition(":")[0] for block in errors] == [field]
    assert sentence in next(iter(errors.values()))


async def test_a_denied_event_cannot_be_submitted(office: Office) -> None:
    values = forged.request_values("empl_ines_costa", "enrl_ines_costa_medical", "qle_ines_costa_divorce")
    assert "was denied" in (await refused(office, values))["qle:empl_ines_costa"]


async def test_a_closed_enrollment_cannot_be_submitted(office: Office) -> None:
    values = forged.request_values("empl_dora_klein", "enrl_dora_klein_medical", "qle_dora_klein_medicare_entitlement")
    assert "closed in the meantime" in (await refused(office, values))["enrollment:empl_dora_klein"]


async def test_500_characters_are_accepted(office: Office) -> None:
    card = await office.nina.requests("olena", reason="ы" * 500)
    assert "ы" * 500 in words_of(card)


async def test_slack_itself_stops_the_501st_character(office: Office) -> None:
    view = await office.nina.fill_in("empl_dangelo_stjohn", reason="x" * 501)
    assert (await office.nina.submit(view))["error"] == "field_errors"


async def test_an_api_that_is_down_is_said_under_the_field_and_the_same_form_works_later(office: Office) -> None:
    view = await office.nina.fill_in("empl_lukasz_zolc", reason="Typed once")
    await office.fault("benefits", "*", "error_before", times=None, status=503)
    answer = await office.nina.submit(view)
    assert "Vitable has a problem. Nothing is lost" in next(iter(answer["errors"].values()))
    await office.mend()
    assert (await office.nina.submit(view))["ok"]
    label = label_of(await office.nina.modal_with("Sent to"))
    assert "Typed once" in words_of(await office.nina.card("Waiting", of=label))


async def test_slack_not_saying_who_may_request_keeps_what_was_typed(office: Office, bot: Bot) -> None:
    view = await office.nina.fill_in("empl_ananya_sharma", reason="Typed once")
    forget(bot)
    await office.fault("slack", "usergroups.users.list", "server_error", times=None)
    assert (await office.nina.submit(view))["ok"]
    shown = await office.nina.modal_with("Slack did not say in time whether you may do this")
    assert shown["values"]["reason"]["reason"]["value"] == "Typed once"
    await office.mend()
    assert (await office.nina.submit(view))["ok"]
    await office.nina.modal_with("Sent to")


async def test_a_request_can_be_made_again_once_the_first_has_ended(office: Office) -> None:
    card = await office.nina.requests("zoe young")
    direct = await office.nina.reads(label_of(card), await office.nina.direct())
    assert (await office.nina.withdraws(direct))["ok"]
    await office.nina.card("Withdrawn", of=label_of(card))
    again = await office.nina.requests("zoe young")
    assert label_of(again) != label_of(card)


async def test_awkward_names_and_reasons_never_become_mentions_or_links(office: Office) -> None:
    reason = "<!channel> <@U0PRIYA> <https://evil.example|click> & *bold* \u202etxt.exe \0 ©"
    card = await office.nina.requests("<!channel>", reason=reason)
    shown = json.dumps([card, *await office.marcus.messages(), *await office.nina.messages(await office.nina.direct())])
    for live in ("<!channel>", "<@U0PRIYA>", "<https://evil.example"):
        assert live not in card["text"]
        markup = [part for part in shown.split('"type": "mrkdwn"') if live in part.partition("}")[0]]
        assert markup == []
    assert "&lt;!channel&gt;" in card["text"]


async def test_submitting_while_the_choices_are_still_loading_is_refused_under_a_field_there_is(office: Office) -> None:
    await office.fault("benefits", "enrollment", "slow", seconds=0.6)
    await office.nina.command("/reissue enrl_mei_tanaka_medical")
    view = await office.nina.modal_with("Loading")
    answer = await office.nina.submit(view, {"reason": {"reason": "Too early"}})
    told = "The enrollments are not shown yet. Wait a moment, choose one, then send it."
    assert answer["errors"] == {"reason": told}
    view = await office.nina.modal(lambda shown: len(menus_of(shown)) == 2)
    assert view["values"]["reason"]["reason"]["value"] == "Too early"
