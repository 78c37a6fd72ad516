"""Puts the benefits API together: its own routes, and the routes for tests and the page to inspect it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from starlette.routing import Route

from sandbox.benefits.connect6.endpoints import Connect6Endpoints
from sandbox.benefits.connect6.extra_seed import add_extras
from sandbox.benefits.connect6.inspection import Connect6Inspection
from sandbox.benefits.connect6.webhooks import Webhooks
from sandbox.benefits.dialects import DIALECTS
from sandbox.benefits.endpoints import Endpoint, Endpoints
from sandbox.benefits.inspection import Inspection
from sandbox.benefits.rules import Rules
from sandbox.benefits.seed import seed
from sandbox.benefits.serving import CallContext
from sandbox.benefits.switchboard import Switchboard
from sandbox.benefits.world import Shape, World
from sandbox.calls import CallLog
from sandbox.cast import API_KEY
from sandbox.faults import FaultBook


@dataclass(frozen=True)
class BenefitsApi:
    """A benefits API. `routes` match any path and belong under /benefits, `sandbox_routes` under /sandbox/benefits.

    `webhooks` must be closed at the end.
    """

    world: World
    webhooks: Webhooks
    routes: Sequence[Route]
    sandbox_routes: Sequence[Route]


def build_benefits(
    faults: FaultBook,
    calls: CallLog,
    today: Callable[[], date],
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    api_key: str = API_KEY,
    crowd: int = 0,
) -> BenefitsApi:
    """A benefits API with data as of today.

    `today` is the date for coverage and windows, `now` (UTC) gives the timestamps of changes, and `crowd` is the number
    of employees in addition to the cast. Dropped connections need `sandbox.server`.
    """
    world = seed(today(), crowd)
    add_extras(world, today())
    rules, webhooks = Rules(world, today, now), Webhooks(world.connect6, calls.wire, now)
    documented = {shape: Endpoints(rules, dialect).endpoints() for shape, dialect in DIALECTS.items()}
    endpoints: Mapping[Shape, Sequence[Endpoint]] = {
        **documented,
        "connect-6": Connect6Endpoints(rules, webhooks).endpoints(),
    }
    switchboard = Switchboard(world, endpoints, CallContext(api_key, faults, calls, rules.take_call))
    return BenefitsApi(
        world=world,
        webhooks=webhooks,
        routes=[Route("/{path:path}", switchboard)],
        sandbox_routes=[*Inspection(rules).routes(), *Connect6Inspection(world.connect6, webhooks).routes()],
    )
