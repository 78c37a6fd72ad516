"""Life events that requesters had recorded: is one still open, or its outcome unknown?"""

from sqlalchemy.exc import SQLAlchemyError

from approvals.errors import StoreError
from bot.commands.event_listing import unsettled_in
from bot.doctor.finding import Check, Finding, not_checked, ok, warning
from bot.settings import Settings
from bot.unusable import Unusable
from store.address import UnusableDatabase

LOOK = "Type `python -m bot events` to see them; docs/operate.md says what each state means."


async def examine_life_events(settings: Settings) -> Finding:
    """How many are open or unknown. What is wrong with the database is told elsewhere."""
    try:
        records = await unsettled_in(settings.database_url)
    except (StoreError, Unusable, UnusableDatabase, SQLAlchemyError, OSError):
        return not_checked(Check.LIFE_EVENTS, Check.DATABASE)
    if not records:
        switched = "on" if settings.record_events else "off"
        return ok(Check.LIFE_EVENTS, f"recording is {switched} (RECORD_EVENTS), and none is being recorded")
    unknown = sum(not record.is_open for record in records)
    says = f"being recorded: {len(records) - unknown}; outcome unknown: {unknown}"
    if unknown or not settings.record_events:
        return warning(Check.LIFE_EVENTS, says, LOOK)
    return ok(Check.LIFE_EVENTS, says)
