"""Run a command that does not end by itself: wait until it says that it is ready, then stop it in order.

`python briefly.py READY COMMAND…`; READY is a regular expression for a line. The exit code is the command's own, or 3
if it ended before it was ready; `make` may end by the signal itself, what it runs may not. This uses Python alone, so
that it works in any folder and environment.
"""

import os
import re
import signal
import subprocess
import sys


def main(ready: str, command: list[str]) -> int:
    """Returns the exit code."""
    with subprocess.Popen(  # noqa: S603 - a command of the documentation
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as running:
        assert running.stdout is not None
        is_ready = False
        for line in running.stdout:
            sys.stdout.write(line)
            if not is_ready and re.search(ready, line):
                is_ready = True
                os.killpg(running.pid, signal.SIGTERM)
    if not is_ready:
        return 3
    return 0 if running.returncode == -signal.SIGTERM and command[0] == "make" else running.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
