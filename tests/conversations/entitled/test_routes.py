"""Several employers: each has its own channel and people, and no one sees or decides what is not routed to them."""

from pathlib import Path
from typing import Any

import pytest

from bot.clock import SystemClock
from bot.doctor.examination import examine
from sandbox import cast
from tests.conversations import forged
from tests.office import Colleague, Office, bot_at_work, buttons_of, label_of, settings_for, words_of
from tests.shown import labels_of, menus_of
from tests.two_employers import FREIGHT, HALVORSEN, JUNIPER, RAVI, TESS, routes_in, settle_in

pytestmark = pytest.mark.anyio

Json = dict[str, Any]

IN_ONE_CHANNEL = HALVORSEN.replace(FREIGHT, cast.APPROVALS)


@pytest.fixture
def office(own_office: Office, database_url: str) -> Office:
    del database_url  # decides the contract
    settle_in(own_office)
    return own_office


def approving(card: Json) -> str:
    """What the *Approve* button of a card sends."""
    buttons = (element for block in card["blocks"] for element in block.get("elements", []))
    return str(next(each["value"] for each in buttons if each.get("action_id") == "approve"))


async def asks(person: Colleague, employee: str, channel: str = cast.APPROVALS) -> Json:
    """A request for approval, sent and shown; returns its card."""
    view = await person.fill_in(employee)
    assert (await person.submit(view))["ok"]
    sent = await person.modal_with("Sent to")
    assert f"<#{channel}>" in words_of(sent)
    await person.act("close", view_id=sent["id"])
    return await person.card("Waiting for approval", channel, of=label_of(sent))


async def test_each_employers_requests_go_to_its_own_people_and_nobody_else_finds_them(
    office: Office, database_url: str, tmp_path: Path
) -> None:
    nina, marcus, tess, ravi = map(office.person, (cast.NINA, cast.MARCUS, TESS, RAVI))
    async with bot_at_work(office, database_url, routes_file=routes_in(tmp_path, JUNIPER, HALVORSEN)):
        bread = await asks(nina, "ruth adler")
        freight = await asks(tess, "owen price", FREIGHT)
        assert f"<@{RAVI}>" in words_of(freight)
        assert f"<@{cast.MARCUS}>" in words_of(bread)

        await nina.command("/reissue")
        view = await nina.modal()
        assert await nina.find(view, "owen") == [] == await nina.find(view, "empl_owen_price")
        assert [option["value"] for option in await nina.find(view, "maria garcia")] == ["empl_maria_garcia"]
        await nina.act("close", view_id=view["id"])
        await nina.command("/reissue empl_owen_price")
        unknown = await nina.modal_with("Vitable has nothing with the id")
        assert "Owen" not in words_of(unknown)
        await nina.act("close", view_id=unknown["id"])
        await nina.command("/reissue empl_suharto")
        unrouted = await nina.modal_with(
            "No approvers are set up here for the employee's employer. Ask your administrator to set them up."
        )
        assert "Suharto" not in words_of(unrouted)
        await nina.act("close", view_id=unrouted["id"])

        theirs, ours = label_of(freight), label_of(bread)
        for person in (nina, marcus):
            said = await person.hears(person.command(f"/reissue status {theirs}"), cast.GENERAL)
            assert "does not exist or does not concern you" in said
            assert theirs not in (listed := await person.hears(person.command("/reissue list"), cast.GENERAL))
            assert ours in listed
        assert ours not in (listed := await ravi.hears(ravi.command("/reissue list"), cast.GENERAL))
        assert theirs in listed

        response = office.answers_to(cast.MARCUS, freight)
        click = forged.click(
            cast.MARCUS, "approve", approving(freight), ts=freight["ts"], response_url=response, channel=FREIGHT
        )
        assert (await office.forge(click))["status"] == 200
        assert "Only approvers can do this" in await marcus.told()
        await ravi.card("Waiting for approval", FREIGHT, of=theirs)
        assert (await ravi.click(freight, "approve", FREIGHT))["ok"]
        await ravi.card("Reissued", FREIGHT, of=theirs)
        assert (await marcus.click(bread, "approve"))["ok"]
        await marcus.card("Reissued", of=ours)
        assert [call["enrollment_id"] for call in await office.reissues()] == [
            "enrl_owen_price_medical",
            "enrl_ruth_adler_medical",
        ]


