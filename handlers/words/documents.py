"""Documents that prove a life event, in words: in forms, on cards, and what is odd about one."""

from collections.abc import Mapping
from types import MappingProxyType

from approvals.model.document import WORDS_LIMIT, DocumentKind, SeenDocument
from approvals.rules.documents import Caution, Oddity, cautions_of
from benefits.models import QualifyingLifeEvent
from handlers.words.dates import counted, day
from handlers.words.mrkdwn import Mrkdwn, escape, mention, one_line

_K = DocumentKind

DOCUMENT, DOCUMENT_SEEN = "Document of the life event", "I have seen the document"
DOCUMENT_HINT = "It stays in your HR system: nothing is uploaded here."
DOCUMENT_KIND, CHOOSE_DOCUMENT = "Which document", "Choose a document"
DOCUMENT_DATE = "Date on the document"
DOCUMENT_DATE_HINT = "It is compared with the day of the life event."
DOCUMENT_WORDS, DOCUMENT_OTHER = "If it is another document: which one", "Which one"
DOCUMENT_WORDS_HINT = f"Approvers read it. It is not sent to Vitable. At most {WORDS_LIMIT} characters."
CHOOSE_EVENT_FIRST = Mrkdwn(f"*{DOCUMENT}:* Choose a life event first.")
NOT_SAID = Mrkdwn("The requester has not said which document they saw.")

_NAMES: Mapping[DocumentKind, str] = MappingProxyType(
    {
        _K.BIRTH_CERTIFICATE: "birth certificate",
        _K.HOSPITAL_RECORD: "hospital record of the birth",
        _K.ADOPTION_PAPERS: "adoption or placement papers",
        _K.PLACEMENT_PAPERS: "foster-care placement papers",
        _K.MARRIAGE_CERTIFICATE: "marriage certificate",
        _K.DIVORCE_DECREE: "divorce decree",
        _K.SEPARATION_AGREEMENT: "separation agreement",
        _K.DEATH_CERTIFICATE: "death certificate",
        _K.COVERAGE_LETTER: "letter from the former plan",
        _K.EMPLOYER_LETTER: "letter from the employer",
        _K.AGENCY_NOTICE: "notice from Medicaid, CHIP or Medicare",
        _K.MEDICARE_CARD: "Medicare card",
        _K.PROOF_OF_ADDRESS: "lease or bill with the new address",
        _K.SCHOOL_LETTER: "letter from the school",
        _K.COURT_ORDER: "court order",
        _K.NATURALIZATION_CERTIFICATE: "certificate of naturalization",
        _K.ENTRY_RECORD: "visa or entry record",
        _K.RELEASE_PAPERS: "release papers",
        _K.TRIBAL_DOCUMENT: "tribal enrollment document",
        _K.SERVICE_LETTER: "letter about the service",
        _K.OTHER: "another document",
    }
)


def option_words(kind: DocumentKind) -> str:
    """A kind of document in a menu, in plain text."""
    name = _NAMES[kind]
    return name[:1].upper() + name[1:]


def document_words(document: SeenDocument) -> Mrkdwn:
    """A document with its date: "birth certificate dated 12 Nov 2026"."""
    said = f' ("{escape(one_line(document.words, WORDS_LIMIT))}")' if document.words else ""
    return Mrkdwn(f"{_NAMES[document.kind]}{said} dated {day(document.on)}")


def seen_words(document: SeenDocument) -> Mrkdwn:
    """The document that the requester saw, as a fact of the request."""
    return Mrkdwn(f"*Document:* {document_words(document)}, seen by {mention(document.by)}")


def seen_said(document: SeenDocument) -> Mrkdwn:
    """The same in a text."""
    return Mrkdwn(f"Document: {document_words(document)}, seen by {mention(document.by)}.")


def who_has_seen(document: SeenDocument) -> Mrkdwn:
    """The document that an approver saw, after the words that say who approved: ", who has seen the birth certificate
    dated 12 Nov 2026"."""
    return Mrkdwn(f", who has seen {_the(document)}")


def has_seen(document: SeenDocument, event: QualifyingLifeEvent | None) -> Mrkdwn:
    """The same as a sentence of its own, with what is odd about it."""
    odd = document_cautions_words(document, event)
    return Mrkdwn(f"{mention(document.by)} has seen {_the(document)}.{f' {odd}' if odd else ''}")


def document_seen(document: SeenDocument, event: QualifyingLifeEvent | None = None) -> Mrkdwn:
    """The same below a sentence that says who approved; with what is odd about it, where the event is given."""
    odd = document_cautions_words(document, event)
    return Mrkdwn(f"Document seen: {document_words(document)}.{f' {odd}' if odd else ''}")


def document_cautions_words(document: SeenDocument | None, event: QualifyingLifeEvent | None) -> Mrkdwn:
    """What is odd about a document, in sentences; empty if nothing is."""
    if document is None:
        return Mrkdwn("")
    return Mrkdwn(" ".join(_caution_words(each, document) for each in cautions_of(document, event)))


def _the(document: SeenDocument) -> str:
    article = "" if document.kind is DocumentKind.OTHER else "the "
    return f"{article}{document_words(document)}"


def _caution_words(caution: Caution, document: SeenDocument) -> str:
    match caution.oddity:
        case Oddity.BEFORE:
            return f"The document is dated {day(document.on)}, {counted(caution.days, 'day')} before the event."
        case Oddity.LONG_AFTER:
            return f"The document is dated {day(document.on)}, {counted(caution.days, 'day')} after the event."
        case Oddity.UNUSUAL:
            return f"Not a usual document for this event: {_NAMES[document.kind]}."
