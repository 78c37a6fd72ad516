"""Why a person may act on a request, and who of the people before them no longer counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from approvals.model.likeness import Likeness


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """The people behind a request, looked at again.

    `requester` is who its requester was then (user id). `requester_left` says why they may no longer request, and
    `void` why an earlier approver (user id) may no longer decide: the name of the refusal that they would get. A person
    who still counts is not in them.
    """

    requester: str = ""
    requester_left: str | None = None
    void: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entitlement:
    """Why a person may act.

    `ground` is the id of the user, group or channel that entitles them (None for a requester's own request), and
    `members` are the people in that group or channel at that moment. `likeness` compares an approver with the employee.
    """

    ground: str | None = None
    members: frozenset[str] = frozenset()
    likeness: Likeness | None = None
    standing: Standing = field(default_factory=Standing)

    @property
    def codes(self) -> Mapping[str, str | int]:
        """The ground in the audit, with the number of members where it is a group or a channel."""
        if self.ground is None:
            return {}
        return {"ground": self.ground, **({"members": len(self.members)} if self.members else {})}

    @property
    def texts(self) -> Mapping[str, str]:
        """The members, for the audit's keyed hash: user ids in order, with commas."""
        return {"members": ",".join(sorted(self.members))} if self.members else {}
