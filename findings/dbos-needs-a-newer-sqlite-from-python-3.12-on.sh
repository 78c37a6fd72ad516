#!/usr/bin/env bash
# DBOS starts on Python 3.11 with SQLite 3.40 and not on Python 3.12 with the same SQLite.
#
# Package:  dbos 3.4.0 from PyPI, also seen in 2.0.0 (there at the first workflow); a version can be named as the
#           first argument.
# Needs:    A Python of 3.12 or newer with a SQLite older than 3.42, such as pyenv builds on Debian 12 (SQLite
#           3.40.1). PYTHON names it. Without one the script says so and ends with 77.
# Expected: The page "DBOS Database Connections" says that DBOS uses SQLite by default, with no configuration or
#           server. The package asks for Python 3.10 or newer and names no version of SQLite; Python's own page
#           "sqlite3" asks for SQLite 3.15.2.
# Happens:  From Python 3.12 on, DBOS takes its times from unixepoch('subsec'). 'subsec' came with SQLite 3.42;
#           older ones answer NULL, and no error. All of DBOS's migrations pass, then its start fails: "NOT NULL
#           constraint failed". Python's version decides, though SQLite's is the one that matters.
# Matters:  An embedded engine looks free of system dependencies. A bot tested on 3.11 cannot start after nothing
#           but Python was upgraded, and the message names neither. Check sqlite3.sqlite_version_info at the start,
#           or give the connections a function of that name.
set -eu
suits='import sqlite3, sys; sys.exit(not (sys.version_info >= (3, 12) and sqlite3.sqlite_version_info < (3, 42)))'
python=
for candidate in "${PYTHON:-python3}" python3.12 python3.13 python3.14; do
    if "$candidate" -c "$suits" 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "Cannot be shown here: no Python of 3.12 or newer with a SQLite older than 3.42. Name one in PYTHON." >&2
    exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip --disable-pip-version-check -qq install "dbos==${1:-3.4.0}" sqlalchemy==2.1.9
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import platform
import sqlite3
import sys
import time
from importlib.metadata import version

import sqlalchemy
from dbos import DBOS


def first_line(error):
    """What an error says, without its statement."""
    return f"{type(error).__name__}: {str(error).splitlines()[0]}"


def run(name):
    """Starts DBOS with a new SQLite database and runs one workflow; says what came of it."""
    database = f"sqlite:///{name}.sqlite"
    quiet = {"log_level": "CRITICAL", "run_admin_server": False}
    DBOS(config={"name": name, "system_database_url": database, "application_version": "1", **quiet})

    @DBOS.workflow()
    def greet():
        return "the workflow is done"

    try:
        DBOS.launch()
        return DBOS.start_workflow(greet).get_result()
    except sqlalchemy.exc.IntegrityError as error:
        return first_line(error)
    finally:
        DBOS.destroy(destroy_registry=True)


def with_unixepoch(connection, _record):
    """Gives a connection the function as newer versions of SQLite have it."""
    connection.create_function("unixepoch", 1, lambda _modifier: time.time())


null = sqlite3.connect(":memory:").execute("SELECT unixepoch('subsec')").fetchone()[0]
plain = run("plain")
sqlalchemy.event.listen(sqlalchemy.Engine, "connect", with_unixepoch)
remedied = run("remedied")

print(f"dbos {version('dbos')}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")
print(f"SELECT unixepoch('subsec'): {null}")
print(f"DBOS by itself: {plain}")
print(f"DBOS with that function given: {remedied}")
still = null is None and "NOT NULL constraint failed" in plain and remedied == "the workflow is done"
print("Still so." if still else "This has changed.")
sys.exit(not still)
PYTHON
