"""The request modal of this workspace: the same form in each of its states."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from approvals.actions.request_again import Earlier
from approvals.model.choices import Choices, Matches, Obstacle
from approvals.model.conditions import Quorum
from approvals.model.event_record import EventRecord
from approvals.model.request import ReissueRequest
from approvals.model.routing import SOLE
from approvals.rules.policy import Policy
from handlers.blocks.modals.earlier import earlier_part
from handlers.blocks.modals.employee_options import employee_option
from handlers.blocks.modals.named import Named
from handlers.blocks.modals.notices import submitted_modal
from handlers.blocks.modals.request import ModalState, request_modal, who_is_asked
from handlers.board.presentation import Presentation
from handlers.carried import AgainOf
from handlers.payloads import View
from handlers.words.benefits import plan_words

Drawing = dict[str, Any]


@dataclass(frozen=True, eq=False, repr=False)
class RequestForm:
    """Draws the modal. `records_events` says whether it offers to record a life event."""

    presentation: Presentation
    records_events: bool = False
    _empty: Drawing = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_empty", self._draw())

    def empty(self) -> Drawing:
        """No employee is chosen yet. It is always the same, and the first that most people see."""
        return self._empty

    def loading(self, what: str, typed_id: str | None = None, kept: View | None = None) -> Drawing:
        """An employee or a typed id is being read; `kept` is the form before it, with an earlier request in it."""
        return self._draw(loading=what, typed_id=typed_id, **_kept(kept))

    def searching(self, typed: str) -> Drawing:
        """Employees are looked for by a name that was typed with the command."""
        return self._draw(named=Named(typed))

    def several(self, typed: str, found: Matches) -> Drawing:
        """The name is not that of exactly one employee: whom it found, to choose from."""
        return self._draw(named=Named(typed, found))

    def filled(
        self, offer: Choices | Obstacle, typed_id: str, *, preselect: bool = False, kept: View | None = None
    ) -> Drawing:
        """The choices, or why there are none; with `preselect` the bot has chosen the employee."""
        if isinstance(offer, Obstacle):
            return self._draw(obstacle=offer, typed_id=typed_id, **_kept(kept))
        chosen = employee_option(offer.employee) if preselect else None
        return self._draw(offer, typed_id=typed_id, employee_option=chosen, **_kept(kept))

    def again(self, earlier: Earlier) -> Drawing:
        """Everything of an earlier request, chosen and typed already, as far as it can still be chosen; above it, how
        that request ended."""
        before, offer = earlier.reissue_request, earlier.offer
        kept = {"typed_id": before.enrollment.id, "reason": before.reason, **_of_earlier(earlier)}
        if isinstance(offer, Obstacle):
            return self._draw(obstacle=offer, **kept)
        return self._draw(offer, employee_option=employee_option(offer.employee), **kept)

    def recorded(self, record: EventRecord, offer: Choices | Obstacle, earlier: Earlier | None) -> Drawing:
        """The choices after a life event was recorded; `earlier` is the request that the form was filled in from."""
        kept = _of_earlier(earlier) if earlier else {}
        if isinstance(offer, Obstacle):
            return self._draw(obstacle=offer, typed_id=record.employee_id, **kept)
        return self._draw(offer, typed_id=record.employee_id, recorded=record, **kept)

    def unsure(self, view: View) -> Drawing:
        """The form without how many have to approve: that could not be read."""
        return view.ending_with(who_is_asked(self._only_policy.approvals_channel if self._only_policy else None))

    def submitted(self, stored: Sequence[ReissueRequest]) -> Drawing:
        """The requests have been stored."""
        channels = [self.presentation.routes.shown_for(each).approvals_channel for each in stored]
        return submitted_modal(stored, None, tuple(dict.fromkeys(channels)))

    def _draw(self, choices: Choices | None = None, **state: Any) -> Drawing:  # noqa: ANN401 - the fields of ModalState
        policy = self._policy(choices) if choices else self._only_policy
        return request_modal(
            ModalState(
                approvals_channel=policy.approvals_channel if policy else None,
                approvers=policy.approvers if policy else (),
                choices=choices,
                quorums=_quorums(policy, choices) if policy and choices else (),
                rule_hints=self.presentation.rule_hints.in_form(choices.chosen_event if choices else None),
                server=self.presentation.server,
                asks_document=self.presentation.routes.seen_by.asks_requester,
                records_events=self.records_events,
                **state,
            )
        )

    @property
    def _only_policy(self) -> Policy | None:
        """The policy of everything; None if there are several routes."""
        return self.presentation.routes.named.get(SOLE)

    def _policy(self, choices: Choices) -> Policy | None:
        """The policy of what can be chosen; None while that may be the policy of one route or another."""
        if self._only_policy is not None:
            return self._only_policy
        chosen = choices.chosen_enrollments or choices.enrollments
        names = {self._route(choices, enrollment.id) for enrollment in chosen}
        return self.presentation.routes.named.get(names.pop() or "") if len(names) == 1 else None

    def _route(self, choices: Choices, enrollment_id: str | None) -> str | None:
        category = choices.categories.get(enrollment_id or "")
        return self.presentation.routes.map.route_of(choices.employee.employer_id, category)


def _quorums(policy: Policy, choices: Choices) -> tuple[tuple[str, Quorum], ...]:
    """How many approvals each chosen enrollment needs, once both choices are known: the enrollments alone, where no
    event is needed."""
    qle = choices.chosen_event
    if qle is None and choices.needs_event:
        return ()
    return tuple(
        (plan_words(each, choices.product_of(each), 40), policy.quorum(each, qle, choices.today, choices.likeness))
        for each in choices.chosen_enrollments
    )


def _of_earlier(earlier: Earlier) -> dict[str, Any]:
    """What a form shows and carries of the earlier request that it was filled in from."""
    return {"earlier": earlier_part(earlier), "private_metadata": str(AgainOf(earlier.reissue_request.id))}


def _kept(view: View | None) -> dict[str, Any]:
    """What a form that is drawn again keeps of an earlier request."""
    return {"earlier": view.earlier, "private_metadata": view.private_metadata} if view else {}
