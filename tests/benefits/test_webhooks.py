"""Events of Vitable's webhooks: what is read of them, and how they are signed."""

import json

import pytest

from benefits.errors import UnreadableAnswer
from benefits.webhooks import SIGNATURE, event_in, is_signed
from sandbox.benefits.connect6.webhooks import signature

BODY = b'{"event_id": "wevt_1", "resource_id": "enrl_1"}'


def body(**facts: object) -> bytes:
    """An event."""
    return json.dumps({"event_id": "wevt_1", "resource_id": "enrl_1", **facts}).encode()


def test_only_its_id_and_the_enrollment_that_it_names_are_read() -> None:
    event = event_in(body(event_name="enrollment.\x00", resource_type=["anything"], created_at=-1, more={}))
    assert (event.event_id, event.enrollment_id) == ("wevt_1", "enrl_1")
    assert set(event.model_dump()) == {"event_id", "resource_id"}


@pytest.mark.parametrize(
    "named", ["empl_1", "", "enrl_", "enrl_../x", "enrl_" + "x" * 65, "enrl_1\n", None, 1, ["enrl_1"]]
)
def test_what_is_no_id_of_an_enrollment_names_none(named: object) -> None:
    assert event_in(body(resource_id=named)).enrollment_id is None


def test_an_event_about_nothing_names_no_enrollment() -> None:
    assert event_in(b'{"event_id": "wevt_1"}').enrollment_id is None


@pytest.mark.parametrize(
    "unreadable",
    [
        b"",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"event_id": ',
        b"[" * 50_000,
        b'{"resource_id": "enrl_1"}',
        body(event_id=None),
        body(event_id=7),
        body(event_id=""),
        body(event_id="x" * 101),
    ],
)
def test_what_is_no_event_cannot_be_read_and_is_not_quoted(unreadable: bytes) -> None:
    with pytest.raises(UnreadableAnswer) as refused:
        event_in(unreadable)
    assert "enrl" not in str(refused.value)


def test_timestamp_and_every_byte_of_the_body_are_signed() -> None:
    signed = signature("whsec", "1700000000", BODY)
    assert SIGNATURE.fullmatch(signed)
    assert is_signed("whsec", BODY, "1700000000", signed)
    assert is_signed("whsec", BODY, "1700000000", f"sha512={signed.removeprefix('sha512=').upper()}")
    assert not is_signed("whsec", BODY + b" ", "1700000000", signed)
    assert not is_signed("whsec", BODY, "1700000001", signed)
    assert not is_signed("another", BODY, "1700000000", signed)


@pytest.mark.parametrize(
    "malformed", ["", "sha512=", f"sha256={'0' * 64}", f"sha512={'0' * 127}", f"sha512={'0' * 127}\u0660"]
)
def test_another_form_is_no_signature(malformed: str) -> None:
    assert SIGNATURE.fullmatch(malformed) is None