async def test_a_category_has_its_own_people_and_the_form_says_what_it_leaves_out(
    office: Office, database_url: str, tmp_path: Path
) -> None:
    teeth = f'[[route]]\nname="teeth"\nemployers=["*"]\ncategories=["DENTAL"]\napprovers=["{RAVI}"]\n'
    teeth += f'requesters=["{TESS}"]\nchannel="{FREIGHT}"\n'
    nina, tess = office.nina, office.person(TESS)
    async with bot_at_work(office, database_url, routes_file=routes_in(tmp_path, JUNIPER, HALVORSEN, teeth)):
        await tess.command("/reissue")
        view = await tess.modal()
        assert await tess.find(view, "suharto") != []
        [option] = await tess.find(view, "empl_wang_xiaoming")
        await tess.choose(view, "employee", option)
        view = await tess.modal(lambda shown: len(menus_of(shown)) == 2)
        options = menus_of(view)[0]["element"]["options"]
        assert [each["value"] for each in options] == ["enrl_wang_xiaoming_dental"]
        assert "1 enrollment left out: other people request reissues of this kind of benefit." in words_of(view)
        assert f"<#{FREIGHT}>" in words_of(view)
        await tess.act("close", view_id=view["id"])
        card = await asks(tess, "empl_wang_xiaoming", FREIGHT)
        assert "Dental Plus" in words_of(card)
        assert await nina.hears(nina.command(f"/reissue status {label_of(card)}"), cast.GENERAL)


async def test_while_slack_does_not_say_who_is_in_one_routes_group_the_other_routes_are_shown(
    office: Office, database_url: str, tmp_path: Path
) -> None:
    marcus, nina = office.marcus, office.nina
    silent = HALVORSEN.replace(f'"{RAVI}"', '"S0NOWHERE"')
    async with bot_at_work(office, database_url, routes_file=routes_in(tmp_path, JUNIPER, silent)):
        card = await asks(nina, "ada lovelace", cast.APPROVALS)
        await marcus.act("home")
        shown = words_of(await marcus.home(label_of(card)))
        assert "Slack did not say who belongs to one of the groups" in shown
        said = await marcus.hears(marcus.command("/reissue list"), cast.GENERAL)
        assert label_of(card) in said
        assert "so requests may be missing here. Please try again in a moment." in said


async def test_a_route_with_another_channel_moves_its_open_cards_at_the_next_start(
    office: Office, database_url: str, tmp_path: Path
) -> None:
    marcus, tess, ravi = map(office.person, (cast.MARCUS, TESS, RAVI))
    office.sandbox.workspace.directory.channels[cast.APPROVALS].members += [TESS, RAVI]
    async with bot_at_work(office, database_url, routes_file=routes_in(tmp_path, JUNIPER, IN_ONE_CHANNEL)):
        old = await asks(tess, "owen price")
        label = label_of(old)
        await ravi.posted(old, "was submitted")
    async with bot_at_work(office, database_url, routes_file=routes_in(tmp_path, JUNIPER, HALVORSEN)):
        new = await ravi.card("Waiting for approval", FREIGHT, of=label)
        told = await ravi.posted(new, "was moved here.", FREIGHT)
        assert f"/p{old['ts'].replace('.', '')}|Its earlier thread> is in <#{cast.APPROVALS}>" in told
        retired = await ravi.reads("replaced by a newer card.")
        assert retired["ts"] == old["ts"]
        assert f"/p{new['ts'].replace('.', '')}|Open the newer card>" in words_of(retired)
        assert buttons_of(retired) == []
        answers = office.answers_to(RAVI, old)
        click = forged.click(RAVI, "approve", approving(old), ts=old["ts"], response_url=answers)
        assert (await office.forge(click))["status"] == 200
        assert "was replaced by a newer one" in await ravi.told()
    async with bot_at_work(office, database_url, routes_file=routes_in(tmp_path, JUNIPER, HALVORSEN)):
        assert (await ravi.click(new, "approve", FREIGHT))["ok"]
        await ravi.card("Reissued", FREIGHT, of=label)
        cards = [m for m in await ravi.messages(FREIGHT) if not m["thread_ts"] and label in words_of(m).split()]
        assert len(cards) == 1
        assert len(await office.reissues()) == 1
        assert await marcus.messages(FREIGHT) == []


