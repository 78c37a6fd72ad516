"""Who may do what, asked at the click and never remembered from an earlier one."""

from collections.abc import Iterable
from dataclasses import dataclass

from approvals.errors import (
    AuthorityUnreadable,
    GuestAccount,
    InactiveAccount,
    NotAnApprover,
    NotARequester,
    NotYourRequest,
    OtherCompany,
    OwnEnrollment,
    OwnRequest,
)
from approvals.model.request import ReissueRequest
from approvals.ports.outside import Directory, Emails
from approvals.rules.policy import Policy, is_group


@dataclass(frozen=True, slots=True)
class Actor:
    """Who clicked, according to the signed payload.

    `team_id` is None where Slack leaves it out (org-wide installs). `click` is the same in every delivery of one click.
    """

    user_id: str
    team_id: str | None
    click: str | None = None


@dataclass(frozen=True, slots=True)
class Authority:
    """The policy, held against what Slack says of a person. What is called `of_…` raises a `NotAllowed` for a no.

    Requester, approver and the employee concerned are three people, which is told by their e-mail addresses.
    """

    directory: Directory
    policy: Policy
    emails: Emails

    async def of_requester(self, actor: Actor) -> str:
        """On what ground (user, group or channel id) somebody may request."""
        await self._of_colleague(actor)
        ground = await self._requester_ground(actor.user_id)
        if ground is None:
            raise NotARequester
        return ground

    async def of_approver(self, actor: Actor) -> str:
        """On what ground (user or group id) somebody is an approver, whichever the request."""
        return await self._of_one_of(actor, self.policy.approvers)

    async def of_approver_for(self, actor: Actor, reissue_request: ReissueRequest) -> str:
        """On what ground somebody may decide on this request: an approver, neither its requester nor its employee."""
        ground = await self._of_one_of(actor, self.policy.approvers_of(reissue_request))
        if actor.user_id == reissue_request.requester:
            raise OwnRequest
        own = (await self.directory.person(actor.user_id)).email
        if own and _alike(own, await self.emails.of(reissue_request.employee.id)):
            raise OwnEnrollment
        return ground

    async def has_email(self, user_id: str, email: str | None) -> bool:
        """Whether somebody's address in Slack is this one, in whatever case; False where either is not known."""
        return _alike((await self.directory.person(user_id)).email, email)

    async def can_match(self, reissue_request: ReissueRequest) -> bool:
        """Whether an approver who is the employee concerned would be noticed: both addresses are known.

        That Slack tells addresses at all is seen by the requester's.
        """
        requester = await self.directory.person(reissue_request.requester)
        return bool(requester.email and await self.emails.of(reissue_request.employee.id))

    async def of_owner(self, actor: Actor, reissue_request: ReissueRequest) -> None:
        """Only the requester, while they still belong to the company."""
        if actor.user_id != reissue_request.requester:
            raise NotYourRequest
        await self._of_colleague(actor)

    async def of_reader(self, actor: Actor, reissue_request: ReissueRequest) -> str | None:
        """On what ground an approver may see all facts of a request; None for its requester, who needs no other."""
        if actor.user_id != reissue_request.requester:
            return await self._of_one_of(actor, self.policy.approvers_of(reissue_request))
        await self._of_colleague(actor)
        return None

    async def people_in(self, subjects: Iterable[str]) -> list[str]:
        """The user ids that some entries stand for, groups resolved, each once; an unreadable group is left out."""
        found: dict[str, None] = {}
        for subject in subjects:
            if not is_group(subject):
                found[subject] = None
                continue
            try:
                members = await self.directory.group(subject)
            except AuthorityUnreadable:
                continue
            found.update(dict.fromkeys(sorted(members)))
        return list(found)

    async def _of_one_of(self, actor: Actor, approvers: Iterable[str]) -> str:
        await self._of_colleague(actor)
        ground = await self._listed(actor.user_id, approvers)
        if ground is None:
            raise NotAnApprover
        return ground

    async def _of_colleague(self, actor: Actor) -> None:
        """An active, full member of the workspace the bot is installed in."""
        home = await self.directory.home_team()
        if actor.team_id not in (None, home):
            raise OtherCompany
        person = await self.directory.person(actor.user_id)
        if person.is_outsider or person.team_id not in (None, home):
            raise OtherCompany
        if not person.is_active:
            raise InactiveAccount
        if person.is_guest:
            raise GuestAccount

    async def _requester_ground(self, user_id: str) -> str | None:
        if self.policy.requesters:
            return await self._listed(user_id, self.policy.requesters)
        channel = await self.directory.channel(self.policy.approvals_channel)
        if not channel.is_private or channel.is_shared:
            return None
        members = await self.directory.channel_members(channel.id)
        return channel.id if user_id in members else None

    async def _listed(self, user_id: str, subjects: Iterable[str]) -> str | None:
        """The first entry that names the person; people are looked at before groups, which cost a call."""
        for subject in sorted(subjects, key=is_group):
            if subject == user_id or (is_group(subject) and user_id in await self.directory.group(subject)):
                return subject
        return None


def _alike(one: str | None, other: str | None) -> bool:
    return bool(one and other and one.strip().casefold() == other.strip().casefold())
