"""Every limit of Slack: a value at the limit passes, one more is refused, and the refusal names the place."""

from typing import Any

import pytest
from slackblocks import _limits as oracle

from sandbox.slack.blocks import limits, validate_message, validate_view
from tests.sandbox.slack.blocks import samples as s
from tests.sandbox.slack.blocks.limit_cases import MAXIMA, MINIMA

Json = dict[str, Any]

TESTED_BELOW = {"MESSAGE_UPDATE_TEXT_MAX_LENGTH", "VIEW_MAX_BYTES"}


def problems(payload: Json) -> list[str]:
    return validate_view(payload) if payload.get("type") == "modal" else validate_message(payload)


@pytest.mark.parametrize("name", MAXIMA)
def test_at_the_limit_passes_and_one_more_is_refused(name: str) -> None:
    grown, pointer = MAXIMA[name]
    limit = getattr(limits, name)
    assert problems(grown(limit)) == []
    assert [problem.split("json-pointer:")[1] for problem in problems(grown(limit + 1))] == [f"{pointer}]"]


@pytest.mark.parametrize("name", MINIMA)
def test_at_the_minimum_passes_and_one_less_is_refused(name: str) -> None:
    grown, pointer = MINIMA[name]
    limit = getattr(limits, name)
    assert problems(grown(limit)) == []
    assert [problem.split("json-pointer:")[1] for problem in problems(grown(limit - 1))] == [f"{pointer}]"]


def test_an_update_may_carry_less_text_than_a_post() -> None:
    assert validate_message({"text": "x" * 4000}, updating=True) == []
    assert validate_message({"text": "x" * 4001}) == []
    assert validate_message({"text": "x" * 4001}, updating=True) == [
        "[ERROR] must be less than 4001 characters [json-pointer:/text]"
    ]


def test_a_view_may_have_250_kb() -> None:
    heavy = s.modal(*[s.section(text=s.mrkdwn(2900))] * 80)
    assert validate_view(heavy) == []
    heavier = s.modal(*[s.section(text=s.mrkdwn(2900))] * 90)
    assert validate_view(heavier) == ["[ERROR] must be less than 250001 bytes [json-pointer:/view]"]


def test_every_limit_is_tested() -> None:
    known = {name for name in vars(limits) if name.isupper()}
    assert known == set(MAXIMA) | set(MINIMA) | TESTED_BELOW


@pytest.mark.parametrize("name", [name for name in vars(limits) if name.isupper() and hasattr(oracle, name)])
def test_limits_agree_with_slackblocks(name: str) -> None:
    assert getattr(limits, name) == getattr(oracle, name)


def test_slackblocks_knows_nearly_all_of_our_limits() -> None:
    unknown = {name for name in vars(limits) if name.isupper() and not hasattr(oracle, name)}
    assert unknown == {
        "MESSAGE_TABLES_MAX_ITEMS",
        "MESSAGE_TEXT_MAX_LENGTH",
        "MESSAGE_UPDATE_TEXT_MAX_LENGTH",
        "VIEW_MAX_BYTES",
    }
