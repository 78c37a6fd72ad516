"""Which deliveries are for us, and which could not even be read."""

from typing import Any

import pytest

from handlers.outline import is_unasked, is_well_formed


@pytest.mark.parametrize(
    ("body", "unasked"),
    [
        ({"type": "event_callback", "event": {"type": "app_home_opened"}}, False),
        ({"type": "event_callback", "event": {"type": "tokens_revoked", "tokens": {"bot": ["U0BOT"]}}}, True),
        ({"type": "event_callback", "event": {"type": "of_next_year"}}, True),
        ({"type": "event_callback", "event": {}}, True),
        ({"type": "event_callback"}, True),
        ({"type": "app_rate_limited", "minute_rate_limited": 1_780_000_000}, True),
        ({"type": "block_actions"}, False),
        ({"command": "/reissue"}, False),
    ],
)
def test_events_that_no_one_asked_for_are_told_apart(body: dict[str, Any], *, unasked: bool) -> None:
    assert is_unasked(body) is unasked


@pytest.mark.parametrize(
    "payload",
    [
        None,
        [],
        {"type": "event_callback"},
        {"type": "event_callback", "event": None},
        {"type": "event_callback", "event": "app_home_opened"},
        {"type": "block_actions", "actions": []},
        {"type": "view_submission", "view": None},
        {"type": ["block_actions"]},
    ],
)
def test_a_payload_that_lacks_what_it_is_about_is_not_well_formed(payload: object) -> None:
    assert not is_well_formed(payload)


@pytest.mark.parametrize("payload", [{}, {"type": "app_rate_limited"}, {"type": "block_actions", "actions": [{}]}])
def test_a_payload_with_all_that_its_type_needs_is_well_formed(payload: object) -> None:
    assert is_well_formed(payload)
