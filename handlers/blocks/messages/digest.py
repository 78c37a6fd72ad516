"""The digest an approver gets. A direct message is private and its reader entitled, so it names employees."""

from collections.abc import Sequence

from approvals.model.digest import Digest, WaitingRequest
from handlers.blocks.drawn import Drawn
from handlers.blocks.elements import context
from handlers.blocks.facts import server_note
from handlers.blocks.parts import NOTHING, Part, bold, message, paragraph, shown_only
from handlers.words.benefits import event_type_words
from handlers.words.deadlines import DIGEST_RULE, decide_by, digest_title, more_waiting
from handlers.words.mrkdwn import Mrkdwn, escape, link, sentence
from handlers.words.removed import employee_name

LISTED = 20
"""Requests that one digest names; the others wait in the channel."""


def digest_message(digest: Digest, links: Sequence[str | None], server: str | None) -> Drawn:
    """What waits, by deadline; `links` lead to the cards of the first twenty, where Slack gave them."""
    rest = len(digest.waiting) - LISTED
    return message(
        [
            bold(digest_title(len(digest.waiting))),
            server_note(server),
            *(_line(each, to_card) for each, to_card in zip(digest.waiting[:LISTED], links, strict=True)),
            paragraph(more_waiting(rest)) if rest > 0 else NOTHING,
            shown_only(context(DIGEST_RULE)),
        ]
    )


def _line(waiting: WaitingRequest, to_card: str | None) -> Part:
    reissue_request = waiting.reissue_request
    by = decide_by(reissue_request, waiting.today)
    facts = [
        f"*{reissue_request.label}*",
        *([f"decide{by}"] if by else []),
        employee_name(reissue_request),
        escape(event_type_words(reissue_request.qle.event_type)),
        *([link(to_card, "Open the card")] if to_card else []),
    ]
    line = " · ".join(facts)
    return paragraph(Mrkdwn(line), Mrkdwn(sentence(line)))
