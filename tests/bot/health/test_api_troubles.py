"""Calls to Vitable that fail are troubles until one of their kind works, or for five minutes."""

from datetime import timedelta

import pytest

from approvals.model.trouble import Trouble
from benefits.errors import InvalidId, NotFound, ServerError, WrongKey
from benefits.outcome import Outcome, OutcomeKind
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


@pytest.mark.parametrize(
    ("outcome", "trouble"),
    [
        (Outcome(kind=OutcomeKind.REISSUED, status_code=200), None),
        (Outcome(kind=OutcomeKind.CONFLICT, status_code=409), None),
        (Outcome(kind=OutcomeKind.REFUSED, status_code=404), None),
        (Outcome(kind=OutcomeKind.REFUSED, status_code=422), None),
        (Outcome(kind=OutcomeKind.REFUSED, status_code=401), Trouble.WRONG_KEY),
        (Outcome(kind=OutcomeKind.REFUSED, status_code=403), Trouble.NO_ACCESS),
        (Outcome(kind=OutcomeKind.NOT_PROCESSED, status_code=429), Trouble.RATE_LIMITED),
        (Outcome(kind=OutcomeKind.UNKNOWN, status_code=408), Trouble.SERVER_ERROR),
        (Outcome(kind=OutcomeKind.UNKNOWN, status_code=500), Trouble.SERVER_ERROR),
        (Outcome(kind=OutcomeKind.UNKNOWN, status_code=301), Trouble.UNREADABLE),
        (Outcome(kind=OutcomeKind.REISSUED_UNREADABLE, status_code=200), Trouble.UNREADABLE),
        (Outcome(kind=OutcomeKind.UNKNOWN), Trouble.NO_ANSWER),
        (Outcome(kind=OutcomeKind.NOT_SENT), Trouble.NO_ANSWER),
    ],
    ids=lambda value: f"{value.kind} {value.status_code}" if isinstance(value, Outcome) else str(value),
)
def test_how_a_reissue_call_ends_is_a_trouble_unless_it_is_about_the_request(
    outcome: Outcome, trouble: Trouble | None
) -> None:
    troubles = ApiTroubles(HandClock())
    troubles.reissued(outcome)
    assert troubles.current() == ({} if trouble is None else {"enrollments/reissue": trouble})
    troubles.reissued(Outcome(kind=OutcomeKind.REISSUED, status_code=200))
    assert troubles.current() == {}
