"""`python -m tests.bench.profiled web` is `python -m bot web` whose main thread can be looked into.

SIGUSR1 begins to take samples of the stack, and again ends it; SIGUSR2 begins to count calls, and again ends that. At
each end a file is written into PROFILE_FOLDER: `stacks.txt` (as flame graph tools such as speedscope read it: a stack
and how often it was seen) and `calls.prof` (for `pstats`).
"""

import cProfile
import os
import re
import signal
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import greenlet  # type: ignore[import-untyped]

import bot.__main__  # noqa: F401 first: it imports the rest without looking for garbage
from bot.entry import main

EVERY = 0.002
"""Processor seconds between two samples."""

FOLDER = Path(os.environ["PROFILE_FOLDER"])
SOURCES = str(Path(__file__).parents[2]) + "/"


@dataclass
class Samples:
    """Stacks of the main thread, and how often each was seen. Outermost function first."""

    seen: Counter[str] = field(default_factory=Counter)
    is_on: bool = False

    def toggle(self, _number: int, _frame: FrameType | None) -> None:
        """Begin, or end and write."""
        self.is_on = not self.is_on
        signal.setitimer(signal.ITIMER_PROF, EVERY if self.is_on else 0, EVERY)
        if not self.is_on:
            lines = (f"{stack} {count}" for stack, count in self.seen.most_common())
            (FOLDER / "stacks.txt").write_text("\n".join(lines), encoding="utf-8")

    def take(self, _number: int, frame: FrameType | None) -> None:
        """One sample. SQLAlchemy runs in greenlets, whose stacks end where they were entered: there it goes on."""
        stack, entered = [], greenlet.getcurrent()
        while frame is not None or entered.parent is not None:
            if frame is None:
                entered = entered.parent
                frame = entered.gr_frame
            else:
                stack.append(_named(frame))
                frame = frame.f_back
        self.seen[";".join(reversed(stack))] += 1


@dataclass
class Calls:
    """Every call of the main thread, counted; that takes about as long as the calls themselves."""

    profile: cProfile.Profile = field(default_factory=cProfile.Profile)
    is_on: bool = False

    def toggle(self, _number: int, _frame: FrameType | None) -> None:
        """Begin, or end and write."""
        self.is_on = not self.is_on
        if self.is_on:
            self.profile.enable()
        else:
            self.profile.disable()
            self.profile.dump_stats(FOLDER / "calls.prof")


def _named(frame: FrameType) -> str:
    """A function and its file, the latter from the project or the package on."""
    code = frame.f_code
    file = code.co_filename.removeprefix(SOURCES).rpartition("site-packages/")[2]
    file = re.sub(r".*/lib/python3[.0-9]+/", "python/", file)
    return f"{file}:{code.co_qualname}".replace(";", "")


if __name__ == "__main__":
    samples, calls = Samples(), Calls()
    signal.signal(signal.SIGUSR1, samples.toggle)
    signal.signal(signal.SIGPROF, samples.take)
    signal.signal(signal.SIGUSR2, calls.toggle)
    main()
