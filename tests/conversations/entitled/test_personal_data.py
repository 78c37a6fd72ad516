"""Personal data stays small: never in the log, never in what buttons and modals carry, hardly any in the database."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sandbox import cast
from sandbox.benefits.people import PEOPLE
from tests.conversations.test_log_lines import undeclared
from tests.office import Office, label_of, words_of
from tests.processes import web_at_work

pytestmark = pytest.mark.anyio

REASON = "Twins called Byron and Annabella"
DENIAL = "Please ask Ms Okafor first"
QUESTION, ANSWER, CHANGED = "Is the certificate notarised", "It came by courier", "Triplets after all"
TAKEN_BACK = "She has moved to Lisbon"
CARRIED = re.compile(r"([0-9a-f-]{36}:[0-9]+)?|(enrl|empl|qle)_[a-z_0-9]+|[0-9]+;[a-z_,]*;[0-9-]*;(empl_[a-z_0-9]+,?)*")


async def _story(office: Office) -> None:
    """Everything that is typed, read and decided in a day; also what goes wrong."""
    nina, marcus = office.nina, office.marcus
    await nina.command("/reissue")
    view = await nina.modal()
    await office.fault("benefits", "enrollments", "slow", seconds=0.4)
    await nina.choose(view, "employee", (await nina.find(view, "Lovelace"))[0])
    await nina.act("close", view_id=view["id"])
    card = await nina.requests("ada.lovelace@juniper.example", reason=REASON)
    await office.fault("benefits", "reissue", "refuse", message="Ada Lovelace is not eligible")
    await marcus.click(card, "approve")
    card = await marcus.card("Failed", of=label_of(card))
    await marcus.click(card, "details")
    await marcus.modal_with(REASON)
    await nina.hears(nina.click(card, "retry"))
    await office.fault("benefits", "reissue", "drop_after")
    await office.priya.click(card, "retry")
    await marcus.card("Reissued", of=label_of(card))
    await marcus.reads("enrl_ada_lovelace_medical_r1")
    other = await nina.requests("zoe young", reason=REASON)
    await marcus.click(other, "deny")
    form = await marcus.modal_with("Nothing changes until you submit")
    assert (await marcus.submit(form, {"reason": {"reason": DENIAL}}))["ok"]
    await marcus.card("Denied", of=label_of(other))
    await _talk(office)
    await _find(office)


async def _find(office: Office) -> None:
    """People and requests are looked for by name, and the form is opened by one."""
    for words in ("find Lovelace", "history denied Young", "find Nobodyhere"):
        await office.nina.hears(office.nina.command(f"/reissue {words}", cast.GENERAL), cast.GENERAL)
    for name in ("Lovelace Ada", "Garcia", "Nobodyhere"):
        await office.nina.command(f"/reissue {name}")
        await office.nina.modal(lambda shown: "Looking for" not in words_of(shown) and bool(shown["blocks"]))
        await office.nina.act("close", view_id=(await office.nina.modal())["id"])


async def _talk(office: Office) -> None:
    """A question, its answer, and a request that is taken back."""
    nina, marcus = office.nina, office.marcus
    card, direct = await nina.requests("tomasz", reason=REASON), await nina.direct()
    await marcus.click(card, "ask")
    form = await marcus.modal_with("Until they answer")
    assert (await marcus.submit(form, {"question": {"question": QUESTION}}))["ok"]
    await nina.click(await nina.reads(QUESTION, direct), "answer", direct)
    typed = {"answer": {"answer": ANSWER}, "reason": {"reason": CHANGED}}
    assert (await nina.submit(await nina.modal_with(QUESTION), typed))["ok"]
    card = await nina.card(ANSWER, of=label_of(card))
    assert (await nina.withdraws(card, TAKEN_BACK))["ok"]
    await marcus.card("Withdrawn", of=label_of(card))


async def test_a_whole_story_leaves_no_personal_data_where_none_belongs(own_office: Office, sqlite_file: Path) -> None:
    office = own_office
    async with web_at_work(office, sqlite_file, LOG_LEVEL="DEBUG", LOG_FORMAT="json") as process:
        await _story(office)
        await process.stop()
    employees = list(office.sandbox.benefits.world.employees.values())
    log = process.log
    _nothing_of(
        log, [REASON, DENIAL, QUESTION, ANSWER, CHANGED, TAKEN_BACK, "not eligible", "Byron", "Okafor", "Nobodyhere"]
    )
    _nothing_of(log, ["@juniper.example", "@brightside.example"])
    _nothing_of(log, [cast.BOT_TOKEN, cast.SIGNING_SECRET, cast.API_KEY, "/response/"])
    _nothing_of(
        log, [name for person in PEOPLE for name in (person.first, person.last, person.spouse) if len(name) > 3]
    )
    _nothing_of(log, [child for person in PEOPLE for child in person.children])
    lines = [json.loads(line) for line in log.splitlines()]
    assert [line for line in lines if line["level"] == "error"] == []
    assert {"request_changed", "attempt_finished"} <= {line["event"] for line in lines}
    assert list(undeclared(lines)) == []
    stored = b"".join(path.read_bytes() for path in sqlite_file.parent.glob("reissue.db*")).decode("utf-8", "replace")
    _nothing_of(stored, [employee["member"]["date_of_birth"] for employee in employees])
    _nothing_of(stored, [employee["member"]["phone"] for employee in employees])
    _nothing_of(stored, ["Birchwater Lane", "97201", "Hospital letter attached", cast.BOT_TOKEN, cast.API_KEY])
    for call in await office.calls("slack"):
        for carried in _carried(call["detail"]):
            assert CARRIED.fullmatch(carried), carried


def _nothing_of(text: str, words: list[str]) -> None:
    """A postal code may be part of a longer number, such as a hash or the time of a message."""
    found = [word for word in words if word in text]
    assert [
        word for word in found if not word.isdecimal() or re.search(rf"(?<![0-9a-f.]){word}(?![0-9a-f])", text)
    ] == []


def _carried(part: Any) -> list[str]:  # noqa: ANN401 - any JSON
    """What buttons, options and modals carry, wherever they are in a call."""
    if isinstance(part, list):
        return [value for inner in part for value in _carried(inner)]
    if not isinstance(part, dict):
        return []
    own = [part[name] for name in ("value", "private_metadata") if isinstance(part.get(name), str)]
    return own + [value for inner in part.values() for value in _carried(inner)]


async def test_a_statement_that_the_database_refuses_is_logged_without_its_values(
    own_office: Office, sqlite_file: Path
) -> None:
    office = own_office
    async with web_at_work(office, sqlite_file) as process:
        card = await office.nina.requests("ada", reason=REASON)
        _refuse_decisions(sqlite_file)
        await office.marcus.click(card, "deny")
        form = await office.marcus.modal_with("Nothing changes until you submit")
        answer = await office.marcus.submit(form, {"reason": {"reason": DENIAL}})
        assert answer["ok"]
        shown = await office.marcus.modal_with("Something went wrong in the bot")
        assert shown["values"]["reason"]["reason"]["value"] == DENIAL
        [reference] = re.findall(r"this reference: `(\w{6})`", words_of(shown))
        assert re.search(rf"listener_failed.*reference={reference}", process.log)
        _nothing_of(process.log, [REASON, DENIAL, "Lovelace"])


def _refuse_decisions(database: Path) -> None:
    refusal = "CREATE TRIGGER refuse BEFORE INSERT ON bot_decision BEGIN SELECT RAISE(ABORT, 'no'); END"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(refusal)
        connection.commit()
