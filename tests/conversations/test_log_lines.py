"""The log of a real process: what a request does is told line by line, and each line is one that the registry has."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.logs.events import COMMON, EVENTS, FOREIGN
from tests.office import Office, eventually, label_of
from tests.processes import Process, web_at_work

pytestmark = pytest.mark.anyio

Line = dict[str, Any]


def lines_of(process: Process) -> list[Line]:
    """What it has written so far."""
    return [json.loads(line) for line in process.log.splitlines()]


def undeclared(lines: list[Line]) -> Iterator[Line]:
    """The lines that are not as the registry says; those of libraries are theirs."""
    for line in lines:
        declared = EVENTS.get(line["event"])
        is_known = declared is not None and line["level"] in declared.levels
        if FOREIGN not in line and not (is_known and declared and set(line) <= {*declared.fields, *COMMON}):
            yield line


async def test_each_change_of_a_request_and_each_call_is_one_line_with_the_reference_of_its_click(
    own_office: Office, sqlite_file: Path
) -> None:
    office = own_office
    async with web_at_work(office, sqlite_file, LOG_FORMAT="json") as process:
        card = await office.nina.requests("ada")
        await office.fault("benefits", "reissue", "refuse", message="Ada is not eligible")
        await office.marcus.click(card, "approve")
        card = await office.marcus.card("Failed", of=label_of(card))
        await office.priya.click(card, "retry")
        await office.marcus.card("Reissued", of=label_of(card))
        await process.stop()
    lines = lines_of(process)
    told = [line for line in lines if line["event"] in ("request_changed", "attempt_finished")]
    assert [(line.get("from"), line.get("to"), line.get("actor"), line.get("outcome")) for line in told] == [
        (None, "pending", "U0NINA", None),
        ("pending", "applying", "U0MARCUS", None),
        (None, None, None, "refused"),
        ("applying", "failed", "bot", "refused"),
        ("failed", "applying", "U0PRIYA", None),
        (None, None, None, "reissued"),
        ("applying", "reissued", "bot", "reissued"),
    ]
    submitted, approval, retry = {told[0]["reference"]}, told[1:4], told[4:]
    references = [{line["reference"] for line in group} for group in (approval, retry)]
    assert [len(found) for found in references] == [1, 1]
    assert len(submitted | references[0] | references[1]) == 3
    for line in told:
        assert (line["number"], line["enrollment"]) == (label_of(card), "enrl_ada_lovelace_medical")
        assert line["ms"] >= 0
    assert (told[2]["status"], told[2]["attempt"], told[5]["attempt"]) == (422, 1, 2)
    assert told[2]["trace_id"] == told[3]["trace_id"]
    assert lines[0]["event"] == "starting"
    assert list(undeclared(lines)) == []


async def test_an_error_that_a_person_reads_has_the_reference_of_its_line(
    own_office: Office, sqlite_file: Path
) -> None:
    office = own_office
    async with web_at_work(office, sqlite_file, LOG_FORMAT="json") as process:
        card = await office.nina.requests("ada")
        await office.fault("slack", "views.open", "server_error", times=None)
        said = await office.priya.hears(office.priya.click(card, "deny"))
        [line] = [line for line in lines_of(process) if line["event"] == "slack_failed"]
        assert re.findall(r"reference: `(\w{6})`", said) == [line["reference"]]
        assert list(undeclared(lines_of(process))) == []


async def test_a_trouble_that_no_click_meets_is_in_the_log_when_it_begins_and_when_it_is_over(
    own_office: Office, sqlite_file: Path
) -> None:
    await own_office.fault("slack", "auth.test", "error", message="token_revoked", times=None)
    async with web_at_work(own_office, sqlite_file, LOG_FORMAT="json") as process:

        def told(event: str) -> list[Line]:
            return [line for line in lines_of(process) if line["event"] == event]

        [begun] = await eventually(lambda: told("trouble"), "the trouble")
        assert (begun["what"], begun["code"], begun["level"]) == ("slack", "token_revoked", "warning")
        assert "check SLACK_BOT_TOKEN" in begun["reason"]
        await own_office.mend()
        [over] = await eventually(lambda: told("trouble_over"), "its end")
        assert (over["what"], over["code"], over["level"]) == ("slack", "token_revoked", "info")
        assert list(undeclared(lines_of(process))) == []
