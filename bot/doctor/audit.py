"""The audit's key: is one set, and does it go with what is in the audit already?"""

import asyncio

from approvals.errors import StoreError
from bot.doctor.finding import Check, Finding, failed, ok, warning
from bot.settings import Settings
from bot.store_settings import LOST
from store.audit.chain import BEGINNING, Chain
from store.audit.reading import audit_of
from store.audit.standing import Standing, chain_before, standing

MAKE_ONE = "Set AUDIT_KEY to what `openssl rand -hex 32` prints, and keep it."

PUT_BACK = "Set AUDIT_KEY to the key with which the audit was written; docs/audit.md says how to change it."

NAME_THE_OLD = "Put the key that AUDIT_KEY was before into AUDIT_KEYS_OLD; docs/audit.md says what to do if it is lost."


async def examine_audit(settings: Settings) -> Finding:
    """Whether the audit's lines are chained, and can go on. A database that does not answer is another finding."""
    try:
        now, before = await asyncio.to_thread(_look, settings)
    except (StoreError, ValueError):  # UnusableDatabase, and SQLAlchemy's own, are ValueErrors
        now, before = Standing(BEGINNING, None, is_complete=True), settings.chain
    if settings.chain is None:
        return _without_key(now)
    if before is None and not settings.chain.is_lost:
        says = "is not the key with which the audit was last written, nor is one of AUDIT_KEYS_OLD"
        return failed(Check.AUDIT_KEY, says, NAME_THE_OLD)
    if settings.chain.is_lost:
        says = f'set; AUDIT_KEYS_OLD has the word "{LOST}", with which any change of the key is accepted'
        return warning(Check.AUDIT_KEY, says, "Take it out once the bot has started with the new key.")
    return ok(Check.AUDIT_KEY, "".join(["set: the audit's lines are chained", *_notes(settings.chain, now)]))


def _look(settings: Settings) -> tuple[Standing, Chain | None]:
    with audit_of(settings.database_url) as audit:
        now = standing(audit.connection, None)
        return now, settings.chain and chain_before(audit.connection, now, settings.chain)


def _without_key(now: Standing) -> Finding:
    if now.head == BEGINNING:
        says = "is not set: a line of the audit could be changed or taken away unnoticed"
        return warning(Check.AUDIT_KEY, says, MAKE_ONE)
    return failed(Check.AUDIT_KEY, "is not set, but the audit is chained: a line without a key breaks it", PUT_BACK)


def _notes(chain: Chain, now: Standing) -> list[str]:
    """What else is of interest: when the chain begins or changes its key, and how many old keys there are."""
    notes = []
    if now.key is None:
        notes.append("; the chain begins when the bot starts")
    elif now.key != chain.id:
        notes.append("; the key changes when the bot starts")
    if chain.others:
        notes.append(f"; old keys: {len(chain.others)}")
    return notes
