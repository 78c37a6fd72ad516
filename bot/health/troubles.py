"""The present troubles of a bot, from one place, so that `/metrics` and the log never disagree about them."""

from collections.abc import Iterator
from dataclasses import dataclass

from approvals.errors import StoreError
from bot.app import Bot
from bot.health.audit_trouble import told_of_audit
from bot.health.trouble_words import (
    label,
    sentence,
    told_of_contract,
    told_of_readers,
    told_of_slack,
)
from handlers.board.opened import DUTY
from handlers.slack.troubles import counted_as
from store.audit.watching import AuditTrouble

DATABASE = "database"
UNAVAILABLE = "unavailable"

OF_DATABASE = frozenset({"benefits", "sending", "audit", "names"})
"""Troubles that are on record, or read from the records: without the database nothing is known of them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trouble:
    """One trouble. `what` is what is troubled, `where` which one of several, if there are; `code` says why in a word,
    and `reason` in a sentence of our own. `labels` are those of the metric: what, and one of few codes."""

    what: str
    code: str
    where: str = ""
    reason: str = ""
    label: str = ""

    @property
    def labels(self) -> tuple[str, str]:
        """The labels of the metric."""
        return self.what, self.label or self.code


@dataclass(frozen=True, slots=True)
class Troubles:
    """The present ones, and of what nothing is known now."""

    present: tuple[Trouble, ...]
    unknown: frozenset[str] = frozenset()


async def present_troubles(bot: Bot) -> Troubles:
    """What is wrong now."""
    own = (*_of_slack(bot), *_of_background(bot), *_of_vitable(bot))
    try:
        return Troubles((*own, *await _on_record(bot)))
    except StoreError as error:
        away = Trouble(what=DATABASE, code=UNAVAILABLE, reason=str(error))
        return Troubles((*own, away), unknown=OF_DATABASE)


def _of_slack(bot: Bot) -> Iterator[Trouble]:
    for what, code in bot.board.troubles.current().items():
        yield Trouble(what=what, code=code, label=counted_as(code))


def _of_background(bot: Bot) -> Iterator[Trouble]:
    told = bot.background.spoken.told
    for what, code in bot.background.troubles.items():
        if what == "slack":
            yield Trouble(what=what, code=code, reason=told_of_slack(code), label=counted_as(code))
        else:
            yield Trouble(what=what, code=code, reason=told_of_contract(code, told), label=label(code))


def _of_vitable(bot: Bot) -> Iterator[Trouble]:
    for call, why in bot.vitable.current().items():
        yield Trouble(what="vitable", where=call, code=why, reason=sentence(why), label=label(why))


async def _on_record(bot: Bot) -> list[Trouble]:
    async with bot.store.reading() as work:
        index = await work.refreshes.report()
        held_back = await work.requests.held_back()
        open_channels = await work.leases.report(DUTY)
    found = [
        Trouble(what="benefits", where=part, code=why, reason=sentence(why), label=label(why))
        for part, why in index.troubles.items()
    ]
    for code in held_back:
        why = code.value
        found.append(Trouble(what="sending", where=why, code=why, reason=sentence(why), label=label(why)))
    for channel, readers in open_channels.items():
        found.append(Trouble(what="names", where=channel, code=readers, reason=told_of_readers(readers)))
    return [*found, *_of_audit(await bot.audit.trouble())]


def _of_audit(trouble: AuditTrouble | None) -> Iterator[Trouble]:
    for code, reason in told_of_audit(trouble).items():
        yield Trouble(what="audit", code=code, reason=reason)
