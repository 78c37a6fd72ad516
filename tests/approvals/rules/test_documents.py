"""Documents of a life event: a usual one for every event, what a form must say, and what is odd about a date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.errors import InvalidSubmission
from approvals.model.document import WORDS_LIMIT, DocumentKind, SeenBy, SeenDocument
from approvals.rules.documents import (
    ANNOUNCING,
    DATE,
    EARLY,
    KIND,
    SEEN,
    USUAL,
    WORDS,
    Caution,
    Oddity,
    SaidDocument,
    cautions_of,
    checked_document,
    document_texts,
    is_asked_of_approver,
    is_asked_of_requester,
    offered_kinds,
)
from benefits.models import event_type_key
from handlers.words.documents import option_words
from tests.builders import REQUESTER, TODAY, a_document, a_qle, a_reported_qle
from tests.handlers.words.test_rule_hints import KNOWN

BORN = date(2026, 11, 3)
OTHER = DocumentKind.OTHER


def said(**changes: object) -> SaidDocument:
    """A form in which everything is said."""
    facts: dict[str, object] = {"seen": True, "kind": "birth_certificate", "on": "2026-11-04"}
    return SaidDocument(**{**facts, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("event_type", KNOWN)
def test_every_event_of_both_contracts_has_a_usual_document(event_type: str) -> None:
    kinds = offered_kinds(a_qle(event_type=event_type))
    assert kinds[-1] is OTHER
    assert (len(kinds) > 1) == (event_type_key(event_type) not in ("other", "something unusual"))
    assert len(kinds) == len(set(kinds)) <= 10


def test_only_events_that_the_apis_know_have_usual_documents_and_every_kind_is_usual_for_one() -> None:
    assert set(USUAL) <= {event_type_key(name) for name in KNOWN}
    assert {kind for kinds in USUAL.values() for kind in kinds} == set(DocumentKind)


def test_a_type_is_the_same_in_other_letters_and_an_unknown_one_offers_another_document_only() -> None:
    assert offered_kinds(a_qle(event_type="had babies")) == (OTHER,)
    assert offered_kinds(a_qle(event_type="HAD baby"))[0] is DocumentKind.BIRTH_CERTIFICATE
    assert offered_kinds(None) == offered_kinds() == (OTHER,)


def test_the_kinds_for_several_events_are_those_of_the_first_before_the_others() -> None:
    kinds = offered_kinds(a_qle(event_type="Marriage"), a_qle(), a_qle(event_type="Other"))
    expected = ("marriage_certificate", "birth_certificate", "hospital_record", "other")
    assert kinds == expected


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_kind_has_words_that_fit_into_a_menu(kind: DocumentKind) -> None:
    assert 0 < len(option_words(kind)) <= 75


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"seen": False}, SEEN, "required"),
        ({"kind": ""}, KIND, "required"),
        ({"kind": "passport"}, KIND, "required"),
        ({"kind": "other", "words": " \0 "}, WORDS, "required"),
        ({"kind": "other", "words": "x" * (WORDS_LIMIT + 1)}, WORDS, "words_too_long"),
        ({"on": ""}, DATE, "required"),
        ({"on": "yesterday"}, DATE, "required"),
        ({"on": (TODAY + timedelta(days=1)).isoformat()}, DATE, "in_future"),
    ],
)
def test_a_form_says_which_field_is_missing_or_cannot_be(change: dict[str, object], field: str, code: str) -> None:
    with pytest.raises(InvalidSubmission) as refusal:
        checked_document(said(**change), REQUESTER, TODAY)
    assert (refusal.value.field, refusal.value.code) == (field, code)


def test_a_document_may_be_dated_today_and_words_are_kept_for_another_kind_only() -> None:
    assert checked_document(said(on=TODAY.isoformat(), words="x"), REQUESTER, TODAY) == a_document(on=TODAY)
    another = checked_document(said(kind="other", words=" A letter\0 "), REQUESTER, TODAY)
    assert (another.kind, another.words) == (OTHER, "A letter")


@given(
    seen=st.booleans(),
    kind=st.sampled_from(["", "nothing", *DocumentKind]),
    on=st.one_of(st.text(), st.dates().map(date.isoformat)),
    words=st.text(),
)
def test_whatever_a_form_says_it_is_whole_and_not_in_the_future_or_refused(
    seen: bool, kind: str, on: str, words: str
) -> None:
    try:
        found = checked_document(SaidDocument(seen=seen, kind=kind, on=on, words=words), REQUESTER, TODAY)
    except InvalidSubmission:
        return
    assert seen
    assert found.on <= TODAY
    assert (found.kind is OTHER) == bool(found.words)
    assert SeenDocument.model_validate_json(found.model_dump_json()) == found


@pytest.mark.parametrize(
    ("on", "cautions"),
    [
        (BORN, ()),
        (BORN - timedelta(days=1), (Caution(Oddity.BEFORE, 1),)),
        (BORN - timedelta(days=8), (Caution(Oddity.BEFORE, 8),)),
        (date(2026, 11, 17), ()),
        (date(2026, 11, 18), (Caution(Oddity.LONG_AFTER, 15),)),
    ],
)
def test_a_certificate_from_before_the_event_or_from_after_its_window_is_odd(
    on: date, cautions: tuple[Caution, ...]
) -> None:
    assert cautions_of(a_document(on=on), a_qle()) == cautions


def test_without_a_window_a_document_is_late_after_sixty_days() -> None:
    event = a_qle(enrollment_window_end=None)
    assert cautions_of(a_document(on=BORN + timedelta(days=60)), event) == ()
    assert cautions_of(a_document(on=BORN + timedelta(days=61)), event) == (Caution(Oddity.LONG_AFTER, 61),)


@pytest.mark.parametrize("kind", sorted(ANNOUNCING - {OTHER}))
def test_a_letter_may_announce_what_it_is_about_but_not_long_before(kind: DocumentKind) -> None:
    event = a_qle(event_type=next(name for name, kinds in USUAL.items() if kind in kinds))
    assert cautions_of(a_document(kind=kind, on=BORN - EARLY), event) == ()
    early = Caution(Oddity.BEFORE, EARLY.days + 1)
    assert cautions_of(a_document(kind=kind, on=BORN - EARLY - timedelta(days=1)), event) == (early,)


def test_a_document_that_is_unusual_for_the_event_is_said_to_be_and_another_one_is_not() -> None:
    assert cautions_of(a_document(kind=DocumentKind.DEATH_CERTIFICATE), a_qle()) == (Caution(Oddity.UNUSUAL),)
    assert cautions_of(a_document(kind=OTHER), a_qle()) == ()
    assert cautions_of(a_document(kind=DocumentKind.DEATH_CERTIFICATE), a_qle(event_type="A flood")) == ()


def test_where_the_api_tells_no_day_of_the_event_no_date_is_odd() -> None:
    assert cautions_of(a_document(on=date(2020, 1, 1)), a_reported_qle()) == ()
    assert cautions_of(None, a_qle()) == cautions_of(a_document(), None) == ()


@pytest.mark.parametrize(
    ("seen_by", "of_requester", "of_approver"),
    [
        (SeenBy.NO_ONE, False, False),
        (SeenBy.REQUESTER, True, False),
        (SeenBy.APPROVER, False, True),
        (SeenBy.BOTH, True, True),
    ],
)
def test_who_is_asked_and_that_no_one_is_without_an_event(
    seen_by: SeenBy, of_requester: bool, of_approver: bool
) -> None:
    assert is_asked_of_requester(seen_by, a_qle()) == of_requester
    assert is_asked_of_approver(seen_by, a_qle()) == of_approver
    assert not is_asked_of_requester(seen_by, None)
    assert not is_asked_of_approver(seen_by, None)


def test_the_text_behind_the_hash_is_the_document_as_the_database_has_it() -> None:
    text = '{"by":"U0NINA","kind":"birth_certificate","on":"2026-11-04","words":""}'
    assert document_texts(a_document()) == {"document": text}
    assert document_texts(None) == {}
