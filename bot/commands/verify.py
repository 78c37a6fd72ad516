"""Verifies the audit against its chain, and says the result in a sentence."""

from bot.commands.progress_bar import watched
from store.audit import audit_of
from store.chain import Chain
from store.verifying import BrokenLink, Fault, Finding, walk


def verify_chain(database_url: str, chain: Chain, head: str | None) -> tuple[bool, str]:
    """Whether the audit is unchanged, and the result as a sentence."""
    with audit_of(database_url) as audit:
        finding = walk(chain, watched(audit.lines(), audit.count), head)
    return verdict(finding, head)


def verdict(finding: Finding, head: str | None) -> tuple[bool, str]:
    """Whether a finding is good, and a sentence or two about it."""
    if finding.first is not None:
        return False, _broken(finding, finding.first)
    if head is not None and not finding.has_head:
        return False, "Cut off: the head noted earlier is not in the chain any more. Lines are missing at its end."
    older = (
        f" {finding.older} older lines, from before AUDIT_KEY was set, have no chain value." if finding.older else ""
    )
    if finding.lines and not finding.chained:
        return False, f"Nothing can be verified: no line has a chain value.{older}"
    return True, f"The chain is whole: {finding.chained} lines.{older} Head of the chain: {finding.head or 'none yet'}"


_WORDS = {
    Fault.CHANGED: "it is not what was written there, or a line before it was removed or added",
    Fault.UNCHAINED: "it has no chain value although the chain had begun: it was written without AUDIT_KEY, or by hand",
}


def _broken(finding: Finding, first: BrokenLink) -> str:
    label = "of no request" if first.number is None else f"of R-{first.number}"
    if finding.changed == finding.chained > 1:
        return f"Broken at every line, from line {first.seq} ({label}) on: perhaps AUDIT_KEY is not the one it was."
    others = finding.changed + finding.unchained - 1
    more = f" Broken lines after it: {others}." if others else ""
    return f"Broken at line {first.seq} ({label}): {_WORDS[first.fault]}.{more}"
