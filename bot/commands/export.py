"""Exports the audit while the bot runs, line by line into a file or a pipe."""

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, TextIO

import typer

from bot.commands.noted_head import NotedHead, UnusableHead, note_head
from bot.commands.terminal import watched
from store.audit.reading import AuditLine, Head, Owned, audit_of

COLUMNS = (
    "seq", "at", "request", "kind", "actor", "revision", "ground", "attempt", "outcome", "http_status", "trace",
    "status_now", "requester", "employee_id", "enrollment_id", "qle_id", "request_id", "codes", "mac",
)  # fmt: skip
"""The exported columns, in order; docs/audit.md explains them."""

PULLED_OUT = ("revision", "ground", "attempt", "outcome", "status", "trace")
"""Codes that also have columns of their own."""

ACTS_IN_A_SPREADSHEET = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A cell that begins with one of these is a formula to a spreadsheet (OWASP, CSV injection)."""

NO_VALUE = "No line has a chain value (AUDIT_KEY)."

Form = Literal["csv", "jsonl"]


@dataclass(frozen=True, slots=True)
class Period:
    """The first and the last day, both included, in UTC; None is open."""

    first: datetime | None
    last: datetime | None

    @property
    def bounds(self) -> tuple[datetime | None, datetime | None]:
        """The first instant, and the instant after the last."""
        first = self.first and self.first.replace(tzinfo=UTC)
        return first, self.last and self.last.replace(tzinfo=UTC) + timedelta(days=1)


def export_lines(
    database_url: str,
    period: Period,
    form: Form,
    output: Path | None,
    head_file: Path | None = None,
    owned: Owned | None = None,
) -> None:
    """Write the lines of a period to a file, or to stdout; then the head of the chain to stderr, and to a file.

    With `owned` only the lines about the requests of one route are written.
    """
    with audit_of(database_url) as audit, _opened(output) as out:
        lines = audit.lines(*period.bounds, owned)
        shown = lines if out.isatty() else watched(lines, lambda: audit.count(*period.bounds, owned))
        _WRITERS[form](out, (record(line) for line in shown))
        head = audit.head()
        if head_file is not None:
            note_head(head_file, _noted(head))
    typer.echo(f"Head of the chain: {head.mac}" if head else NO_VALUE, err=True)


def export_head(database_url: str, file: Path) -> None:
    """Write the head of the chain to a file. Raises UnusableHead if there is none, or it cannot be written."""
    with audit_of(database_url) as audit:
        head = audit.head()
    note_head(file, _noted(head))
    typer.echo(f"Head of the chain: {head.mac}" if head else NO_VALUE, err=True)


def _noted(head: Head | None) -> NotedHead:
    if head is None:
        raise UnusableHead(NO_VALUE)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return NotedHead(seq=head.seq, head=head.mac, lines=head.lines, at=at, key=head.key)


def record(line: AuditLine) -> dict[str, Any]:
    """The columns of a line; see docs/audit.md."""
    codes: Mapping[str, Any] = line.codes if isinstance(line.codes, dict) else {}
    pulled_out = {("http_status" if name == "status" else name): codes.get(name) for name in PULLED_OUT}
    return {
        "seq": line.seq,
        "at": line.at,
        "request": None if line.number is None else f"R-{line.number}",
        "kind": line.kind,
        "actor": line.actor,
        **pulled_out,
        "status_now": line.status,
        "requester": line.requester,
        "employee_id": line.employee_id,
        "enrollment_id": line.enrollment_id,
        "qle_id": line.qle_id,
        "request_id": line.request_id,
        "codes": line.codes,
        "mac": line.mac,
    }


def _write_csv(out: TextIO, records: Iterable[dict[str, Any]]) -> None:
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in one.items()} for one in records)


def _write_jsonl(out: TextIO, records: Iterable[dict[str, Any]]) -> None:
    out.writelines(f"{json.dumps(one, ensure_ascii=False)}\n" for one in records)


def _cell(value: object) -> object:
    if value is None or isinstance(value, int):
        return value
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)
    return f"'{text}" if text.startswith(ACTS_IN_A_SPREADSHEET) else text


_WRITERS: Mapping[Form, Callable[[TextIO, Iterable[dict[str, Any]]], None]] = {
    "csv": _write_csv,
    "jsonl": _write_jsonl,
}


@contextmanager
def _opened(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        sys.stdout.flush()
    else:
        with output.open("w", encoding="utf-8", newline="") as out:
            yield out
