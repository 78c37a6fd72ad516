"""Everything people can have the core do, in one value that the composition root makes and listeners are given."""

from dataclasses import dataclass

from approvals.asking import Asking
from approvals.authority import Authority
from approvals.deciding import Deciding
from approvals.inspecting import Inspecting
from approvals.overview import Overviewing
from approvals.picking import Picking
from approvals.repeating import Repeating
from approvals.revising import Revising
from approvals.settling import Settling
from approvals.showing import Showing
from approvals.submitting import Submitting


@dataclass(frozen=True, kw_only=True, slots=True)
class UseCases:
    """The use cases, by what people come for."""

    authority: Authority
    picking: Picking
    repeating: Repeating
    submitting: Submitting
    deciding: Deciding
    asking: Asking
    revising: Revising
    settling: Settling
    inspecting: Inspecting
    showing: Showing
    overview: Overviewing
