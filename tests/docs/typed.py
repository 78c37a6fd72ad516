"""`python -m bot …` as a page has it, in a copy of a process that has imported everything (`tests/copying.py`).

`python typed.py ADDRESS COMMAND…`: the copy has this folder, environment and output, is sent the signals that this is
sent, and ends this with its own code. This uses Python alone, without its packages, which takes no time.
"""

import array
import json
import os
import signal
import socket
import sys


def main(address: str, module: list[str]) -> int:
    """Returns the exit code."""
    umask = os.umask(0o077)
    process = {"module": module, "folder": os.getcwd(), "environment": dict(os.environ), "umask": umask}  # noqa: PTH109
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(address)
        line.sendmsg([b"\0"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", (1, 2)))])
        line.sendall(json.dumps(process).encode() + b"\n")
        with line.makefile() as answers:
            copy = int(answers.readline())
            for sign in (signal.SIGTERM, signal.SIGINT):
                signal.signal(sign, lambda sent, _frame: os.kill(copy, sent))
            code = int(answers.readline())
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
