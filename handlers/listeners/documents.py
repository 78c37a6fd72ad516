"""What a submitted form says about the document of the life event."""

from approvals.rules.documents import SaidDocument
from handlers.ids import BlockId
from handlers.payloads import View


def said_document(view: View) -> SaidDocument | None:
    """What the person ticked, chose and typed; None if the form did not ask."""
    if not view.has_input(BlockId.DOCUMENT):
        return None
    return SaidDocument(
        seen=bool(view.ticked(BlockId.DOCUMENT)),
        kind=view.typed(BlockId.DOCUMENT_KIND, BlockId.DOCUMENT_KIND),
        on=view.typed(BlockId.DOCUMENT_DATE, BlockId.DOCUMENT_DATE),
        words=view.typed(BlockId.DOCUMENT_WORDS, BlockId.DOCUMENT_WORDS),
    )
