"""The answer to a call that a fault hits, for each kind of fault.

`slow` answers after `seconds`. `hang` answers after a minute, or after `seconds`; its effect comes at the end, even if
the client has gone. `hang_before` has no effect. `error_before` and `error_after` fail before or after the effect;
`drop_before` and `drop_after` close the connection there. `ratelimited`, `refuse` and `html_error` have no effect.
`unreadable` has an effect, and an answer that does not parse.

Two faults change a good answer: `bom` puts a byte-order mark before it, and `null_list` answers `{"data": null}`
for a list (other answers don't change). Small pages, pages without totals and a limit on the calls are not faults but
settings of the `World`. A test that needs an odd record changes one in the world.
"""

import asyncio
import codecs
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace

from sandbox.benefits.replies import DROPPED, Reply, problem
from sandbox.faults import Fault

HANG_SECONDS = 60.0
SLOW_SECONDS = 2.0
HANGING = frozenset({"hang", "hang_before"})

Perform = Callable[[], Reply]
FaultAnswer = Callable[[Fault, Perform], Awaitable[Reply]]


async def answer_with_fault(fault: Fault, perform: Perform) -> Reply:
    """The answer to a call that a fault hits. `perform` does the work of the call and returns its normal answer."""
    answer = FAULT_ANSWERS.get(fault.kind)
    if answer is None:
        return problem(500, f"The sandbox knows no fault called {fault.kind}")
    return await answer(fault, perform)


async def _slow(fault: Fault, perform: Perform) -> Reply:
    await asyncio.sleep(SLOW_SECONDS if fault.seconds is None else fault.seconds)
    return perform()


async def _ratelimited(fault: Fault, _: Perform) -> Reply:
    wait = 1 if fault.seconds is None else fault.seconds
    return problem(429, fault.message or "Too many requests", headers={"Retry-After": f"{wait:g}"})


async def _error_before(fault: Fault, _: Perform) -> Reply:
    return problem(fault.status or 500, fault.message or "Something went wrong")


async def _error_after(fault: Fault, perform: Perform) -> Reply:
    return replace(await _error_before(fault, perform), effect=perform().effect)


async def _drop_before(_: Fault, __: Perform) -> Reply:
    return Reply(DROPPED)


async def _drop_after(_: Fault, perform: Perform) -> Reply:
    return Reply(DROPPED, effect=perform().effect)


async def _hang(fault: Fault, perform: Perform) -> Reply:
    await asyncio.sleep(HANG_SECONDS if fault.seconds is None else fault.seconds)
    return perform()


async def _hang_before(fault: Fault, _: Perform) -> Reply:
    await asyncio.sleep(HANG_SECONDS if fault.seconds is None else fault.seconds)
    return problem(504, fault.message or "Upstream did not answer")


async def _refuse(fault: Fault, _: Perform) -> Reply:
    return problem(fault.status or 422, fault.message or "The enrollment cannot be reissued")


async def _unreadable(fault: Fault, perform: Perform) -> Reply:
    return Reply(fault.status or 200, b'{"id": "enrl_', perform().effect)


async def _html_error(fault: Fault, _: Perform) -> Reply:
    page = b"<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>"
    return Reply(fault.status or 502, page, media_type="text/html")


async def _bom(_: Fault, perform: Perform) -> Reply:
    reply = perform()
    return replace(reply, content=codecs.BOM_UTF8 + reply.content)


async def _null_list(_: Fault, perform: Perform) -> Reply:
    reply = perform()
    return replace(reply, content=b'{"data": null}') if _is_list(json.loads(reply.content)) else reply


def _is_list(answer: object) -> bool:
    return isinstance(answer.get("data") if isinstance(answer, dict) else answer, list)


FAULT_ANSWERS: dict[str, FaultAnswer] = {
    "slow": _slow,
    "ratelimited": _ratelimited,
    "error_before": _error_before,
    "error_after": _error_after,
    "drop_before": _drop_before,
    "drop_after": _drop_after,
    "hang": _hang,
    "hang_before": _hang_before,
    "refuse": _refuse,
    "unreadable": _unreadable,
    "html_error": _html_error,
    "bom": _bom,
    "null_list": _null_list,
}
