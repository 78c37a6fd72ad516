"""Documents that prove a life event: which kinds are usual, what a form must say, and what is odd about a date."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from approvals.errors import InvalidSubmission
from approvals.model.document import WORDS_LIMIT, DocumentKind, SeenBy, SeenDocument
from approvals.rules.texts import kept_text
from benefits.models import QualifyingLifeEvent, event_type_key

SEEN, KIND, DATE, WORDS = "document", "document_kind", "document_date", "document_words"
"""The fields of a form about a document, as an InvalidSubmission names them."""

_K = DocumentKind

_USUAL: tuple[tuple[tuple[str, ...], tuple[DocumentKind, ...]], ...] = (
    (
        ("Birth", "had_baby", "Having a baby", "new_child", "New child"),
        (_K.BIRTH_CERTIFICATE, _K.HOSPITAL_RECORD),
    ),
    (("Adoption", "adopted_child", "Adopting a child"), (_K.ADOPTION_PAPERS, _K.COURT_ORDER)),
    (("foster_care_placement", "Foster-care placement"), (_K.PLACEMENT_PAPERS, _K.COURT_ORDER)),
    (("Marriage", "married", "Getting married"), (_K.MARRIAGE_CERTIFICATE,)),
    (
        ("Divorce", "divorced", "Getting divorced or legally separated"),
        (_K.DIVORCE_DECREE, _K.SEPARATION_AGREEMENT),
    ),
    (
        ("Death", "death_of_spouse_or_dependent", "Death of a covered spouse or dependent"),
        (_K.DEATH_CERTIFICATE,),
    ),
    (
        (
            "loss_of_coverage",
            "Job Loss",
            "Termination",
            "Employer Bankruptcy",
            "lost_job_based_coverage",
            "Losing job-based health insurance",
            "aged_off_parent_plan",
            "Aging off a parent's plan at age 26",
            "lost_decertified_individual_plan",
            "Losing individual coverage because a plan was decertified",
        ),
        (_K.COVERAGE_LETTER, _K.EMPLOYER_LETTER),
    ),
    (("Reduction In Hours",), (_K.EMPLOYER_LETTER,)),
    (
        ("lost_medicaid_chip_medicare", "Losing Medicaid, CHIP, or Medicare eligibility"),
        (_K.AGENCY_NOTICE,),
    ),
    (("Medicare Entitlement",), (_K.MEDICARE_CARD, _K.AGENCY_NOTICE)),
    (("court_ordered", "Court order to add a dependent"), (_K.COURT_ORDER,)),
    (
        (
            "Relocation",
            "moved_to_new_coverage_area",
            "Moving to a new ZIP code, county, or state where different plans are available",
        ),
        (_K.PROOF_OF_ADDRESS,),
    ),
    (("moved_to_us", "Moving to the U.S. from another country"), (_K.ENTRY_RECORD, _K.PROOF_OF_ADDRESS)),
    (
        ("moved_to_or_from_school_housing", "Moving to or from school housing"),
        (_K.SCHOOL_LETTER, _K.PROOF_OF_ADDRESS),
    ),
    (
        ("moved_to_or_from_seasonal_work_housing", "Moving to or from housing for seasonal work"),
        (_K.EMPLOYER_LETTER, _K.PROOF_OF_ADDRESS),
    ),
    (("became_us_citizen", "Becoming a U.S. citizen"), (_K.NATURALIZATION_CERTIFICATE,)),
    (("left_incarceration", "Leaving incarceration"), (_K.RELEASE_PAPERS,)),
    (
        (
            "gained_tribal_status",
            "Gaining status as a member of a federally recognized tribe or Alaska Native corporation",
        ),
        (_K.TRIBAL_DOCUMENT,),
    ),
    (
        ("started_or_ended_americorps_service", "Starting or ending AmeriCorps service"),
        (_K.SERVICE_LETTER,),
    ),
    (("Other",), (_K.OTHER,)),
)
"""What the two contracts of the API call each event, and the documents that are usual for it, the likeliest first."""

USUAL: Mapping[str, tuple[DocumentKind, ...]] = MappingProxyType(
    {event_type_key(name): kinds for names, kinds in _USUAL for name in names}
)
"""The usual kinds, by the key of the event's type."""

ANNOUNCING = frozenset(
    {
        _K.COVERAGE_LETTER,
        _K.EMPLOYER_LETTER,
        _K.AGENCY_NOTICE,
        _K.MEDICARE_CARD,
        _K.PROOF_OF_ADDRESS,
        _K.SCHOOL_LETTER,
        _K.PLACEMENT_PAPERS,
        _K.COURT_ORDER,
        _K.SERVICE_LETTER,
        _K.OTHER,
    }
)
"""Kinds that are often written before the event that they are about, such as a notice that coverage will end."""

