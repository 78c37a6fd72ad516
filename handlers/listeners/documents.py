"""What a submitted form says about the document of the life event."""

from approvals.rules.documents import SaidDocument
from handlers.ids import BlockId
from handlers.payloads import View


def said_document(view: View, *, of_any_event: bool = False) -> SaidDocument | None:
    """What the person ticked, chose and typed; None if the form did not ask. `of_any_event`: the form asks for the
    document of each event that can be chosen in it."""
    if not view.has_input(BlockId.DOCUMENT):
        return None
    return SaidDocument(
        seen=bool(view.ticked(BlockId.DOCUMENT)),
        kind=view.typed(BlockId.DOCUMENT_KIND, BlockId.DOCUMENT_KIND),
        on=view.typed(BlockId.DOCUMENT_DATE, BlockId.DOCUMENT_DATE),
        words=view.typed(BlockId.DOCUMENT_WORDS, BlockId.DOCUMENT_WORDS),
        about=None if of_any_event else view.block_id(BlockId.DOCUMENT).partition(":")[2] or None,
    )
