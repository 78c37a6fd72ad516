"""What every test shares: the event loop they run on."""

import pytest

pytest_plugins = ["tests.browser", "tests.databases"]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on asyncio, as the bot does."""
    return "asyncio"
