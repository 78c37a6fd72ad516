"""The copies of a request: every message that shows it, and its content."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from approvals.model.attempt import Attempt
from approvals.model.card import CARD, LEFT_BEHIND, STAND_IN, Card
from approvals.model.event import Event, EventKind
from approvals.model.outcomes import News
from approvals.model.request import ReissueRequest
from handlers.blocks.context import CardContext, Detail
from handlers.blocks.drawn import Drawn
from handlers.blocks.messages.card import approval_card, shown_of_absence
from handlers.blocks.messages.direct import direct_card, direct_note, taken_over_card
from handlers.blocks.messages.replacing import in_place_of_channel, others_decide_card, replaced_card
from handlers.blocks.messages.summary import enrollment_summary
from handlers.blocks.messages.thread import thread_post
from handlers.blocks.together import shown_of_group
from handlers.board.lines import Place

DIRECT, SUMMARY, APPROVER, NOTE, THREAD = "direct", "summary", STAND_IN, "note", "thread"

IN_CHANNEL = frozenset({CARD, SUMMARY, THREAD, LEFT_BEHIND})
"""The families of copies that are in a channel or its threads; all others are direct messages."""

SUMMARIZED = frozenset({EventKind.REISSUED, EventKind.MARKED_DONE})
"""Events whose post in the thread is the enrollment summary."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Copy:
    """One message that shows a request.

    `kind` is unique per request; `channel` is a channel or a person; `under` is the kind of the copy whose thread the
    message is in. `lives` says whether it is redrawn when the request changes, and `only_if_posted` that it is not
    worth a message of its own: it only replaces the content of one that is there. `named` says whether it may show
    names and free text. `shown_group` is a hash of what it shows of the requests that were submitted together
    and of approvers who are away. While Slack is slow, it `can_wait` for others if no one misses it.
    """

    kind: str
    channel: str
    drawn: Drawn
    lives: bool
    named: bool
    under: str | None = None
    only_if_posted: bool = False
    shown_group: str = ""
    can_wait: bool = False

    def place_of(self, reissue_request: ReissueRequest) -> Place:
        """Its place among the posts that wait for Slack in the same channel."""
        return self.can_wait, reissue_request.number

    @property
    def family(self) -> str:
        """The name that copies of this kind share."""
        return family_of(self.kind)

    @property
    def is_in_channel(self) -> bool:
        """Whether it is in a channel or one of its threads, and not a direct message."""
        return self.family in IN_CHANNEL


def family_of(kind: str) -> str:
    """A kind without the part that tells it from similar ones."""
    return kind.partition(":")[0]


def has_buttons_there(kind: str, *, in_thread: bool) -> bool:
    """Whether a copy of this kind may be a message with buttons, in a thread or outside."""
    return family_of(kind) in ({SUMMARY} if in_thread else {CARD, DIRECT, APPROVER, NOTE})


def copies_of(
    reissue_request: ReissueRequest, attempts: Sequence[Attempt], events: Sequence[Event], context: CardContext
) -> Iterator[Copy]:
    """Every copy there should be, in the order of posting.

    Once names are removed from a request, no new message is posted only to say so.
    """
    for copy in _copies(reissue_request, attempts, events, context):
        yield copy if reissue_request.blanked_at is None else replace(copy, only_if_posted=True)


