"""Attacks on the audit by somebody who may write to the database but has no key: what `--verify` says of each."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from approvals.model.event import EventKind
from bot.commands.verify import Verdict
from store.audit.watching import AuditTrouble
from tests.bot.audits import KEY, OLD_KEY, STRANGE_KEY, attack, chained_again, process, values, verified, written

pytestmark = pytest.mark.anyio

ADD = (
    "INSERT INTO bot_event (request_id, at, actor, kind, codes, mac) "
    "SELECT request_id, at, actor, kind, codes, {mac} FROM bot_event WHERE seq = 9"
)

WITHOUT_VALUES = (
    "DELETE FROM bot_event WHERE request_id IS NULL",
    "UPDATE bot_event SET mac = NULL, codes = '{\"revision\": 1}'",
)


@dataclass(frozen=True)
class Attack:
    """Statements that change the audit, and what is said of it: at once, and after the bot was started again."""

    name: str
    statements: tuple[str, ...]
    says: str
    verdict: Verdict = Verdict.BROKEN
    head_noted: bool = False
    forge: Callable[[str], None] | None = field(default=None, repr=False)

    def __str__(self) -> str:
        return self.name


SEEN_AT_ONCE = [
    Attack("a line changed", ("UPDATE bot_event SET actor = 'U0PRIYA' WHERE seq = 3",), "Broken at line 3 (of R-1)"),
    Attack("a line's codes changed", ("UPDATE bot_event SET codes = '{}' WHERE seq = 3",), "Broken at line 3 (of R-1)"),
    Attack(
        "a line's request taken away", ("UPDATE bot_event SET request_id = NULL WHERE seq = 3",), "Broken at line 3"
    ),
    Attack("a line removed", ("DELETE FROM bot_event WHERE seq = 4",), "Broken at line 5 (of R-1)"),
    Attack("the beginning removed", ("DELETE FROM bot_event WHERE seq = 1",), "Broken at line 2 (of R-1)"),
    Attack("the first lines removed", ("DELETE FROM bot_event WHERE seq < 4",), "Broken at line 4 (of R-1)"),
    Attack(
        "the last lines removed",
        ("DELETE FROM bot_event WHERE seq > 7",),
        "Lines are missing: R-2 was changed 3 times, and has 2 lines about it.",
    ),
    Attack("the last view removed", ("DELETE FROM bot_event WHERE seq = 9",), "Cut off: the head", head_noted=True),
    Attack(
        "all lines about a request removed",
        ("DELETE FROM bot_event WHERE seq > 5",),
        "Lines are missing: R-2 was changed 3 times, and has 0 lines about it.",
    ),
    Attack("a line added", (ADD.format(mac="mac"),), "Broken at line 10 (of R-2)"),
    Attack("a line without a value added", (ADD.format(mac="NULL"),), "no chain value although the chain had begun"),
    Attack("a value taken", ("UPDATE bot_event SET mac = NULL WHERE seq = 4",), "Broken at line 4 (of R-1)"),
    Attack("the last value taken", ("UPDATE bot_event SET mac = NULL WHERE seq = 9",), "Broken at line 9 (of R-2)"),
    Attack("all values taken", ("UPDATE bot_event SET mac = NULL",), "Broken at line 1 (of no request)"),
    Attack(
        "all values taken, and the beginning removed",
        ("DELETE FROM bot_event WHERE seq = 1", "UPDATE bot_event SET mac = NULL"),
        "Broken at line 2 (of R-1): it has no chain value, but was written with one: the values were taken away.",
    ),
    Attack("replaced by lines without values", WITHOUT_VALUES, "Nothing can be verified: no line has a chain value"),
    Attack("all lines removed", ("DELETE FROM bot_event",), "R-1 was changed 3 times, and has 0 lines about it."),
    Attack(
        "two lines swapped",
        (
            "UPDATE bot_event SET seq = 100 WHERE seq = 3",
            "UPDATE bot_event SET seq = 3 WHERE seq = 4",
            "UPDATE bot_event SET seq = 4 WHERE seq = 100",
        ),
        "Broken at line 3 (of R-1)",
    ),
    Attack(
        "chained again with another key",
        ("UPDATE bot_event SET actor = 'U0PRIYA' WHERE seq = 3",),
        "the audit was not written with AUDIT_KEY, but with another key (id ",
        forge=lambda url: chained_again(url, STRANGE_KEY),
    ),
    Attack(
        "the end chained again with another key",
        ("UPDATE bot_event SET actor = 'U0PRIYA' WHERE seq = 3",),
        "Broken at line 3 (of R-1)",
        forge=lambda url: chained_again(url, STRANGE_KEY, since=3),
    ),
    Attack("nothing", (), "The chain is whole: 9 lines. Head of the chain: ", Verdict.WHOLE),
    Attack("nothing, with the head", (), "The chain is whole: 9 lines.", Verdict.WHOLE, head_noted=True),
]


@pytest.mark.parametrize("attacked", SEEN_AT_ONCE, ids=str)
async def test_an_attack_is_found(database_url: str, attacked: Attack) -> None:
    await written(database_url, KEY, KEY)
    head = values(database_url)[-1] if attacked.head_noted else None
    attack(database_url, *attacked.statements)
    if attacked.forge is not None:
        attacked.forge(database_url)
    verdict, said = verified(database_url, head=head)
    assert (verdict, attacked.says in said) == (attacked.verdict, True), said


async def test_a_removed_change_is_not_made_up_for_by_people_who_look(database_url: str) -> None:
    async with process(database_url) as bot:
        seen = await bot.lives()
        await bot.changes(seen, EventKind.FAILED)
    attack(database_url, "DELETE FROM bot_event WHERE seq = 6")
    verdict, said = verified(database_url)
    assert (verdict, "R-1 was changed 4 times, and has 3 lines" in said) == (Verdict.BROKEN, True), said


AFTER_A_START = [
    Attack("all values taken", ("UPDATE bot_event SET mac = NULL",), "the values were taken away"),
    Attack("all lines removed", ("DELETE FROM bot_event",), "R-1 was changed 3 times, and has 0 lines about it."),
    Attack("the beginning removed", ("DELETE FROM bot_event WHERE seq = 1",), "Broken at line 2 (of R-1)"),
    Attack("replaced by lines without values", WITHOUT_VALUES, "8 older lines", Verdict.NOT_VOUCHED),
    Attack("replaced, and the head was noted", WITHOUT_VALUES, "Cut off", head_noted=True),
]


@pytest.mark.parametrize("attacked", AFTER_A_START, ids=str)
async def test_a_bot_that_starts_after_an_attack_does_not_make_it_good(database_url: str, attacked: Attack) -> None:
    await written(database_url, KEY, KEY)
    head = values(database_url)[-1] if attacked.head_noted else None
    attack(database_url, *attacked.statements)
    async with process(database_url):
        pass
    verdict, said = verified(database_url, head=head)
    assert (verdict, attacked.says in said) == (attacked.verdict, True), said


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        (
            "DELETE FROM bot_event WHERE seq > 8",
            "the bot noticed then that a line it had written was not there any more",
        ),
        ("DELETE FROM bot_event", "the bot noticed then that a line it had written was not there any more"),
        ("UPDATE bot_event SET mac = 'ab' WHERE seq = 9", "Broken at line 9 (of R-2)"),
    ],
)
async def test_a_process_that_runs_tells_that_its_last_line_went_missing_and_writes_it_down(
    database_url: str, statement: str, says: str
) -> None:
    async with process(database_url) as bot:
        await bot.lives()
        seen = await bot.lives()
        assert await bot.watch.trouble() is None
        attack(database_url, statement)
        assert await bot.watch.trouble() is AuditTrouble.LINE_MISSING
        await bot.looked_at(seen)
        assert await bot.watch.trouble() is AuditTrouble.LINE_MISSING
    async with process(database_url) as bot:
        await bot.looked_at(seen)
    verdict, said = verified(database_url)
    assert (verdict, says in said) == (Verdict.BROKEN, True), said


OLDER = [
    Attack("an older line changed", ("UPDATE bot_event SET actor = 'U0PRIYA' WHERE seq = 2",), "Broken at line 5"),
    Attack("an older line removed", ("DELETE FROM bot_event WHERE seq = 2",), "Broken at line 5 (of no request)"),
    Attack(
        "the first older line removed", ("DELETE FROM bot_event WHERE seq = 1",), "the lines before it are not those"
    ),
    Attack("nothing", (), "4 older lines, from before AUDIT_KEY was set, have no chain value.", Verdict.NOT_VOUCHED),
    Attack("nothing, with the head", (), "are those that were there when it was set", Verdict.WHOLE, head_noted=True),
]


@pytest.mark.parametrize("attacked", OLDER, ids=str)
async def test_lines_from_before_the_key_can_not_be_changed_unnoticed_once_there_is_one(
    database_url: str, attacked: Attack
) -> None:
    await written(database_url, None, KEY)
    head = values(database_url)[-1] if attacked.head_noted else None
    attack(database_url, *attacked.statements)
    verdict, said = verified(database_url, head=head)
    assert (verdict, attacked.says in said) == (attacked.verdict, True), said


async def test_somebody_with_an_old_key_can_not_go_on_with_it_after_the_key_was_changed(database_url: str) -> None:
    await written(database_url, OLD_KEY, KEY)
    assert verified(database_url, KEY, OLD_KEY)[0] is Verdict.WHOLE
    async with process(database_url, OLD_KEY, STRANGE_KEY, lost=True) as thief:
        await thief.lives()
    verdict, said = verified(database_url, KEY, OLD_KEY)
    assert (verdict, "goes on with another key" in said) == (Verdict.BROKEN, True)