async def test_another_file_names_the_new_approvers_on_open_cards_and_takes_them_from_the_others_tabs(
    office: Office, database_url: str, tmp_path: Path
) -> None:
    marcus, priya = office.marcus, office.priya
    async with bot_at_work(office, database_url, routes_file=routes_in(tmp_path, JUNIPER)):
        card = await office.nina.requests("ruth adler")
        await marcus.act("home")
        await marcus.home("Ruth Adler")
    another = JUNIPER.replace(cast.MARCUS, cast.PRIYA)
    async with bot_at_work(office, database_url, routes_file=routes_in(tmp_path, another)):
        assert (await priya.reads(f"<@{cast.PRIYA}> please approve"))["ts"] == card["ts"]
        assert "Ruth" not in words_of(await marcus.home("Only people who request or approve"))
        assert "Only approvers can do this" in await marcus.hears(marcus.click(card, "approve"))
        assert (await priya.click(card, "approve"))["ok"]
        await priya.card("Reissued", of=label_of(card))


async def test_a_request_whose_route_is_gone_says_so_and_only_its_requester_can_end_it(
    office: Office, database_url: str, tmp_path: Path
) -> None:
    tess, ravi = map(office.person, (TESS, RAVI))
    async with bot_at_work(office, database_url, routes_file=routes_in(tmp_path, JUNIPER, HALVORSEN)):
        card = await asks(tess, "owen price", FREIGHT)
    tess_elsewhere = JUNIPER.replace(cast.NINA, TESS)
    async with bot_at_work(office, database_url, routes_file=routes_in(tmp_path, tess_elsewhere)):
        await ravi.card("Waiting for approval", FREIGHT)
        assert "none are set up for this employer" in words_of(await ravi.reads("*No approvers:*", FREIGHT))
        settings = settings_for(office.url, database_url, routes_file=routes_in(tmp_path, tess_elsewhere))
        findings = await examine(settings, SystemClock())
        assert f"open requests that nobody can decide on: {label_of(card)}" in [each.says for each in findings]
        said = await ravi.hears(ravi.click(card, "approve", FREIGHT), FREIGHT)
        assert "No approvers are set up for the employer of" in said
        assert (await tess.withdraws(card, FREIGHT))["ok"]
        await tess.card("Withdrawn", FREIGHT)
        assert await office.reissues() == []


async def test_of_coverages_sent_together_each_route_sees_and_decides_only_its_own(
    office: Office, database_url: str, tmp_path: Path
) -> None:
    teeth = f'[[route]]\nname="teeth"\nemployers=["empr_juniper"]\ncategories=["DENTAL"]\napprovers=["{RAVI}"]\n'
    teeth += f'requesters=["{cast.NINA}"]\nchannel="{FREIGHT}"\n'
    nina, marcus, ravi = office.nina, office.marcus, office.person(RAVI)
    async with bot_at_work(office, database_url, routes_file=routes_in(tmp_path, JUNIPER, HALVORSEN, teeth)):
        view = await nina.fill_in("empl_ada_lovelace", together=True, reason="Twins")
        assert (await nina.submit(view))["ok"]
        sent = await nina.modal_with("3 requests sent")
        assert f"<#{cast.APPROVALS}> and <#{FREIGHT}>" in words_of(sent)
        medical, dental, vision = labels_of(sent)
        alone = await ravi.card("Waiting for approval", FREIGHT, of=dental)
        assert "Twins" in words_of(alone)
        assert not {"approve_all", "deny_all"} & set(buttons_of(alone))
        assert medical not in words_of(alone)
        await marcus.reads(f"|{vision}>")
        lead = await marcus.card("Waiting for approval", of=medical)
        assert "Approve all 2…" in words_of(lead)
        for message in await marcus.messages():
            assert dental not in words_of(message)
        assert (await marcus.click(lead, "approve_all"))["ok"]
        listed = await marcus.modal_with("Approve 2 requests")
        assert dental not in words_of(listed)
        assert (await marcus.submit(listed, {}))["ok"]
        await marcus.modal_with("Approve: the result")
        for label in (medical, vision):
            await marcus.card("Reissued", of=label)
        await marcus.reads("2 reissued.")
        assert "Waiting for approval" in words_of(await ravi.card("", FREIGHT, of=dental))
