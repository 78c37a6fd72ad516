"""Doctor has Slack judge every screen that the bot can draw."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from bot.clock import SystemClock
from bot.doctor.finding import Check, State
from bot.doctor.report import exit_code
from bot.doctor.screens import screens
from sandbox.slack.web_api import validation
from tests.bot.doctor.checkup import checked, only
from tests.handlers.blocks.scenes import message_scenes, view_scenes
from tests.office import Office, open_office, settings_for

pytestmark = pytest.mark.anyio

COUNT = len(screens(settings_for("http://127.0.0.1:1", "sqlite:///reissue.db"), SystemClock().now()))


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as office:
        yield office


def kinds(part: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """The types of all blocks, elements, texts and views in a part of a screen."""
    if isinstance(part, list):
        for inner in part:
            yield from kinds(inner)
    elif isinstance(part, dict):
        if isinstance(part.get("type"), str):
            yield part["type"]
        for inner in part.values():
            yield from kinds(inner)


async def test_every_screen_is_judged_with_what_it_looks_like(office: Office, one_database_url: str) -> None:
    finding = only(await checked(office, one_database_url), Check.SCREENS)
    assert (finding.state, finding.says) == (State.OK, f"Slack's validator takes all {COUNT}")
    judged = await office.calls("slack", "blocks.validate")
    assert len(judged) == COUNT
    assert {name for call in judged for name in ("view", "message") if name in call["detail"]} == {"view", "message"}


def test_every_kind_of_block_that_the_bot_draws_is_among_them() -> None:
    drawn = screens(settings_for("http://127.0.0.1:1", "sqlite:///reissue.db"), SystemClock().now())
    everywhere = set(kinds([*message_scenes().values(), *view_scenes().values()]))
    assert everywhere - set(kinds(list(drawn.values()))) == set()


async def test_a_screen_that_slack_refuses_is_named_with_its_reason(
    office: Office, one_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack's word for it is invalid_view, with a pointer to each fault."""
    monkeypatch.setattr(validation, "validate_view", refusing_forms)
    findings = await checked(office, one_database_url)
    finding = only(findings, Check.SCREENS)
    assert finding.state is State.WARNING
    assert "request form: unsupported type: input (/blocks/0/type)" in finding.says
    assert "more" in finding.says
    assert exit_code(findings) == 0


def refusing_forms(view: dict[str, Any]) -> list[str]:
    """What a workspace without input blocks says about a view."""
    return ["[ERROR] unsupported type: input [json-pointer:/view/blocks/0/type]"] if "input" in json.dumps(view) else []


async def test_a_slack_without_the_validator_is_no_problem(office: Office, one_database_url: str) -> None:
    await office.fault("slack", "blocks.validate", "error", message="unknown_method", times=None)
    findings = await checked(office, one_database_url)
    finding = only(findings, Check.SCREENS)
    assert (finding.state, exit_code(findings)) == (State.NOT_CHECKED, 0)
    assert finding.says == "this Slack has no validator to ask (blocks.validate)"
    assert len(await office.calls("slack", "blocks.validate")) == 1


@pytest.mark.parametrize(
    ("fault", "code", "why"),
    [
        ("ratelimited", None, "Slack asks for fewer calls (ratelimited)"),
        ("error", "not_authed", "Slack refuses (not_authed)"),
        ("error", "missing_scope", "the app lacks a scope for this (missing_scope)"),
    ],
)
async def test_a_slack_that_judges_no_screen_is_asked_no_more_and_is_no_problem(
    office: Office, one_database_url: str, fault: str, code: str | None, why: str
) -> None:
    await office.fault("slack", "blocks.validate", fault, message=code, times=None)
    findings = await checked(office, one_database_url)
    finding = only(findings, Check.SCREENS)
    assert (finding.state, exit_code(findings)) == (State.NOT_CHECKED, 0)
    assert finding.says == f"Slack judged 0 of {COUNT}, then: {why}"
    assert len(await office.calls("slack", "blocks.validate")) == 1


async def test_a_slack_that_gives_no_reason_is_told_so(office: Office, one_database_url: str) -> None:
    await office.fault("slack", "blocks.validate", "error", message="invalid_message")
    finding = only(await checked(office, one_database_url), Check.SCREENS)
    assert (finding.state, finding.says) == (
        State.WARNING,
        "Slack's validator refuses card: unexplained",
    )


async def test_what_it_refused_before_it_asked_for_fewer_calls_is_told(office: Office, one_database_url: str) -> None:
    await office.fault("slack", "blocks.validate", "error", message="invalid_message")
    await office.fault("slack", "blocks.validate", "ratelimited", times=None)
    finding = only(await checked(office, one_database_url), Check.SCREENS)
    assert (finding.state, finding.says) == (State.WARNING, "Slack's validator refuses card: unexplained")
    assert len(await office.calls("slack", "blocks.validate")) == 2
