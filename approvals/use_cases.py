"""Everything people can have the core do, in one value that the composition root makes and listeners are given."""

from dataclasses import dataclass

from approvals.actions.ask import Asking
from approvals.actions.card_check import Showing
from approvals.actions.choose import Picking
from approvals.actions.decide import Deciding
from approvals.actions.details import Inspecting
from approvals.actions.overview import Overviewing
from approvals.actions.request_again import Repeating
from approvals.actions.resolve import Settling
from approvals.actions.revise import Revising
from approvals.actions.submit import Submitting
from approvals.lookups.authority import Authority


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
