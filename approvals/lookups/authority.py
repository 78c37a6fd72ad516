"""Who may do what: looked up at each click, never remembered from an earlier one."""

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

    `team_id` is None if Slack leaves it out (org-wide installs). `click` is the same in every delivery of one click.
    """

    user_id: str
    team_id: str | None
    click: str | None = None


@dataclass(frozen=True, slots=True)
class Authority:
    """Applies the policy to what Slack knows about a person. The methods called `of_…` raise a `NotAllowed` for a no.

    Requester, approver and the employee concerned must be three people. Their e-mail addresses tell them apart.
    """

    directory: Directory
    policy: Policy
    emails: Emails

    async def of_requester(self, actor: Actor) -> str:
        """The ground (user, group or channel id) on which a person may request."""
        await self._of_colleague(actor)
        ground = await self._requester_ground(actor.user_id)
        if ground is None:
            raise NotARequester
        return ground

    async def of_approver(self, actor: Actor) -> str:
        """The ground (user or group id) on which a person is an approver of any request."""
        return await self._of_one_of(actor, self.policy.approvers)

    async def of_approver_for(self, actor: Actor, reissue_request: ReissueRequest) -> str:
        """The ground on which a person may decide on this request: an approver, but not its requester or employee."""
        ground = await self._of_one_of(actor, self.policy.approvers_of(reissue_request))
        if actor.user_id == reissue_request.requester:
            raise OwnRequest
        own = (await self.directory.person(actor.user_id)).email
        if own and _alike(own, await self.emails.of(reissue_request.employee.id)):
            raise OwnEnrollment
        return ground

    async def has_email(self, user_id: str, email: str | None) -> bool:
        """Whether a person's address in Slack is this one, ignoring case; False if either is not known."""
        return _alike((await self.directory.person(user_id)).email, email)

    async def can_match(self, reissue_request: ReissueRequest) -> bool:
        """Whether an approver who is the employee concerned would be noticed: both addresses are known.

        The requester's address shows whether Slack tells the bot addresses at all.
        """
        requester = await self.directory.person(reissue_request.requester)
        return bool(requester.email and await self.emails.of(reissue_request.employee.id))

    async def of_owner(self, actor: Actor, reissue_request: ReissueRequest) -> None:
        """Raises unless the person is the requester and still belongs to the company."""
        if actor.user_id != reissue_request.requester:
            raise NotYourRequest
        await self._of_colleague(actor)

    async def of_reader(self, actor: Actor, reissue_request: ReissueRequest) -> str | None:
        """The ground on which an approver may see all facts of a request; None for its requester, who needs none."""
        if actor.user_id != reissue_request.requester:
            return await self._of_one_of(actor, self.policy.approvers_of(reissue_request))
        await self._of_colleague(actor)
        return None

    async def people_in(self, subjects: Iterable[str]) -> list[str]:
        """The user ids behind user and group ids, each once; a group that cannot be read is left out."""
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
        """Raises unless the person is an active, full member of the bot's workspace."""
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
        """The first entry that includes the person; people are checked before groups, because groups cost a call."""
        for subject in sorted(subjects, key=is_group):
            if subject == user_id or (is_group(subject) and user_id in await self.directory.group(subject)):
                return subject
        return None


def _alike(one: str | None, other: str | None) -> bool:
    return bool(one and other and one.strip().casefold() == other.strip().casefold())
