"""A person who types a command again and again, while connections break, go silent and cannot be opened anew."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from sandbox import cast
from sandbox.faults import FaultRule
from tests.office import Office
from tests.patience import PATIENCE

ENDS = ("drop_before", "drop_after", "silent", "warning", "refresh_requested")
"""How a connection ends: before or after the command that it carried, in silence, or because Slack asks for another."""

OBSTACLES = (
    FaultRule(target="slack", call="apps.connections.open", kind="server_error", times=2),
    FaultRule(target="slack", call="apps.connections.open", kind="drop_before", times=2),
    FaultRule(target="slack", call="apps.connections.open", kind="ratelimited", seconds=2),
    FaultRule(target="socket", call="hello", kind="drop_before"),
    FaultRule(target="socket", call="hello", kind="disconnect", message="too_many_websockets"),
)
"""What stands in the way of the next connection."""

CALM = (2.0, 20.0)
"""Seconds between two blows, shortest and longest."""

PAUSE = 0.5
"""Seconds between two commands."""

PROC = Path("/proc")


@dataclass
class Soak:
    """What came of it. `away` is after how many seconds at most a command worked again.

    `told` counts the commands of which Slack said that they failed, `silent` those that were acknowledged and never
    answered. Memory in KiB and open files are the bot's, a minute after the start and at the end.
    """

    seconds: float = 0.0
    commands: int = 0
    told: int = 0
    silent: int = 0
    away: float = 0.0
    blows: Counter[str] = field(default_factory=Counter)
    memory: list[int] = field(default_factory=list)
    files: list[int] = field(default_factory=list)

    def row(self) -> str:
        """One row of the table."""
        return (
            f"| {self.seconds / 60:.0f} | {self.commands} | {self.blows.total()} | {self.told} | {self.silent} "
            f"| {self.away:.0f} | {self.memory[0] // 1024} → {self.memory[-1] // 1024} "
            f"| {self.files[0]} → {self.files[-1]} |"
        )


HEADER = """| minutes | commands | blows | told that it failed | silent | longest away, s | memory, MiB | open files |
|---|---|---|---|---|---|---|---|"""


async def soak(
    office: Office, pid: int, seconds: float, random: Random, say: Callable[[str], None] = lambda _: None
) -> Soak:
    """Type and break for that long, then once more when nothing is broken; `pid` is the bot's process."""
    result, began = Soak(), time.monotonic()
    while time.monotonic() - began < seconds:
        _look(pid, result)
        say(f"{time.monotonic() - began:.0f} s: {result}")
        await _type_for(random.uniform(*CALM), office, result)
        _strike(office, random, result)
        await _type_until_it_works(office, result)
    await office.mend()
    await _type_until_it_works(office, result)
    _look(pid, result)
    result.seconds = time.monotonic() - began
    return result


async def _type_for(seconds: float, office: Office, result: Soak) -> None:
    """Commands while nothing is broken."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        await _command(office, result)
        await asyncio.sleep(PAUSE)


async def _type_until_it_works(office: Office, result: Soak) -> None:
    """Commands until one works, the first of which meets the blow; one that does no harm is over at once."""
    began = time.monotonic()
    async with asyncio.timeout(PATIENCE):
        while not await _command(office, result):  # noqa: ASYNC110 it works again in another process
            await asyncio.sleep(PAUSE)
    result.away = max(result.away, time.monotonic() - began)


def _strike(office: Office, random: Random, result: Soak) -> None:
    """The next command's connection ends, and half of the time the one after that cannot be had at once."""
    how = random.choice(ENDS)
    asks = how in ("warning", "refresh_requested")
    kind, message = ("disconnect", how) if asks else (how, None)
    office.sandbox.faults.add(FaultRule(target="socket", call="command", kind=kind, message=message))
    if random.random() < 0.5:
        office.sandbox.faults.add(random.choice(OBSTACLES))
    result.blows[how] += 1


async def _command(office: Office, result: Soak) -> bool:
    """Type a command and wait for its answer; whether there was one."""
    result.commands += 1
    answer = await office.nina.command("/reissue help")
    if not answer["ok"]:
        result.told += 1
        return False
    deadline = time.monotonic() + PATIENCE
    while not (heard := _heard(office)) and time.monotonic() < deadline:  # noqa: ASYNC110 another process answers
        await asyncio.sleep(0.02)
    if not heard:
        result.silent += 1
    return heard


def _heard(office: Office) -> bool:
    """Whether Nina was answered; what she was answered is put away."""
    workspace = office.sandbox.workspace
    answers = [each for each in workspace.messages.shown_to(cast.NINA, cast.GENERAL) if each.only_for == cast.NINA]
    for answer in answers:
        workspace.delete(answer)
    return bool(answers)


def _look(pid: int, result: Soak) -> None:
    status = (PROC / str(pid) / "status").read_text()
    result.memory.append(int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))))
    result.files.append(len(list((PROC / str(pid) / "fd").iterdir())))
