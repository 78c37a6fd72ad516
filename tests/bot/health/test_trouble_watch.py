"""The log tells of a trouble when it begins, when it is another, and when it is over; never in between."""

from dataclasses import dataclass, field

import pytest
from structlog.testing import capture_logs

from bot.health.trouble_watch import TroubleWatch
from bot.health.troubles import OF_DATABASE, Trouble, Troubles

pytestmark = pytest.mark.anyio

REVOKED = Trouble(what="slack", code="token_revoked", reason="Slack refuses the bot (token_revoked)")
SLOW = Trouble(what="slack", code="no_answer")
UNREAD = Trouble(what="benefits", where="empr_1", code="no_access")


@dataclass
class Scene:
    """A watch over troubles that a test changes, by a clock that it turns."""

    now: Troubles = field(default_factory=lambda: Troubles(()))
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.watch = TroubleWatch(self._found, lambda: self.seconds)

    async def _found(self) -> Troubles:
        return self.now

    async def with_(self, *present: Trouble, unknown: frozenset[str] = frozenset()) -> list[dict[str, object]]:
        """The lines of the next look, ten seconds later, with these troubles."""
        self.now, self.seconds = Troubles(present, unknown), self.seconds + 10
        with capture_logs() as lines:
            await self.watch.look()
        return [{**line} for line in lines]


async def test_a_trouble_is_told_once_and_its_end_with_how_long_it_lasted() -> None:
    scene = Scene()
    [line] = await scene.with_(REVOKED)
    assert line == {
        "event": "trouble",
        "log_level": "warning",
        "what": "slack",
        "code": "token_revoked",
        "reason": "Slack refuses the bot (token_revoked)",
    }
    assert await scene.with_(REVOKED) == []
    assert await scene.with_(REVOKED, UNREAD) == [
        {"event": "trouble", "log_level": "warning", "what": "benefits", "where": "empr_1", "code": "no_access"}
    ]
    over = {"event": "trouble_over", "log_level": "info", "what": "slack", "code": "token_revoked", "lasted": 30}
    assert await scene.with_(UNREAD) == [over]


async def test_another_reason_is_a_change_of_the_same_trouble() -> None:
    scene = Scene()
    await scene.with_(REVOKED)
    [line] = await scene.with_(SLOW)
    assert (line["event"], line["before"], line["code"]) == ("trouble_changed", "token_revoked", "no_answer")
    [line] = await scene.with_()
    assert (line["event"], line["lasted"]) == ("trouble_over", 20)


async def test_what_cannot_be_known_now_is_neither_over_nor_told_again() -> None:
    scene = Scene()
    away = Trouble(what="database", code="unavailable")
    await scene.with_(UNREAD)
    assert [line["what"] for line in await scene.with_(away, unknown=OF_DATABASE)] == ["database"]
    assert [(line["event"], line["what"]) for line in await scene.with_(UNREAD)] == [("trouble_over", "database")]
