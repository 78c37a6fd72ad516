"""The troubles of the audit, as sentences for operators."""

from collections.abc import Mapping

from store.audit.watching import AuditTrouble

SENTENCES: Mapping[AuditTrouble, str] = {
    AuditTrouble.LINE_MISSING: (
        "a line that this process wrote or saw is not in the audit any more: "
        "run `python -m bot export --verify`, and find out who changed the database"
    ),
    AuditTrouble.NO_BEGINNING: "no line begins the audit's chain although AUDIT_KEY is set: restart the bot",
    AuditTrouble.NO_VALUE: (
        "the newest line of the audit has no chain value: a process without AUDIT_KEY wrote it, or somebody by hand"
    ),
    AuditTrouble.UNKNOWN_KEY: (
        "the audit goes on with a key that this process does not have: "
        "set the same AUDIT_KEY for all processes, and the key before in AUDIT_KEYS_OLD"
    ),
    AuditTrouble.NO_KEY: "the audit is chained, but AUDIT_KEY is not set: the lines of this process break the chain",
}


def told_of_audit(trouble: AuditTrouble | None) -> dict[str, str]:
    """A sentence about a trouble of the audit, by its code; empty if there is none."""
    return {} if trouble is None else {trouble.value: SENTENCES[trouble]}