EARLY = timedelta(days=60)
"""How long before the event such a document may be dated without a note about it."""

LATE = timedelta(days=60)
"""How long after an event without a window a document may be dated without a note about it."""


class Oddity(StrEnum):
    """What approvers should look at. It never blocks anything."""

    BEFORE = "before"
    """It is dated before the event."""
    LONG_AFTER = "long_after"
    """It is dated after the end of the event's window."""
    UNUSUAL = "unusual"
    """Its kind is not usual for the event."""


@dataclass(frozen=True, slots=True)
class Caution:
    """One oddity; `days` are those between the event and the date of the document."""

    oddity: Oddity
    days: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class SaidDocument:
    """What a person chose and typed in a form about a document, not checked yet. `about` is the id of the event whose
    document the form asked for; None if it is one for all events of the form."""

    seen: bool
    kind: str = ""
    on: str = ""
    words: str = field(default="", repr=False)
    about: str | None = None

    def is_about(self, event: QualifyingLifeEvent | None) -> bool:
        """Whether the form asked for the document of this event."""
        return event is not None and self.about in (None, event.id)


NOT_SAID = SaidDocument(seen=False)
"""A form that did not ask."""


def offered_kinds(*events: QualifyingLifeEvent | None) -> tuple[DocumentKind, ...]:
    """The kinds to choose from for these events: the usual ones of the first come first, and "another" last."""
    usual = (kind for event in events for kind in _usual(event))
    return tuple(dict.fromkeys([*(kind for kind in usual if kind is not _K.OTHER), _K.OTHER]))


def is_asked_of_requester(seen_by: SeenBy, event: QualifyingLifeEvent | None) -> bool:
    """Whether a requester has to have seen a document: for a request without an event there is none."""
    return seen_by.asks_requester and event is not None


def is_asked_of_approver(seen_by: SeenBy, event: QualifyingLifeEvent | None) -> bool:
    """Whether an approver has to have seen a document."""
    return seen_by.asks_approver and event is not None


def checked_document(said: SaidDocument, by: str, today: date) -> SeenDocument:
    """The document that a person (user id) says they saw; `today` is the date where they are.

    Raises InvalidSubmission with the first field that is missing or cannot be: a date in the future, too many words.
    """
    if not said.seen:
        raise InvalidSubmission(SEEN, "required")
    kind = next((kind for kind in DocumentKind if kind == said.kind), None)
    if kind is None:
        raise InvalidSubmission(KIND, "required")
    words = kept_text(said.words) if kind is DocumentKind.OTHER else ""
    if kind is DocumentKind.OTHER and not words:
        raise InvalidSubmission(WORDS, "required")
    if len(words) > WORDS_LIMIT:
        raise InvalidSubmission(WORDS, "words_too_long")
    return SeenDocument(by=by, kind=kind, on=_day(said.on, today), words=words)


def cautions_of(document: SeenDocument | None, event: QualifyingLifeEvent | None) -> tuple[Caution, ...]:
    """What is odd about a document for an event. Dates are compared only where the API tells the day of the event."""
    if document is None or event is None:
        return ()
    usual = _usual(event)
    is_usual = document.kind in (*usual, _K.OTHER) or usual == (_K.OTHER,)
    return (*_oddly_dated(document, event), *(() if is_usual else (Caution(Oddity.UNUSUAL),)))


def document_texts(document: SeenDocument | None) -> dict[str, str]:
    """The text behind the audit's `document_hash`, as JSON with sorted keys and without blanks; none without a
    document."""
    if document is None:
        return {}
    fields = document.model_dump(mode="json")
    return {"document": json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)}


def _usual(event: QualifyingLifeEvent | None) -> Iterable[DocumentKind]:
    return (_K.OTHER,) if event is None else USUAL.get(event_type_key(event.event_type), (_K.OTHER,))


def _day(text: str, today: date) -> date:
    try:
        on = date.fromisoformat(text)
    except ValueError as unreadable:
        raise InvalidSubmission(DATE, "required") from unreadable
    if on > today:
        raise InvalidSubmission(DATE, "in_future")
    return on


def _oddly_dated(document: SeenDocument, event: QualifyingLifeEvent) -> tuple[Caution, ...]:
    if event.event_date is None:
        return ()
    after = document.on - event.event_date
    early = EARLY if document.kind in ANNOUNCING else timedelta()
    if -after > early:
        return (Caution(Oddity.BEFORE, -after.days),)
    last = event.enrollment_window_end or event.event_date + LATE
    return (Caution(Oddity.LONG_AFTER, after.days),) if document.on > max(last, event.event_date) else ()
