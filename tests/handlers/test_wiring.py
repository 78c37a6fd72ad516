"""A listener cannot be wired wrong: what nothing fills in is refused when the app is made, not at the click."""

from dataclasses import fields

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp

from handlers.bolt import Injected
from handlers.ids import ActionId, CallbackId
from handlers.listeners import decide
from handlers.listeners.table import ACTIONS, EVENTS, SUBMISSIONS, MiswiredListener, check_wiring, listen
from handlers.payloads import Body

INJECTED = [part.name for part in fields(Injected)]


async def on_a_typing_error(ack: AsyncAck, body: Body, use_case: object) -> None:
    """A listener with a parameter that the app does not inject."""


def test_every_listener_finds_each_of_its_arguments() -> None:
    for listener in (*EVENTS, *ACTIONS.values(), *SUBMISSIONS.values()):
        check_wiring(listener, INJECTED)


def test_a_parameter_that_nothing_fills_in_is_refused_by_name() -> None:
    with pytest.raises(MiswiredListener, match=r"on_a_typing_error: use_case$"):
        check_wiring(on_a_typing_error, INJECTED)


@pytest.mark.parametrize("missing", INJECTED)
def test_an_app_that_lacks_a_part_is_not_made(missing: str) -> None:
    app = AsyncApp(name="test", token="xoxb-1", signing_secret="secret")
    with pytest.raises(MiswiredListener, match=missing):
        listen(app, [name for name in INJECTED if name != missing])


def test_an_argument_of_bolts_own_is_accepted() -> None:
    check_wiring(decide.on_approve, INJECTED)


def test_every_button_and_menu_has_a_listener() -> None:
    assert set(ActionId) - set(ACTIONS) == {
        ActionId.REASON,
        ActionId.UNTIL,
        ActionId.EVENT_TYPE,
        ActionId.EVENT_DATE,
        ActionId.NOTES,
        ActionId.SIMILAR,
    }  # fields for a text, a day or a choice: they are read when the form is submitted


def test_every_form_has_a_listener() -> None:
    assert set(CallbackId) - set(SUBMISSIONS) == {CallbackId.NOTICE, CallbackId.DETAILS}  # these are only read
