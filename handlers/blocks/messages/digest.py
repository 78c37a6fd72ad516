"""The digest an approver gets. A direct message is private and its reader entitled, so it names employees."""

from collections.abc import Sequence

from approvals.model.digest import LISTED, Digest
from approvals.model.group import following
from handlers.blocks.drawn import Drawn
from handlers.blocks.elements import context
from handlers.blocks.facts import server_note
from handlers.blocks.parts import NOTHING, bold, line, message, paragraph, shown_only
from handlers.words.deadlines import DIGEST_RULE, digest_title, more_waiting
from handlers.words.entries import waiting_line


def digest_message(digest: Digest, links: Sequence[str | None], server: str | None) -> Drawn:
    """The waiting requests, by deadline; `links` lead to the cards of the first twenty, where Slack gave them."""
    total, listed = len(digest.waiting) + digest.more, digest.waiting[:LISTED]
    rest = total - len(listed)
    follows = following([each.reissue_request.group_id for each in listed])
    return message(
        [
            bold(digest_title(total)),
            server_note(server),
            *(
                line(waiting_line(each, to_card, follows=below))
                for each, to_card, below in zip(listed, links, follows, strict=True)
            ),
            paragraph(more_waiting(rest)) if rest > 0 else NOTHING,
            shown_only(context(DIGEST_RULE)),
        ]
    )
