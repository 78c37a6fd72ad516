"""Approvers and requesters: does Slack know them all, and can every request get enough approvals?"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from approvals.ports.outside import HomeTeam
from approvals.rules.policy import is_group
from bot.doctor.finding import Check, Finding, State, failed, not_checked, ok, warning
from bot.doctor.refusals import meaning, remedy
from bot.settings import Settings
from handlers.slack.probe import Account, Identity, ProbeRefused, SlackProbe

LOOKED_AT = 30
"""Members of a group who are checked one by one. Slack allows about 100 such calls a minute."""

NAMED = 5
"""How many of the people who may not act are named."""

FIND_PERSON = "In Slack open the person's profile, ⋮ → Copy member ID, and put it into {setting} in place of this one."

REPLACE = "Take this id out of {setting}, or put another person's there (in Slack: their profile, ⋮ → Copy member ID)."

FIND_GROUP = (
    "In Slack open Directories → User groups, the group, ⋮ → Copy group ID, and put it into {setting} in place of "
    "this one; or list users there."
)

LIST_USERS = "Name users (U…) instead of groups in {setting}, or upgrade the workspace's plan."

FILL = "In Slack open Directories → User groups, the group, and add members; or list users in {setting}."

NAME_OR_JOIN = "Invite the people who may request to the approvals channel, or set REQUESTERS."

SETTING = {
    Check.APPROVER: "APPROVERS",
    Check.ESCALATION: "ESCALATION_APPROVERS",
    Check.REQUESTER: "REQUESTERS",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """An entry of a setting: the finding about it, and the people it means."""

    finding: Finding
    people: frozenset[str] = frozenset()

    @property
    def is_known(self) -> bool:
        """Whether Slack knows it, so that `people` is complete."""
        return self.finding.state is not State.FAILED


@dataclass(frozen=True, slots=True)
class People:
    """The people of the workspace `home`, as Slack knows them. `me` is the bot, `seen` who has been looked at."""

    survey: SlackProbe
    me: Identity
    home: HomeTeam
    seen: dict[str, Account] = field(default_factory=dict)

    async def subject(self, check: Check, subject_id: str) -> Subject:
        """A user or group from the setting that belongs to `check`."""
        try:
            if is_group(subject_id):
                return await self._group(check, subject_id)
            kept, trouble = await self._looked_up(subject_id)
        except ProbeRefused as refusal:
            return Subject(failed(check, meaning(refusal), _after(refusal, check, subject_id), about=subject_id))
        if trouble is not None:
            return Subject(failed(check, trouble, REPLACE.format(setting=SETTING[check]), about=subject_id))
        return Subject(ok(check, "an active member", about=subject_id), frozenset({kept}))

    async def members_of(self, channel_id: str) -> Subject:
        """The members of the approvals channel: they are the requesters if REQUESTERS is not set."""
        check = Check.REQUESTER
        try:
            members = sorted(await self.survey.in_room(channel_id) - {self.me.user_id})
            able, count = await self._able(members)
        except ProbeRefused as refusal:
            return Subject(failed(check, meaning(refusal), remedy(refusal, NAME_OR_JOIN), about=channel_id))
        if not able:
            return Subject(failed(check, f"the channel's members: {count}", NAME_OR_JOIN, about=channel_id))
        return Subject(ok(check, f"the channel's members: {count}", about=channel_id), able)

    async def _group(self, check: Check, group_id: str) -> Subject:
        team = self.home.team_id if self.me.is_org_wide else None
        able, count = await self._able(await self.survey.group(group_id, team))
        if not able:
            return Subject(failed(check, f"a group: {count}", FILL.format(setting=SETTING[check]), about=group_id))
        return Subject(ok(check, f"a group: {count}", about=group_id), able)

    async def _able(self, members: Sequence[str]) -> tuple[frozenset[str], str]:
        """The members whom the bot would accept, and their number in words. Raises ProbeRefused."""
        seen = await asyncio.gather(*map(self._looked_up, members[:LOOKED_AT]))
        out = {member: why for member, (_, why) in zip(members, seen, strict=False) if why is not None}
        kept = [kept for kept, why in seen if why is None]
        able = frozenset([*kept, *members[LOOKED_AT:]])
        return able, _counted(len(able), len(members), out)

    async def _looked_up(self, user_id: str) -> tuple[str, str | None]:
        """The id that the bot keeps for a person, and why it would refuse them; None if it would not.

        Raises ProbeRefused.
        """
        try:
            account = await self.survey.account(user_id)
        except ProbeRefused as refusal:
            if refusal.code in ("user_not_found", "user_not_visible"):
                return user_id, meaning(refusal)
            raise
        self.seen[user_id] = account
        return account.person.id, _why_not(account, self.home)


async def examine_people(people: People, settings: Settings, channel: Finding) -> tuple[Finding, ...]:
    """Check all who decide or request, and whether they are enough. `channel` is the finding about the channel."""
    approvers, late, requesters = await asyncio.gather(
        _subjects(people, Check.APPROVER, settings.approvers),
        _subjects(people, Check.ESCALATION, settings.escalation_approvers),
        _requesters(people, settings, channel),
    )
    enough = _enough(approvers, requesters, settings)
    return *(subject.finding for subject in (*approvers, *late, *requesters)), enough


async def _subjects(people: People, check: Check, entries: Sequence[str]) -> list[Subject]:
    return list(await asyncio.gather(*(people.subject(check, entry) for entry in entries)))


async def _requesters(people: People, settings: Settings, channel: Finding) -> list[Subject]:
    if settings.requesters:
        return await _subjects(people, Check.REQUESTER, settings.requesters)
    if channel.state is State.FAILED:
        return [Subject(not_checked(Check.REQUESTER, Check.CHANNEL))]
    return [await people.members_of(settings.approvals_channel)]


def _enough(approvers: Iterable[Subject], requesters: Iterable[Subject], settings: Settings) -> Finding:
    """Whether every request can get enough approvals: no one decides on their own, so one approver may be missing."""
    able = frozenset[str]().union(*(subject.people for subject in approvers))
    asking = frozenset[str]().union(*(subject.people for subject in requesters))
    required, instead = settings.approvals_required, f"lower APPROVALS_REQUIRED (now {settings.approvals_required})"
    if settings.second_approval_when and required == 1:
        required, instead = 2, "leave SECOND_APPROVAL_WHEN unset"
    add = f"Add people to APPROVERS, or {instead}."
    if len(able) < required and not all(subject.is_known for subject in approvers):
        return not_checked(Check.ENOUGH_APPROVERS, Check.APPROVER)
    if len(able) < required:
        return failed(Check.ENOUGH_APPROVERS, f"{len(able)} may approve, {required} are required", add)
    stuck = sorted(person for person in asking if len(able - {person}) < required)
    if stuck and asking == frozenset(stuck):
        says = "no request could be approved: people cannot decide on their own"
        return failed(Check.ENOUGH_APPROVERS, says, add)
    if stuck:
        says = f"requests of {', '.join(stuck)} could not be approved: people cannot decide on their own"
        return warning(Check.ENOUGH_APPROVERS, says, add)
    return ok(Check.ENOUGH_APPROVERS, f"{len(able)} may approve, {required} required")


def _counted(able: int, members: int, out: Mapping[str, str]) -> str:
    if not members:
        return "it has no members"
    named = ", ".join([f"{member}: {why}" for member, why in out.items()][:NAMED])
    more = f" and {len(out) - NAMED} more" if len(out) > NAMED else ""
    unseen = f"; only {LOOKED_AT} were looked at" if members > LOOKED_AT else ""
    return f"{able} of {members} may act{f' ({named}{more})' if out else ''}{unseen}"


def _why_not(account: Account, home: HomeTeam) -> str | None:
    """Why a person may not act, by the rules of `approvals.lookups.authority`; None if they may."""
    person = account.person
    if not person.belongs_to(home, None):
        return "not in this workspace" if person.is_of_organization(home) else "belongs to another company"
    if account.is_bot:
        return "a bot"
    if not person.is_active:
        return "deactivated"
    return "a guest" if person.is_guest else None


def _after(refusal: ProbeRefused, check: Check, subject_id: str) -> str:
    """The remedy when Slack does not give a user or group."""
    otherwise = FIND_GROUP if is_group(subject_id) else FIND_PERSON
    if refusal.code == "plan_upgrade_required":
        otherwise = LIST_USERS
    return remedy(refusal, otherwise.format(setting=SETTING[check]))
