"""Where the app is installed: in one workspace, perhaps of an organization, or in a whole organization."""

from dataclasses import dataclass
from typing import Any

from sandbox import cast
from sandbox.cast import Person

Json = dict[str, Any]


@dataclass(frozen=True)
class Installation:
    """An installation. `enterprise_id` is the organization (Enterprise Grid), None without one."""

    enterprise_id: str | None = None
    is_org_wide: bool = False

    @property
    def team_id(self) -> str | None:
        """The workspace of the installation; None if it is the whole organization."""
        return None if self.is_org_wide else cast.TEAM_ID

    @property
    def organization(self) -> Json | None:
        """The organization, as payloads name it."""
        return None if self.enterprise_id is None else {"id": self.enterprise_id, "name": cast.ENTERPRISE_NAME}

    @property
    def team(self) -> Json | None:
        """The workspace, as payloads name it."""
        if self.is_org_wide:
            return None
        named: Json = {"id": cast.TEAM_ID, "domain": cast.TEAM_DOMAIN}
        if self.enterprise_id is not None:
            named |= {"enterprise_id": self.enterprise_id, "enterprise_name": cast.ENTERPRISE_NAME}
        return named

    def origin(self, person: Person) -> Json:
        """The fields of a submission that name the workspace: people of another company are in theirs."""
        if person.team_id == cast.OTHER_TEAM_ID:
            return {"team": {"id": person.team_id, "domain": person.domain}, "enterprise": None}
        return {"team": self.team, "enterprise": self.organization}


def join_organization(people: dict[str, Person], *, org_wide: bool = False) -> Installation:
    """Let the workspace be one of an organization's: its people get a second id (`W0…` for `U0…`), and others come."""
    for person in people.values():
        if person.team_id == cast.TEAM_ID and not person.is_bot:
            person.enterprise_id, person.teams = cast.ENTERPRISE_ID, (cast.TEAM_ID,)
            person.global_id = f"W{person.id[1:]}"
    people.update({person.id: person for person in cast.cast_sisters()})
    return Installation(cast.ENTERPRISE_ID, org_wide)
