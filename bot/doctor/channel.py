"""The approvals channel: can the bot write there, and who can read it?"""

from bot.doctor.finding import Check, Finding, failed, ok, warning
from bot.doctor.refusals import meaning, remedy
from handlers.slack.probe import ChannelFacts, ProbeRefused, SlackProbe

INVITE = "In Slack open the channel and type /invite @Reissue."

FIND = (
    "In Slack open the channel, type /invite @Reissue; then click its name, About, copy the channel ID at the bottom "
    "into APPROVALS_CHANNEL."
)

UNARCHIVE = "In Slack open the channel's details, Settings → Unarchive channel; or set APPROVALS_CHANNEL to another."

MAKE_PRIVATE = (
    "Cards there show number, deadline and status only. For the whole card use a private channel of your own company: "
    "channel details, Settings → Change to a private channel."
)

TAKE_BACK = (
    "When they accept, cards there show number, deadline and status only, and only REQUESTERS may request. To keep the "
    "channel your own, take the invitation back: in Slack, Tools & settings → Manage Slack Connect."
)

NAME_REQUESTERS = (
    "Set REQUESTERS to the user and group ids who may request. Members of the channel are requesters only if it is a "
    "private channel of your own company."
)


async def examine_channel(survey: SlackProbe, channel_id: str, *, has_requesters: bool) -> Finding:
    """Check the channel. Without REQUESTERS its members are the requesters, if it is private."""
    try:
        room = await survey.room(channel_id)
    except ProbeRefused as refusal:
        return failed(Check.CHANNEL, meaning(refusal), remedy(refusal, FIND), about=channel_id)
    trouble = _closed(room)
    if trouble is not None:
        return failed(Check.CHANNEL, *trouble, about=channel_id)
    if room.is_private and not room.is_shared and room.is_about_to_be_shared:
        return warning(Check.CHANNEL, f"another company is invited to #{room.name}", TAKE_BACK, about=channel_id)
    if room.is_private and not room.is_shared:
        return ok(Check.CHANNEL, f"#{room.name}, private", about=channel_id)
    kind = f"#{room.name} is {'shared with another company' if room.is_shared else 'public'}"
    if not has_requesters:
        return failed(Check.CHANNEL, f"{kind}, so no one may request", NAME_REQUESTERS, about=channel_id)
    return warning(Check.CHANNEL, kind, MAKE_PRIVATE, about=channel_id)


def _closed(room: ChannelFacts) -> tuple[str, str] | None:
    if room.is_archived:
        return f"#{room.name} is archived", UNARCHIVE
    return None if room.is_member else (f"#{room.name}: the bot is not in it", INVITE)