def _copies(
    reissue_request: ReissueRequest, attempts: Sequence[Attempt], events: Sequence[Event], context: CardContext
) -> Iterator[Copy]:
    channel, requester = context.approvals_channel, reissue_request.requester
    named = context.shows_all_of(reissue_request)
    named_to_requester = context.shows_requester_all_of(reissue_request)
    card = approval_card(reissue_request, attempts, context)
    of_others = shown_of_group(reissue_request, context, named=named) + shown_of_absence(reissue_request, context)
    yield Copy(kind=CARD, channel=channel, drawn=card, lives=True, named=named, shown_group=of_others)
    for owner, kind in _direct_kinds(requester, events).items():
        if owner == requester:
            direct = direct_card(reissue_request, attempts, context)
            of_group = shown_of_group(reissue_request, context, named=named_to_requester, own=True)
            yield Copy(
                kind=kind, channel=owner, drawn=direct, lives=True, named=named_to_requester, shown_group=of_group
            )
        else:
            drawn = taken_over_card(reissue_request)
            yield Copy(kind=kind, channel=owner, drawn=drawn, lives=True, named=False, only_if_posted=True)
    news = News.of(events, attempts)
    for event in events:
        if (post := _post(event, reissue_request, attempts, context, news)) is not None:
            lives, family = event.kind in SUMMARIZED, SUMMARY if event.kind in SUMMARIZED else THREAD
            kind = f"{family}:{event.seq}"
            later = event.seq in news.told_later
            yield Copy(
                kind=kind,
                channel=channel,
                drawn=post,
                lives=lives,
                named=named,
                under=CARD,
                only_if_posted=later,
                can_wait=event.kind is EventKind.SUBMITTED and reissue_request.version == 1,
            )
        if (note := direct_note(event, reissue_request, context)) is not None:
            lives = event.kind is EventKind.ASKED  # its button goes once it is answered
            kind, known = f"{NOTE}:{event.seq}", event.seq in news.repeated
            yield Copy(
                kind=kind,
                channel=requester,
                drawn=note,
                lives=lives,
                named=named_to_requester,
                only_if_posted=known,
            )


def copies_left_behind(
    reissue_request: ReissueRequest, cards: Iterable[Card], permalink: str | None = None
) -> Iterator[Copy]:
    """The messages that newer copies have replaced and that the bot could not change then, without names; and those
    that stayed in another channel when the card moved, until they say where it is (`permalink`)."""
    drawn = replaced_card(reissue_request, permalink)
    for card in cards:
        if card.is_left_behind:
            lives = card.is_to_retire
            yield Copy(kind=card.kind, channel=card.channel, drawn=drawn, lives=lives, named=False, only_if_posted=True)


def _direct_kinds(requester: str, events: Sequence[Event]) -> dict[str, str]:
    """The kind of the direct copy of each person who is or was the requester (user ids), the first one first."""
    owners = [event.actor for event in events if event.kind in (EventKind.SUBMITTED, EventKind.TAKEN_OVER)]
    first, *others = dict.fromkeys([*owners, requester])
    return {first: DIRECT, **{owner: f"{DIRECT}:{owner}" for owner in others}}


def approver_copies(
    reissue_request: ReissueRequest,
    attempts: Sequence[Attempt],
    context: CardContext,
    approvers: Iterable[str],
    gone: Collection[str] = (),
) -> Iterator[Copy]:
    """The card for each of some approvers (user ids), while the channel does not take it. They may see everything, but
    those who are `gone` only that other people decide now.
    """
    full, named = replace(context, detail=Detail.FULL), reissue_request.blanked_at is None
    drawn = in_place_of_channel(approval_card(reissue_request, attempts, full), context.approvals_channel)
    of_others = shown_of_group(reissue_request, full, named=named) + shown_of_absence(reissue_request, full)
    for approver in approvers:
        kind, may = f"{APPROVER}:{approver}", approver not in gone
        yield Copy(
            kind=kind,
            channel=approver,
            drawn=drawn if may else others_decide_card(reissue_request),
            lives=True,
            named=named and may,
            only_if_posted=not may,
            shown_group=of_others if may else "",
        )


def _post(
    event: Event,
    reissue_request: ReissueRequest,
    attempts: Sequence[Attempt],
    context: CardContext,
    news: News,
) -> Drawn | None:
    """The post in the thread about an event; None for events that are not posted."""
    if event.kind in SUMMARIZED:
        return enrollment_summary(reissue_request, attempts, context, event, news.approvals.get(event.seq))
    return thread_post(event, reissue_request, attempts, context, news.checks.get(event.seq))
