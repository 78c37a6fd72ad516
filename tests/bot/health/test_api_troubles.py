"""Calls to Vitable that fail are troubles until one of their kind works, or for five minutes."""

from datetime import timedelta

from approvals.model.trouble import Trouble
from benefits.errors import InvalidId, NotFound, ServerError, WrongKey
from bot.health.api_troubles import LASTS, ApiTroubles
from tests.approvals.fakes import HandClock


def test_each_kind_of_call_has_its_own_trouble_and_ends_it() -> None:
    troubles = ApiTroubles(HandClock())
    troubles.heard("employees", WrongKey())
    troubles.heard("enrollments", ServerError())
    assert troubles.current() == {"employees": Trouble.WRONG_KEY, "enrollments": Trouble.SERVER_ERROR}
    troubles.heard("employees", None)
    troubles.heard("enrollments", NotFound())
    assert troubles.current() == {}


def test_what_is_no_fault_of_the_api_is_no_trouble() -> None:
    troubles = ApiTroubles(HandClock())
    troubles.heard("employees", NotFound())
    troubles.heard("employees", InvalidId())
    assert troubles.current() == {}


def test_a_call_that_nobody_repeats_is_forgotten_after_a_while() -> None:
    clock = HandClock()
    troubles = ApiTroubles(clock)
    troubles.heard("employees", WrongKey())
    clock.at += LASTS - timedelta(seconds=1)
    assert troubles.current()
    clock.at += timedelta(seconds=1)
    assert not troubles.current()
