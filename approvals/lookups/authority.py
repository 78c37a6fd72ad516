"""Who may do what: looked up at each click, never remembered from an earlier one."""

import asyncio
from collections.abc import Awaitable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

from approvals.errors import (
    AuthorityUnreadable,
    GuestAccount,
    InactiveAccount,
    NoRoute,
    NotAllowed,
    NotAnApprover,
    NotARequester,
    NotYourRequest,
    OtherCompany,
    OtherWorkspace,
    OwnEnrollment,
    OwnRequest,
)
from approvals.model.entitlement import Entitlement, Standing
from approvals.model.likeness import Likeness
from approvals.model.request import ReissueRequest
from approvals.ports.outside import Directory, Emails
from approvals.rules.identity import are_same, likeness
from approvals.rules.policy import Policy, is_group
from approvals.rules.routes import Routes


@dataclass(frozen=True, slots=True)
class Actor:
    """Who clicked, according to the signed payload. `Authority.known` gives them the id that the bot keeps.

    `team_id` is None if Slack leaves it out (org-wide installs). `click` is the same in every delivery of one click.
    `ids` are all ids of the person that are known, or none.
    """

    user_id: str
    team_id: str | None
    click: str | None = None
    ids: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False, repr=False)
class Authority:
    """Applies policies to what Slack knows about a person. The methods called `of_…` raise a `NotAllowed` for a no.

    About a request, the policy is that of its route: NoRoute if it has none.

    Requester, approver and the employee concerned must be three people. E-mail addresses and names tell them apart,
    as far as they can (`approvals.rules.identity`).
    """

    directory: Directory
    routes: Routes
    emails: Emails

    async def known(self, actor: Actor) -> Actor:
        """The same person under the one id that the bot keeps for them: on Enterprise Grid a person may have two.

        If Slack does not say in time, the actor as given: then the check of what they may do asks again, and refuses an
        id that is not the one to keep.
        """
        try:
            if (await self.directory.home_team()).enterprise_id is None:
                return actor
            person = await self.directory.person(actor.user_id)
        except AuthorityUnreadable:
            return actor
        return replace(actor, user_id=person.id, ids=person.ids)

    async def of_requester(self, actor: Actor, policy: Policy | None = None) -> Entitlement:
        """Why a person may request under a policy; without one, under any. Raises AuthorityUnreadable if one of them
        cannot be told, and no other says yes."""
        await self._of_colleague(actor)
        refusal: NotAllowed = NotARequester()
        for each in self.routes.named.values() if policy is None else (policy,):
            try:
                found = await self._among_requesters(actor, each, is_private=True)
            except AuthorityUnreadable as unreadable:
                refusal = unreadable
                continue
            if found is not None:
                return found
        raise refusal

    async def of_approver(self, actor: Actor, policy: Policy | None = None) -> Entitlement:
        """Why a person is an approver under a policy; without one, under any."""
        policies = self.routes.named.values() if policy is None else (policy,)
        return await self._of_one_of(actor, [approver for each in policies for approver in each.approvers])

    async def of_any_approver(self, actor: Actor) -> Entitlement:
        """Why a person is an approver of any request, or one who is asked only in the end."""
        policies = self.routes.named.values()
        return await self._of_one_of(
            actor, [approver for each in policies for approver in (*each.approvers, *each.escalation_approvers)]
        )

    async def of_approver_for(self, actor: Actor, reissue_request: ReissueRequest) -> Entitlement:
        """Why a person may decide on this request: an approver of its route, but not its requester or employee."""
        found = await self._of_one_of(actor, self.routes.for_request(reissue_request).approvers_of(reissue_request))
        if await self.is_same(actor, reissue_request.requester):
            raise OwnRequest
        if await self.has_one_of(actor, await self.emails.of(reissue_request.employee.id)):
            raise OwnEnrollment
        return found

    async def of_approver_and_standing(self, actor: Actor, reissue_request: ReissueRequest) -> Entitlement:
        """Why a person may decide on this request, how they are like its employee, and who of the people before them no
        longer counts."""
        found = await self.of_approver_for(actor, reissue_request)
        like = await self.likeness_to(actor.user_id, reissue_request, beside=reissue_request.requester)
        return replace(found, likeness=like, standing=await self.standing_of(reissue_request))

    async def standing_of(self, reissue_request: ReissueRequest) -> Standing:
        """Who of the requester and the earlier approvers of a request would be refused today."""
        approvers = [approval.approver for approval in reissue_request.approvals]
        left, *void = await asyncio.gather(
            self.refusal_of_requester(reissue_request),
            *(self._refusal_of_approver(approver, reissue_request) for approver in approvers),
        )
        return Standing(
            requester=reissue_request.requester,
            requester_left=left,
            void={who: why for who, why in zip(approvers, void, strict=True) if why},
        )

    async def refusal_of_requester(self, reissue_request: ReissueRequest) -> str | None:
        """Why the requester of a request may no longer request: the name of the refusal; None if they may."""
        requester = await self.known(Actor(reissue_request.requester, None))
        return await _refusal(self.of_requester_of(requester, reissue_request))

    async def likeness_of(self, user_id: str, address: str | None, name: str) -> Likeness:
        """How a requester is like an employee, given the employee's address and name in Vitable."""
        person = await self.directory.person(user_id)
        return likeness(person.email, person.names, (address, name), person.email)

    async def likeness_to(self, user_id: str, reissue_request: ReissueRequest, beside: str | None = None) -> Likeness:
        """How a person is like the employee of a request. `beside` is another colleague, whose address shows whether
        more than one domain is in use."""
        person, other = await self.directory.person(user_id), await self.directory.person(beside or user_id)
        employee = reissue_request.employee
        theirs = await self.emails.of(employee.id)
        own = (each for each in theirs if person.email and are_same(person.email, each))
        address = next(own, theirs[0] if theirs else None)
        return likeness(person.email, person.names, (address, employee.name), other.email)

    async def likeness_of_requester(self, reissue_request: ReissueRequest) -> Likeness:
        """How the requester of a request is like its employee."""
        return await self.likeness_to(reissue_request.requester, reissue_request)

    async def of_owner(self, actor: Actor, reissue_request: ReissueRequest) -> Entitlement:
        """Raises unless the person is the requester and still belongs to the company: enough for taking it back."""
        if not await self.is_same(actor, reissue_request.requester):
            raise NotYourRequest
        await self._of_colleague(actor)
        return Entitlement()

    async def of_requester_of(self, actor: Actor, reissue_request: ReissueRequest) -> Entitlement:
        """Raises unless the person is the requester and may still request: needed for reading and changing it. Where no
        route claims the request, for any employer."""
        await self.of_owner(actor, reissue_request)
        policy = self.routes.shown_for(reissue_request)
        for each in self.routes.named.values() if policy.route is None else (policy,):
            if await self._still_requests(actor, each):
                return Entitlement()
        raise NotARequester

    async def may_still_request(self, actor: Actor, policy: Policy) -> bool:
        """Whether a colleague may still read the requests that they made under a policy; raises unless they are a
        colleague."""
        await self._of_colleague(actor)
        return await self._still_requests(actor, policy)

    async def of_reader(self, actor: Actor, reissue_request: ReissueRequest) -> Entitlement:
        """Why a person may see all facts of a request: its requester, while they may request, and its approvers."""
        is_own = await self.is_same(actor, reissue_request.requester)
        if is_own:
            with suppress(NotARequester):
                return await self.of_requester_of(actor, reissue_request)
        try:
            return await self._of_one_of(actor, self.routes.for_request(reissue_request).approvers_of(reissue_request))
        except (NotAnApprover, NoRoute) as refusal:
            if is_own:
                raise NotARequester from refusal
            raise

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

    async def is_one_of(self, actor: Actor, subjects: Iterable[str]) -> bool:
        """Whether user and group ids include a person; a group that cannot be read includes no one."""
        return _is_among(actor, await self.people_in(subjects))

    async def is_same(self, actor: Actor, user_id: str) -> bool:
        """Whether an id on record is this person's: it may be older than the workspace's place in an organization."""
        if user_id == actor.user_id or user_id in actor.ids:
            return True
        on_grid = (await self.directory.home_team()).enterprise_id is not None
        return on_grid and (await self.directory.person(user_id)).id == actor.user_id

    async def has_one_of(self, actor: Actor, addresses: Iterable[str]) -> bool:
        """Whether one of these e-mail addresses is a person's, as far as Slack tells theirs."""
        address = (await self.directory.person(actor.user_id)).email
        return bool(address) and any(are_same(address, each) for each in addresses)

    async def lists(self, actor: Actor, subjects: Iterable[str]) -> bool:
        """Whether user and group ids include a person. Raises AuthorityUnreadable if a group cannot be read."""
        return await self._listed(actor, subjects) is not None

    async def _of_one_of(self, actor: Actor, approvers: Iterable[str]) -> Entitlement:
        await self._of_colleague(actor)
        found = await self._listed(actor, approvers)
        if found is None:
            raise NotAnApprover
        return found

    async def _of_colleague(self, actor: Actor) -> None:
        """Raises unless the person is an active, full member of the bot's workspace, and `actor` has the kept id."""
        home, person = await self.directory.home_team(), await self.directory.person(actor.user_id)
        if not person.belongs_to(home, actor.team_id):
            raise OtherWorkspace if person.is_of_organization(home) else OtherCompany
        if not person.is_active:
            raise InactiveAccount
        if person.is_guest:
            raise GuestAccount
        if person.id != actor.user_id:
            raise AuthorityUnreadable

    async def _still_requests(self, actor: Actor, policy: Policy) -> bool:
        """A channel that was opened since says nothing about the people who requested before: its members still may."""
        return await self._among_requesters(actor, policy, is_private=False) is not None

    async def _among_requesters(self, actor: Actor, policy: Policy, *, is_private: bool) -> Entitlement | None:
        """Why they may request. `is_private`: the members of the approvals channel may only while it is private."""
        if policy.requesters:
            return await self._listed(actor, policy.requesters)
        channel = await self.directory.channel(policy.approvals_channel)
        if is_private and (not channel.is_private or channel.is_shared):
            return None
        members = await self.directory.channel_members(channel.id)
        return Entitlement(ground=channel.id, members=members) if _is_among(actor, members) else None

    async def _listed(self, actor: Actor, subjects: Iterable[str]) -> Entitlement | None:
        """The first entry that includes the person; people are checked before groups, because groups cost a call."""
        for subject in sorted(subjects, key=is_group):
            if is_group(subject):
                members = await self.directory.group(subject)
                if _is_among(actor, members):
                    return Entitlement(ground=subject, members=members)
            elif await self.is_same(actor, subject):
                return Entitlement(ground=subject)
        return None

    async def _refusal_of_approver(self, approver: str, reissue_request: ReissueRequest) -> str | None:
        return await _refusal(self.of_approver_for(await self.known(Actor(approver, None)), reissue_request))


async def _refusal(entitled: Awaitable[Entitlement]) -> str | None:
    """The name of the refusal; None if the person is entitled. Raises AuthorityUnreadable."""
    try:
        await entitled
    except AuthorityUnreadable:
        raise
    except NotAllowed as refusal:
        return type(refusal).__name__
    return None


def _is_among(actor: Actor, members: Iterable[str]) -> bool:
    return not {actor.user_id, *actor.ids}.isdisjoint(members)
