"""A document that proves a life event: a person says that they saw it. The document itself stays in the HR system."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

WORDS_LIMIT = 80
"""Characters of the words for a document of another kind."""


class DocumentKind(StrEnum):
    """What kind of document it is."""

    BIRTH_CERTIFICATE = "birth_certificate"
    HOSPITAL_RECORD = "hospital_record"
    ADOPTION_PAPERS = "adoption_papers"
    PLACEMENT_PAPERS = "placement_papers"
    MARRIAGE_CERTIFICATE = "marriage_certificate"
    DIVORCE_DECREE = "divorce_decree"
    SEPARATION_AGREEMENT = "separation_agreement"
    DEATH_CERTIFICATE = "death_certificate"
    COVERAGE_LETTER = "coverage_letter"
    EMPLOYER_LETTER = "employer_letter"
    AGENCY_NOTICE = "agency_notice"
    MEDICARE_CARD = "medicare_card"
    PROOF_OF_ADDRESS = "proof_of_address"
    SCHOOL_LETTER = "school_letter"
    COURT_ORDER = "court_order"
    NATURALIZATION_CERTIFICATE = "naturalization_certificate"
    ENTRY_RECORD = "entry_record"
    RELEASE_PAPERS = "release_papers"
    TRIBAL_DOCUMENT = "tribal_document"
    SERVICE_LETTER = "service_letter"
    OTHER = "other"
    """None of these: words say which one."""


class SeenBy(StrEnum):
    """Who has to say that they saw the document (the setting EVIDENCE)."""

    NO_ONE = ""
    REQUESTER = "requester"
    APPROVER = "approver"
    BOTH = "both"

    @property
    def asks_requester(self) -> bool:
        """Whether the requester has to."""
        return self in (SeenBy.REQUESTER, SeenBy.BOTH)

    @property
    def asks_approver(self) -> bool:
        """Whether each approver has to."""
        return self in (SeenBy.APPROVER, SeenBy.BOTH)


class SeenDocument(BaseModel):
    """A document and the person (user id) who saw it. `on` is the date on the document. `words` are foreign text that
    says what it is, where its kind does not."""

    model_config = ConfigDict(frozen=True)

    by: str
    kind: DocumentKind
    on: date
    words: str = Field(default="", repr=False)
