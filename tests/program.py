"""`python -m tests.program TEXT` is `python -c TEXT`, which a copied process can be too (`tests/command_line.py`)."""

import sys

if __name__ == "__main__":
    exec(sys.argv[1])  # noqa: S102 - the test's own
