"""docs/reference/audit-lines.md, from the kinds of lines, their words in *Details*, and the codes."""

import inspect
import re
from collections.abc import Iterator

from approvals.model.audit_codes import AuditCodes
from approvals.model.event import EventKind
from handlers.words.timeline import TIMELINE
from store.audit.chain import ChainKind
from tests.docs.markdown import code, page, table
from tests.docs.members import sentences

FOREWORD = """The lines of the audit, as `python -m bot export` writes them in the column `kind`. Who writes
which, when, and what stands in `codes`: [the audit](../audit.md#its-lines). `revision` is a code of
every line about a request."""

CODES = """Every code that the bot itself reads again later. Others are for people and are explained in
[the audit](../audit.md#its-lines)."""


def audit_page() -> str:
    """The whole page."""
    told = sentences(EventKind)
    lines = [(code(kind.value), _words(kind), told[kind.value]) for kind in EventKind]
    own = [(code(kind), sentence) for kind, sentence in sentences(ChainKind).items()]
    return page(
        "Audit lines",
        FOREWORD,
        "## About requests and life events",
        table(["kind", "in *Details*", "more"], lines),
        "## About the audit itself",
        table(["kind", "what it says"], own),
        "## Codes",
        CODES,
        table(["code", "meaning"], _codes()),
    )


def _words(kind: EventKind) -> str:
    """The words of *Details*, with a gap for what differs."""
    return re.sub(r"(?<=\w)?\{\w+\}", " … ", TIMELINE[kind]).strip()


def _codes() -> Iterator[tuple[str, str]]:
    """Each code with the part of the docstring that explains it."""
    explained = " ".join((inspect.getdoc(AuditCodes) or "").split())
    parts = re.split(r"(?<=\.) |, (?=`)|, and (?=`)", explained)
    for name in AuditCodes.__dataclass_fields__:
        about = next(part for part in parts if part.startswith(code(name)))
        meaning = re.sub(r"^`\w+` (is |are |has )?", "", about).replace("(None:", "(without it,").rstrip(".")
        yield code(name), meaning
