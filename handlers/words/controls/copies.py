"""Lines about a copy itself: that it replaces another one, or no longer counts."""

from approvals.model.request import ReissueRequest
from handlers.words.mrkdwn import Mrkdwn, channel, link

REPLACES = Mrkdwn("This card replaces an earlier one. If you see both, only this one's buttons work.")
POSTED_AGAIN = Mrkdwn("Posted again: Slack did not confirm an earlier post.")


def open_card(permalink: str) -> Mrkdwn:
    """A link to the card of the request in the same sentence."""
    return link(permalink, "Open the card")


def open_its_card(permalink: str) -> Mrkdwn:
    """A link to the card of another request."""
    return link(permalink, "Open its card")


def replaced_words(reissue_request: ReissueRequest, permalink: str | None) -> Mrkdwn:
    """The text of a replaced card, whose buttons no longer work; the link leads to the card whose buttons do."""
    to_newer = f" {open_newer_card(permalink)}" if permalink else ""
    return Mrkdwn(f"{reissue_request.label}: replaced by a newer card.{to_newer}")


def open_newer_card(permalink: str) -> Mrkdwn:
    """A link to the card that has replaced another one."""
    return link(permalink, "Open the newer card")


def others_decide_words(reissue_request: ReissueRequest) -> Mrkdwn:
    """The text of a card for a person who does not decide on the request any more."""
    return Mrkdwn(f"{reissue_request.label}: other people decide on it now.")


def instead_of_channel(channel_id: str) -> Mrkdwn:
    """Why the bot sends the card to an approver."""
    return Mrkdwn(f"You get this card here because the bot cannot post in {channel(channel_id)} now.")
