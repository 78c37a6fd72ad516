"""An outcome that nobody knows: what an approver can do about it, and that nobody else can."""

import pytest

from bot.app import Bot
from sandbox import cast
from tests.conversations import forged
from tests.office import Office, buttons_of, label_of, words_of
from tests.shown import initial_of, menus_of, value_of

pytestmark = pytest.mark.anyio

Labels = dict[str, str]

SETTLING = ["check", "send_again", "mark_done", "close", "details"]
KEYS = ("jennifer_null", "joy_okonkwo", "al_jones", "bobby_tables", "wang_xiaoming", "bjork_gudmundsdottir")


@pytest.fixture(scope="module")
async def labels(shared_office: Office, bot: Bot) -> Labels:  # noqa: ARG001 - it has to be at work
    """Requests of which the sent reissue was not answered, nor done: all at once, since finding out takes seconds."""
    office, labels = shared_office, dict[str, str]()
    await office.fault("benefits", "reissue", "drop_before", times=None)
    for key in KEYS:
        card = await office.nina.requests(f"empl_{key}")
        assert (await office.marcus.click(card, "approve"))["ok"]
        labels[key] = label_of(card)
    for label in labels.values():
        await office.marcus.card("Outcome unknown", of=label)
    await office.mend()
    return labels


async def sent(office: Office, key: str) -> int:
    """How many POSTs were made for an employee."""
    return len([made for made in await office.calls("benefits", "reissue") if f"enrl_{key}_" in made["path"]])


async def test_the_requester_and_others_can_do_nothing_about_it(office: Office, labels: Labels) -> None:
    label = labels["jennifer_null"]
    card = await office.nina.card("Outcome unknown", of=label)
    assert buttons_of(card) == SETTLING
    for action in ("check", "send_again", "close"):
        assert await office.nina.hears(office.nina.click(card, action)) == f"Only approvers can do this with {label}."
    await office.nina.click(card, "mark_done")
    await office.nina.modal_with(f"Only approvers can do this with {label}.")
    assert await sent(office, "jennifer_null") == 1


async def test_checking_again_sends_nothing_and_closing_ends_it(office: Office, labels: Labels) -> None:
    label = labels["jennifer_null"]
    card = await office.priya.card("Outcome unknown", of=label)

    async def posts() -> list[str]:
        return await office.marcus.thread(card)

    before = await posts()
    assert (await office.priya.click(card, "check"))["ok"]
    await office.marcus.posted(card, f"Check again by <@{cast.PRIYA}>: Vitable still shows no new enrollment (looked ")
    card = await office.marcus.card("Outcome unknown", of=label)
    direct = await office.nina.direct()
    notes = [m for m in await office.nina.messages(direct) if f": {label} for " in m["text"]]
    assert [post.partition("\n")[0] for post in before] == [post.partition("\n")[0] for post in await posts()][:-1]
    assert len(notes) == 1
    assert (await office.priya.click(card, "close"))["ok"]
    card = await office.marcus.card("Closed, outcome unknown", of=label)
    assert buttons_of(card) == ["details"]
    assert "may or may not have taken effect" in words_of(card)
    assert await sent(office, "jennifer_null") == 1
    assert await office.marcus.posted(card, "Whether the reissue took effect is not known.")
    note = await office.nina.reads("no one waits for an answer any more", await office.nina.direct())
    assert f"{label} for Jennifer Null" in words_of(note)
    assert f" was closed by <@{cast.PRIYA}>, although it is not known" in words_of(note)
    await office.priya.click(card, "details")
    assert "Vitable's answer was lost" in words_of(await office.priya.modal_with("Closed, outcome unknown"))
    await office.priya.command(f"/reissue status {label}")
    assert "Closed, outcome unknown" in await office.priya.told(cast.GENERAL)
    await office.nina.command("/reissue empl_jennifer_null")
    form = await office.nina.modal(lambda shown: len(menus_of(shown)) == 2)
    medical, _ = menus_of(form)
    doubted = next(each for each in medical["element"]["options"] if label in str(each))
    assert doubted["description"]["text"] == f"⚠️ {label} may have taken effect: look in Vitable"
    assert doubted["value"] not in initial_of(medical)
    await office.nina.choose(form, medical["block_id"], doubted)
    await office.nina.modal_with("was closed, and it may have taken effect. Look in Vitable before you send this.")


async def test_what_was_sent_again_and_refused_then_is_closed_with_its_first_try_in_doubt(
    office: Office, labels: Labels
) -> None:
    card = await office.priya.card("Outcome unknown", of=labels["bjork_gudmundsdottir"])
    await office.fault("benefits", "reissue", "refuse")
    assert (await office.priya.click(card, "send_again"))["ok"]
    card = await office.priya.card("Failed", of=label_of(card))
    assert "an earlier try was never confirmed" in words_of(card)
    assert (await office.priya.click(card, "close"))["ok"]
    card = await office.marcus.card("Closed, outcome unknown", of=label_of(card))
    assert "Vitable's answer was lost" in words_of(card)


async def test_checking_again_finds_what_took_effect_late(office: Office, labels: Labels) -> None:
    card = await office.priya.card("Outcome unknown", of=labels["joy_okonkwo"])
    await office.somebody_reissues("enrl_joy_okonkwo_medical", "qle_joy_okonkwo_marriage")
    assert (await office.priya.click(card, "check"))["ok"]
    await office.marcus.card("Reissued", of=label_of(card))


async def test_sending_again_is_a_persons_choice_and_stands_in_the_thread(office: Office, labels: Labels) -> None:
    card = await office.priya.card("Outcome unknown", of=labels["al_jones"])
    assert (await office.priya.click(card, "send_again"))["ok"]
    await office.marcus.card("Reissued", of=label_of(card))
    await office.marcus.reads(f"Send again was chosen by <@{cast.PRIYA}>")
    assert await sent(office, "al_jones") == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("enrl_ada_lovelace_medical", "This enrollment belongs to someone else. Check the id."),
        ("enrl_nobody", "Vitable has nothing with this id."),
        ("enrl_../../x", "This is not an enrollment's id"),
        ("gold", "This is not an enrollment's id"),
    ],
)
async def test_marking_as_done_checks_the_id_and_keeps_the_form(
    office: Office, labels: Labels, typed: str, sentence: str
) -> None:
    card = await office.priya.card("Outcome unknown", of=labels["bobby_tables"])
    await office.priya.click(card, "mark_done")
    view = await office.priya.modal_with("counts as reissued, confirmed by you")
    answer = await office.priya.submit(view, {"enrollment_id": {"enrollment_id": typed}})
    assert sentence in answer["errors"]["enrollment_id"]
    values = {"enrollment_id": {"enrollment_id": {"type": "plain_text_input", "value": typed}}}
    payload = forged.submission(cast.NINA, "mark_done", values, metadata=value_of(card, "mark_done"))
    assert "Only approvers can do this" in (await office.forge(payload))["body"]


@pytest.mark.parametrize(("key", "typed"), [("wang_xiaoming", ""), ("bobby_tables", "enrl_bobby_tables_medical")])
async def test_an_approver_marks_it_as_done_with_and_without_an_id(
    office: Office, labels: Labels, key: str, typed: str
) -> None:
    card = await office.priya.card("Outcome unknown", of=labels[key])
    await office.priya.click(card, "mark_done")
    view = await office.priya.modal_with("counts as reissued, confirmed by you")
    assert (await office.priya.submit(view, {"enrollment_id": {"enrollment_id": typed}}))["ok"]
    await office.marcus.card(f"(confirmed by <@{cast.PRIYA}>)", of=labels[key])
    assert await sent(office, key) == 1
