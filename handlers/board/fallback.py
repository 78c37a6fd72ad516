"""Who gets the card as a direct message while the approvals channel does not take it."""

from collections.abc import Collection

from approvals.errors import NoRoute, NotAllowed, NotAnApprover
from approvals.lookups.authority import Actor, Authority
from approvals.model.card import Card
from approvals.model.request import ReissueRequest
from handlers.board.copies import APPROVER, family_of

AT_MOST = 50
"""Direct messages for one request: more would only be noise, and run into Slack's limits."""


async def approvers_for(authority: Authority, reissue_request: ReissueRequest) -> list[str]:
    """The user ids of the approvers who may decide on a request now, the first fifty. People who cannot be looked up
    are left out."""
    found: list[str] = []
    for user_id in await authority.people_in(authority.routes.shown_for(reissue_request).approvers_of(reissue_request)):
        approver = await authority.known(Actor(user_id, None))
        is_new = len(found) < AT_MOST and approver.user_id not in found
        if is_new and await _may_decide(authority, approver, reissue_request):
            found.append(approver.user_id)
    return found


async def others_decide(authority: Authority, reissue_request: ReissueRequest, told: Collection[str]) -> set[str]:
    """The people among these who may not decide on a request any more, because its route has others."""
    gone: set[str] = set()
    for user_id in told:
        try:
            await authority.of_approver_for(await authority.known(Actor(user_id, None)), reissue_request)
        except (NotAnApprover, NoRoute):
            gone.add(user_id)
        except NotAllowed:
            continue
    return gone


def told_before(cards: Collection[Card]) -> list[str]:
    """The approvers who were sent the card before, or may have been."""
    return [
        card.kind.partition(":")[2]
        for card in cards
        if family_of(card.kind) == APPROVER and (card.ts or card.unconfirmed)
    ]


async def _may_decide(authority: Authority, approver: Actor, reissue_request: ReissueRequest) -> bool:
    try:
        await authority.of_approver_for(approver, reissue_request)
    except NotAllowed:
        return False
    return True
