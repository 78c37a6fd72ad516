"""What a copy says of itself: that it stands in for another one, or no longer counts."""

from approvals.model.request import ReissueRequest
from handlers.words.mrkdwn import Mrkdwn, channel, link

REPLACES = Mrkdwn("This card replaces an earlier one. If you see both, only this one's buttons work.")
POSTED_AGAIN = Mrkdwn("Posted again: Slack did not confirm an earlier post.")


def open_card(permalink: str) -> Mrkdwn:
    """A link to the card of the request that is spoken of."""
    return link(permalink, "Open the card")


def open_its_card(permalink: str | None) -> str:
    """A link to the card of another request, at the end of a sentence; empty without one."""
    return f" {link(permalink, 'Open its card')}" if permalink else ""


def replaced_words(reissue_request: ReissueRequest, permalink: str | None) -> Mrkdwn:
    """What is left of a card whose buttons no longer work; the link is to the one whose do."""
    return Mrkdwn(f"{reissue_request.label}: replaced by a newer card.{to_current(permalink)}")


def to_current(permalink: str | None) -> str:
    """The way to the card that counts, where there is one."""
    return f" {link(permalink, 'Open the newer card')}" if permalink else ""


def instead_of_channel(channel_id: str) -> Mrkdwn:
    """Why an approver is sent the card."""
    return Mrkdwn(f"You get this card here because the bot cannot post in {channel(channel_id)} now.")
