"""What each answer to the reissue call proves: every row of the table."""

import httpx
import pytest

from benefits.outcome import Outcome, OutcomeKind, classify, classify_failure
from tests.benefits.answers import ENROLLMENT, NOW

CLASSES = [
    (200, OutcomeKind.REISSUED_UNREADABLE),
    (201, OutcomeKind.REISSUED_UNREADABLE),
    (204, OutcomeKind.REISSUED_UNREADABLE),
    (301, OutcomeKind.UNKNOWN),
    (303, OutcomeKind.UNKNOWN),
    (307, OutcomeKind.UNKNOWN),
    (400, OutcomeKind.REFUSED),
    (401, OutcomeKind.REFUSED),
    (403, OutcomeKind.REFUSED),
    (404, OutcomeKind.REFUSED),
    (408, OutcomeKind.UNKNOWN),
    (409, OutcomeKind.CONFLICT),
    (418, OutcomeKind.REFUSED),
    (422, OutcomeKind.REFUSED),
    (429, OutcomeKind.NOT_PROCESSED),
    (499, OutcomeKind.REFUSED),
    (500, OutcomeKind.UNKNOWN),
    (502, OutcomeKind.UNKNOWN),
    (503, OutcomeKind.UNKNOWN),
    (504, OutcomeKind.UNKNOWN),
    (599, OutcomeKind.UNKNOWN),
    (600, OutcomeKind.UNKNOWN),
]
FAILURES = [
    (httpx.ConnectError("refused"), OutcomeKind.NOT_SENT),
    (httpx.ConnectTimeout("slow"), OutcomeKind.NOT_SENT),
    (httpx.PoolTimeout("full"), OutcomeKind.NOT_SENT),
    (httpx.ProxyError("no tunnel"), OutcomeKind.NOT_SENT),
    (httpx.UnsupportedProtocol("ftp"), OutcomeKind.NOT_SENT),
    (httpx.InvalidURL("what"), OutcomeKind.NOT_SENT),
    (httpx.ReadTimeout("slow"), OutcomeKind.UNKNOWN),
    (httpx.WriteTimeout("slow"), OutcomeKind.UNKNOWN),
    (httpx.ReadError("reset"), OutcomeKind.UNKNOWN),
    (httpx.WriteError("reset"), OutcomeKind.UNKNOWN),
    (httpx.CloseError("reset"), OutcomeKind.UNKNOWN),
    (httpx.RemoteProtocolError("hung up"), OutcomeKind.UNKNOWN),
    (httpx.LocalProtocolError("oops"), OutcomeKind.UNKNOWN),
    (httpx.DecodingError("gzip"), OutcomeKind.UNKNOWN),
    (TimeoutError(), OutcomeKind.UNKNOWN),
]
HTML = b"<!DOCTYPE html><html><body>Bad Gateway</body></html>"


