"""Each test begins with settings that the bot starts with."""

import pytest

from tests.bot.settings.good import GOOD


@pytest.fixture(autouse=True)
def good_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set every setting that has no default."""
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
