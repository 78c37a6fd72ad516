"""Who may request and who may decide, as configured."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """The rules of one workspace.

    `approvers` and `requesters` are user ids (`U…`, `W…`) and user-group ids (`S…`). Without `requesters` the members
    of the approvals channel may request, provided that it is private. A request is open for decisions for at most
    `request_ttl_days`.
    """

    approvals_channel: str
    approvers: tuple[str, ...]
    requesters: tuple[str, ...] = ()
    approvals_required: int = 1
    request_ttl_days: int = 30


def is_group(subject_id: str) -> bool:
    """Whether an id names a user group rather than a person (Slack: `S…`)."""
    return subject_id.startswith("S")