def classified(status: int, **how: object) -> Outcome:
    """The outcome of an answer that came at noon."""
    return classify(httpx.Response(status, **how), lambda: NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize("body", [b"", HTML, b"{", b"[]", b'{"message": "So it is"}'])
@pytest.mark.parametrize(("status", "kind"), CLASSES)
def test_the_status_alone_decides_what_a_failing_answer_proves(status: int, kind: OutcomeKind, body: bytes) -> None:
    outcome = classified(status, content=body)
    assert (outcome.kind, outcome.status_code, outcome.enrollment) == (kind, status, None)


@pytest.mark.parametrize(("failure", "kind"), FAILURES, ids=lambda value: type(value).__name__)
def test_a_failure_without_an_answer_proves_that_it_was_not_sent_or_nothing(
    failure: httpx.HTTPError | httpx.InvalidURL | TimeoutError, kind: OutcomeKind
) -> None:
    outcome = classify_failure(failure)
    assert (outcome.kind, outcome.status_code) == (kind, None)
    assert outcome.message


@pytest.mark.parametrize("answer", [ENROLLMENT, {"data": ENROLLMENT}, ENROLLMENT | {"status": "frozen", "new": 1}])
def test_an_enrollment_in_either_shape_is_reissued(answer: dict[str, object]) -> None:
    outcome = classified(200, json=answer)
    assert outcome.kind is OutcomeKind.REISSUED
    assert outcome.enrollment
    assert outcome.enrollment.id == "enrl_1"


def test_an_odd_moment_in_the_answer_does_not_make_the_outcome_unknown() -> None:
    assert classified(200, json=ENROLLMENT | {"updated_at": "9999-12-31T23:59:59-05:00"}).kind is OutcomeKind.REISSUED


def test_the_answer_of_the_newer_contract_is_done_but_unreadable() -> None:
    outcome = classified(200, json={"data": {"enrollment_id": "enrl_2"}})
    assert outcome.kind is OutcomeKind.REISSUED_UNREADABLE


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ("1.5", 1.5),
        ("Mon, 23 Nov 2026 12:01:00 GMT", 60.0),
        ("Mon, 23 Nov 2026 12:01:00 -0000", 60.0),
        ("Mon, 23 Nov 2026 11:00:00 GMT", 0.0),
        ("-5", None),
        ("nan", None),
        ("soon", None),
        ("", None),
        ("9" * 400, None),
    ],
)
def test_retry_after_is_read_as_seconds_and_as_a_date(header: str, seconds: float | None) -> None:
    assert classified(429, headers={"Retry-After": header}).retry_after == seconds


@pytest.mark.parametrize(
    ("body", "message", "trace_id"),
    [
        ({"message": "Not active", "error": "Conflict", "trace_id": "tr_1"}, "Not active", "tr_1"),
        ({"error": {"code": "x", "message": "Not active"}}, "Not active", None),
        ({"error": {"code": "x", "trace_id": "tr_2"}}, None, "tr_2"),
        ({"error": "Not active"}, "Not active", None),
        ({"message": {"de": "Nein"}, "error": 7, "trace_id": 9}, "de: Nein", None),
        ({"message": ["Not active", "Too late"]}, "Not active; Too late", None),
        ({"message": "Not active", "app_error_code": "E17"}, "Not active (E17)", None),
        ({"app_error_code": "E17"}, "E17", None),
        ({"detail": "Not found.", "code": "not_found"}, "Not found.", None),
        (
            {"reason": ["At most 500 characters."], "qle_id": ["Unknown."]},
            "reason: At most 500 characters.; qle_id: Unknown.",
            None,
        ),
        ({"non_field_errors": ["The window is closed."]}, "The window is closed.", None),
        ({"type": "about:blank", "title": "Closed", "status": 422, "detail": "Since May"}, "Closed: Since May", None),
        ({"title": "Closed", "status": 422}, "Closed", None),
        ({"message": "  two\n\n lines\u0000 "}, "two lines\ufffd", None),
        ({"message": "<html><body>Bad Gateway</body></html>"}, None, None),
        ({"message": "a < b & <!channel>"}, "a < b & <!channel>", None),
        ({"message": "x" * 501}, "x" * 499 + "…", None),
        ({"message": "x" * 500}, "x" * 500, None),
        (["Not active"], "Not active", None),
        ("Not active", "Not active", None),
        ([7, None], None, None),
        (None, None, None),
    ],
)
def test_message_and_trace_id_are_found_where_servers_put_them(
    body: object, message: str | None, trace_id: str | None
) -> None:
    outcome = classified(422, json=body)
    assert (outcome.message, outcome.trace_id) == (message, trace_id)


def test_a_page_of_html_is_never_the_message() -> None:
    assert classified(502, content=HTML).message is None


def test_an_outcome_survives_a_trip_through_json() -> None:
    outcome = classified(200, json=ENROLLMENT)
    assert Outcome.model_validate_json(outcome.model_dump_json()) == outcome
