"""Which outcomes are news, and which only say the same again."""

from approvals.model.event import Event, EventKind
from approvals.model.outcomes import News
from tests.builders import NOW, REQUEST_ID, an_attempt

K = EventKind


def happened(*kinds: EventKind | tuple[EventKind, dict[str, str | int]]) -> list[Event]:
    """Audit lines in their order, numbered from 1."""
    named = [each if isinstance(each, tuple) else (each, {}) for each in kinds]
    return [
        Event(request_id=REQUEST_ID, at=NOW, actor="U0PRIYA", kind=kind, codes=codes, seq=seq)
        for seq, (kind, codes) in enumerate(named, 1)
    ]


def repeated(*kinds: EventKind | tuple[EventKind, dict[str, str | int]], **said: str) -> list[int]:
    """The numbers of the lines that tell nothing new; `said` are the API's messages by the name of the try."""
    attempts = [an_attempt(n=int(name.removeprefix("try_")), message=message) for name, message in said.items()]
    return sorted(News.of(happened(*kinds), attempts).repeated)


def test_a_check_that_leaves_the_outcome_unknown_is_answered_by_the_unknown_after_it() -> None:
    events = happened(K.LOST, K.UNKNOWN, K.CHECKED, K.REFUSED, K.VIEWED, K.UNKNOWN, K.CHECKED, K.UNKNOWN)
    checks = News.of(events, ()).checks
    assert {seq: checked.seq for seq, checked in checks.items()} == {6: 3, 8: 7}


def test_a_check_that_finds_something_is_no_answer_to_a_later_one() -> None:
    assert News.of(happened(K.UNKNOWN, K.CHECKED, K.FAILED, K.RETRIED, K.LOST, K.UNKNOWN), ()).checks == {}


def test_an_outcome_that_stays_unknown_is_told_once() -> None:
    assert repeated(K.LOST, K.UNKNOWN, K.CHECKED, K.UNKNOWN, K.SENT_AGAIN, K.LOST, K.UNKNOWN) == [4, 7]
    assert repeated(K.HELD, K.CHECKED, K.UNKNOWN) == [3]


def test_a_failure_is_told_again_only_if_it_is_another_one() -> None:
    def failed(n: int, outcome: str = "refused", **more: str | int) -> tuple[EventKind, dict[str, str | int]]:
        return K.FAILED, {"attempt": n, "outcome": outcome, "trace": f"t{n}", "revision": 1, **more}

    same = {"try_1": "The window is closed.", "try_2": "The window is closed."}
    assert repeated(failed(1), K.RETRIED, failed(2), **same) == [3]
    assert repeated(failed(1), K.RETRIED, failed(2), **{**same, "try_2": "Not eligible."}) == []
    assert repeated(failed(1), K.RETRIED, failed(2, "not_sent"), **same) == []
    assert repeated(failed(1), K.RETRIED, K.LOST, K.UNKNOWN, K.CHECKED, failed(2), **same) == []


def test_what_ends_a_request_is_always_told() -> None:
    assert repeated(K.UNKNOWN, K.CHECKED, K.REISSUED) == []
    assert repeated(K.UNKNOWN, K.MARKED_DONE) == []
