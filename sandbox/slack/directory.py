"""The people, conversations and user groups of the workspace, and who may see which conversation."""

from collections.abc import Sequence

from sandbox import cast
from sandbox.cast import Channel, Group, Person
from sandbox.slack.installation import Installation, join_organization

IM_NAME = "directmessage"


class Directory:
    """People, channels, direct messages with the app, and user groups."""

    def __init__(self) -> None:
        self.people = {person.id: person for person in cast.cast_people()}
        self.channels = {channel.id: channel for channel in cast.cast_channels()}
        self.groups: dict[str, Group] = {group.id: group for group in cast.cast_groups()}
        self._ims: dict[str, Channel] = {}
        self._add_ims()

    def add(self, person: Person) -> None:
        """Let a person join the team: they get direct messages with the app."""
        self.people[person.id] = person
        self._add_ims()

    def join_organization(self, *, org_wide: bool = False) -> Installation:
        """Let the workspace be one of an organization's; returns the app's installation in it."""
        installation = join_organization(self.people, org_wide=org_wide)
        self._add_ims()
        return installation

    def person(self, user_id: str) -> Person | None:
        """The person with this id, be it the first or the second one."""
        by_second = (person for person in self.people.values() if person.global_id == user_id)
        return self.people.get(user_id) or next(by_second, None)

    def humans(self) -> list[Person]:
        """All people except the app's own bot user."""
        return [person for person in self.people.values() if person.id != cast.BOT_USER_ID]

    def conversation(self, name: str) -> Channel | None:
        """The channel or direct message with this id, or the channel with this name (with or without #)."""
        found = self.channels.get(name) or self._ims.get(name)
        if found is not None:
            return found
        return next((channel for channel in self.channels.values() if channel.name == name.removeprefix("#")), None)

    def im_with(self, person_id: str) -> Channel:
        """The direct messages between the app and this person."""
        return self._ims[im_id(person_id)]

    def is_im(self, channel: Channel) -> bool:
        """Whether a conversation is a direct message."""
        return channel.id in self._ims

    def conversations_of(self, person: Person) -> list[Channel]:
        """The conversations this person sees: their channels, the team's public ones, direct messages with the app."""
        channels = [channel for channel in self.channels.values() if self.sees(person, channel)]
        return [*channels, self.im_with(person.id)]

    def sees(self, person: Person, channel: Channel) -> bool:
        """Whether this person can open this conversation."""
        if person.id in channel.members:
            return True
        return not channel.is_private and person.kind in ("member", "deactivated")

    def viewers(self, channel: Channel) -> Sequence[str]:
        """The ids of all people who can open this conversation."""
        return [person.id for person in self.humans() if self.sees(person, channel)]

    def _add_ims(self) -> None:
        for person in self.humans():
            im = Channel(im_id(person.id), IM_NAME, "", [person.id], is_private=True)
            self._ims.setdefault(im.id, im)

    def groups_of(self, person_id: str) -> list[Group]:
        """The user groups this person is in."""
        return [group for group in self.groups.values() if person_id in group.users]


def im_id(person_id: str) -> str:
    """The id of the direct messages with this person. It differs from the person's id."""
    return f"D{person_id[1:]}"
