"""Verifies the audit against its chain, and says the result in sentences."""

import json
from collections.abc import Iterator, Sequence
from enum import IntEnum

from bot.commands.terminal import watched
from store.audit.chain import Chain
from store.audit.reading import ShortHistory, audit_of
from store.audit.verifying import BrokenLink, Fault, Finding, walk


class Verdict(IntEnum):
    """The result, which is also the exit code. (2 is for settings and options that cannot be used.)"""

    WHOLE = 0
    BROKEN = 1
    NOT_VOUCHED = 3
    """What can be checked is whole, but there are lines that the key does not vouch for from the beginning."""


Said = tuple[Verdict, str]


def as_json(said: Said) -> str:
    """The result for programs."""
    verdict, sentences = said
    return json.dumps({"verdict": verdict.name.lower(), "says": sentences}, indent=2)


def verify_chain(database_url: str, chain: Chain, head: str | None) -> Said:
    """Whether the audit is unchanged, and the result in sentences."""
    with audit_of(database_url) as audit:
        finding = walk(chain, watched(audit.lines(), audit.count), head)
        return verdict(finding, head, audit.short_histories())


def verdict(finding: Finding, head: str | None, short: Sequence[ShortHistory] = ()) -> Said:
    """The verdict on a finding, and some sentences about it."""
    problem = _problem(finding, head, short)
    if problem is not None:
        return Verdict.BROKEN, problem
    doubts = list(_doubts(finding))
    whole = f"The chain is whole: {finding.chained} lines."
    last = f"Head of the chain: {finding.head or 'none yet'}"
    return Verdict.NOT_VOUCHED if doubts else Verdict.WHOLE, " ".join([whole, *doubts, *_vouched(finding), last])


def _problem(finding: Finding, head: str | None, short: Sequence[ShortHistory]) -> str | None:
    if finding.first is not None:
        return _broken(finding, finding.first)
    if finding.chained and finding.chained == finding.unknown_key:
        keys = " and ".join(finding.missing_keys) or "of no name"
        return f"Nothing can be verified: the audit was not written with AUDIT_KEY, but with another key (id {keys})."
    if head is not None and not finding.has_head:
        return "Cut off: the head noted earlier is not in the chain any more. Lines are missing at its end."
    if finding.lines and not finding.chained:
        return f"Nothing can be verified: no line has a chain value ({finding.lines} lines without one)."
    if short:
        return _shortened(short)
    return None


_WORDS = {
    Fault.CHANGED: "it is not what was written there, or a line before it was removed or added",
    Fault.UNCHAINED: "it has no chain value although the chain had begun: it was written without AUDIT_KEY, or by hand",
    Fault.STRIPPED: "it has no chain value, but was written with one: the values were taken away",
    Fault.OLDER: "the lines before it are not those that were there when the chain began with it",
    Fault.FOREIGN: "it goes on with another key, and the key before does not vouch for that: it was written by a bot "
    "that had not been given the new AUDIT_KEY, or by somebody else who has that key",
    Fault.MISSING: "the bot noticed then that a line it had written was not there any more",
}


def _broken(finding: Finding, first: BrokenLink) -> str:
    label = "of no request" if first.number is None else f"of R-{first.number}"
    if finding.faults.get(Fault.CHANGED, 0) == finding.chained > 1:
        return f"Broken at every line, from line {first.seq} ({label}) on: perhaps AUDIT_KEY is not the one it was."
    others = finding.broken - 1
    more = f" Broken lines after it: {others}." if others else ""
    return f"Broken at line {first.seq} ({label}): {_WORDS[first.fault]}.{more}"


def _shortened(short: Sequence[ShortHistory]) -> str:
    first = short[0]
    others = f" The same holds for {len(short) - 1} more requests." if len(short) > 1 else ""
    changes = f"R-{first.number} was changed {first.version} times, and has {first.lines} lines about it"
    return f"Lines are missing: {changes}.{others}"


def _doubts(finding: Finding) -> Iterator[str]:
    """Why the lines are not all vouched for."""
    if finding.chained and not finding.is_begun and not finding.unknown_key:
        yield "No line says how many lines were there before the chain began: start the bot once, and it writes one."
    if finding.older and not finding.has_head_since_beginning:
        yield (
            f"{finding.older} older lines, from before AUDIT_KEY was set, have no chain value. "
            "Only a head noted since the chain began (--head) proves that they were all there then."
        )
    for key, seq in finding.missing_keys.items():
        yield f"From line {seq} on lines have a key that is not known here (id {key}): set it in AUDIT_KEYS_OLD."
    if finding.unknown_key:
        yield f"Lines that no known key can check: {finding.unknown_key}."
    for seq in finding.unvouched:
        yield f"At line {seq} the key changed without the key before: it was lost, or not known there."


def _vouched(finding: Finding) -> Iterator[str]:
    if finding.older and finding.has_head_since_beginning:
        yield f"{finding.older} older lines, from before AUDIT_KEY was set, are those that were there when it was set."
