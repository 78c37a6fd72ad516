"""Applying an approved request: reissued, refused, changed since, lost and settled; never sent twice by itself."""

from typing import Any

import pytest

from benefits.contract import Contract
from tests.office import API_TIMEOUT, Office, buttons_of, eventually, label_of, words_of

pytestmark = pytest.mark.anyio

Json = dict[str, Any]


async def approved(office: Office, employee: str, kind: str = "", **fault: Any) -> str:  # noqa: ANN401 - a Fault's fields
    """Have a request made and approved while the reissue fails in some way; returns its number."""
    card = await office.nina.requests(employee)
    if kind:
        await office.fault("benefits", "reissue", kind, **fault)
    assert (await office.marcus.click(card, "approve"))["ok"]
    return label_of(card)


async def sent(office: Office, key: str) -> int:
    """How many POSTs were made for an employee."""
    return len([made for made in await office.calls("benefits", "reissue") if f"enrl_{key}_" in made["path"]])


async def effects(office: Office, key: str) -> int:
    """How many reissues took effect for an employee."""
    return len([made for made in await office.reissues() if f"enrl_{key}_" in made["enrollment_id"]])


@pytest.mark.documented
@pytest.mark.parametrize(("shape", "employee"), [("bare", "sean"), ("data", "yusuf demir")])
async def test_both_shapes_of_the_apis_answers_are_understood(office: Office, shape: str, employee: str) -> None:
    await office.http.post("/sandbox/benefits/shape", json={"shape": shape})
    try:
        label = await approved(office, employee)
        await office.marcus.card("Reissued · waiting for the employee's election", of=label)
    finally:
        await office.http.post("/sandbox/benefits/shape", json={"shape": "bare"})


async def test_the_summary_shows_what_is_and_what_was(office: Office) -> None:
    label = await approved(office, "grace mwangi")
    card = await office.marcus.card("Reissued", of=label)
    summary = await office.marcus.reads("enrl_grace_mwangi_medical_r")
    assert summary["thread_ts"] == card["ts"]
    words = words_of(summary)
    for fact in ("Family", "Gold PPO", "a month", "*Now:* nothing chosen yet. Grace Mwangi "):
        assert fact in words, fact
    documented = office.contract is Contract.DOCUMENTED
    assert ("Covered too: " in words) == ("Wanjiru Mwangi (child)" in words) == documented
    assert ("after the birth: check with the carrier" in words) == documented
    assert "→" not in words


async def test_refresh_shows_what_the_employee_chose(office: Office) -> None:
    label = await approved(office, "tomasz")
    await office.marcus.card("waiting for the employee's election", of=label)
    summary = await office.marcus.reads("enrl_tomasz_wojcik_medical_r")
    said = await office.nina.hears(office.nina.click(summary, "refresh"))
    assert said == "The bot looked in Vitable just now: nothing has changed yet."
    new = next(made["new_enrollment_id"] for made in await office.reissues() if "tomasz" in made["enrollment_id"])
    elected = await office.http.post("/sandbox/benefits/elect", json={"enrollment_id": new})
    assert elected.is_success
    assert (await office.nina.click(summary, "refresh"))["ok"]
    await eventually(lambda: _no_longer_waits(office, label))


async def _no_longer_waits(office: Office, label: str) -> bool:
    return "waiting for the employee's election" not in words_of(await office.marcus.card(of=label))


async def test_a_refusal_shows_message_and_trace_id_and_retry_succeeds(office: Office) -> None:
    label = await approved(office, "ruth adler", "refuse", message="The plan year is <closed>.")
    card = await office.marcus.card("Failed", of=label)
    assert "The plan year is &lt;closed&gt;." in card["text"]
    assert "name this trace id" in words_of(card)
    assert buttons_of(card) == ["retry", "close", "details"]
    for action in ("retry", "close"):
        said = await office.nina.hears(office.nina.click(card, action))
        assert said == f"Only approvers can do this with {label}."
    assert (await office.priya.click(card, "retry"))["ok"]
    await office.marcus.card("Reissued", of=label)
    assert (await sent(office, "ruth_adler"), await effects(office, "ruth_adler")) == (2, 1)


async def test_nobody_retries_or_closes_a_request_of_their_own(office: Office) -> None:
    card = await office.marcus.requests("owen price")
    await office.fault("benefits", "reissue", "refuse")
    await office.priya.click(card, "approve")
    card = await office.marcus.card("Failed", of=label_of(card))
    for action in ("retry", "close"):
        said = await office.marcus.hears(office.marcus.click(card, action))
        assert said == f"You submitted {label_of(card)}, so another approver has to decide on it."
    assert (await office.priya.click(card, "close"))["ok"]
    card = await office.marcus.card("Closed, not reissued", of=label_of(card))
    assert buttons_of(card) == ["details"]


@pytest.mark.parametrize(
    ("key", "kind", "more"),
    [
        ("nadia_petrova", "drop_after", {}),
        ("bjork_gudmundsdottir", "error_after", {"status": 500}),
        ("zoe_young", "hang", {"seconds": API_TIMEOUT + 0.3}),
        ("e_o", "unreadable", {}),
        ("suharto", "error_after", {"status": 302}),
    ],
)
async def test_a_lost_answer_is_found_by_reading_back_and_nothing_is_sent_again(
    office: Office, key: str, kind: str, more: Json
) -> None:
    label = await approved(office, f"empl_{key}", kind, **more)
    await office.marcus.card("Reissued", of=label)
    summary = await office.marcus.reads(f"enrl_{key}_medical_r")
    assert "the bot looked there and found this enrollment" in words_of(summary)
    assert (await sent(office, key), await effects(office, key)) == (1, 1)


@pytest.mark.parametrize(("key", "kind"), [("mei_tanaka", "ratelimited"), ("victor_hale", "ratelimited")])
async def test_what_was_certainly_not_processed_is_sent_again_by_itself(office: Office, key: str, kind: str) -> None:
    label = await approved(office, f"empl_{key}", kind, seconds=1)
    await office.marcus.card("Reissued", of=label)
    assert (await sent(office, key), await effects(office, key)) == (2, 1)


async def test_an_enrollment_that_changed_after_the_request_is_not_sent(office: Office) -> None:
    card = await office.nina.requests("samir haddad")
    changed = {"enrollment_id": "enrl_samir_haddad_medical", "coverage_tier": "EF"}
    await office.http.post("/sandbox/benefits/touch", json=changed)
    await office.marcus.click(card, "approve")
    card = await office.marcus.card("Failed", of=label_of(card))
    assert "The enrollment changed after the approval, so nothing was sent." in words_of(card)
    assert await sent(office, "samir_haddad") == 0
