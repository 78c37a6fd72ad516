"""Ada, whom most tests are about: her ids, her facts as each contract tells them, and a submission for her."""

from dataclasses import replace
from typing import Any

from approvals.actions.submission import Submission
from approvals.model.request import EmployeeFacts
from benefits.client import VitableConnect
from benefits.connect6.client import Connect6
from benefits.contract import Contract
from benefits.ids import EmployeeId, EnrollmentId, QleId
from benefits.models import Employee, Enrollment, QualifyingLifeEvent
from sandbox.benefits.world import World
from tests.approvals.people import NINA, at_home
from tests.approvals.wire import Wire

ADA, ADAS_BIRTH = "empl_ada_lovelace", "qle_ada_lovelace_birth"
ADAS_MEDICAL, ADAS_DENTAL = "enrl_ada_lovelace_medical", "enrl_ada_lovelace_dental"


async def adas_facts(benefits: VitableConnect | Connect6, world: World, wire: Wire) -> dict[str, Any]:
    """What a request says about Ada: read as the contract tells it, without the wire's mishaps."""
    if benefits.contract is Contract.DOCUMENTED:
        return {
            "enrollment": Enrollment.model_validate(world.enrollments[ADAS_MEDICAL]),
            "qle": QualifyingLifeEvent.model_validate(world.events[ADAS_BIRTH]),
            "employee": EmployeeFacts.of(Employee.model_validate(world.employees[ADA])),
        }
    reading, wire.reading = wire.reading, None
    employee = await benefits.employee(EmployeeId(ADA))
    facts = {
        "enrollment": await benefits.enrollment(EnrollmentId(ADAS_MEDICAL), employee),
        "qle": await benefits.event(QleId(ADAS_BIRTH), employee),
        "employee": EmployeeFacts.of(employee),
    }
    wire.reading = reading
    wire.reads.clear()
    return facts


def a_submission(**changes: Any) -> Submission:  # noqa: ANN401 - fields of a Submission
    """What Nina typed and chose for Ada. `enrollment_id` is the only enrollment."""
    if "enrollment_id" in changes:
        changes["enrollment_ids"] = (changes.pop("enrollment_id"),)
    submission = Submission(
        key="V0VIEW",
        actor=at_home(NINA),
        employee_id=ADA,
        enrollment_ids=(ADAS_MEDICAL,),
        qle_id=ADAS_BIRTH,
        reason="Ada's daughter was born.",
    )
    return replace(submission, **changes)
