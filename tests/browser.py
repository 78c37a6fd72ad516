"""The browser that tests look through: the Chromium or Chrome of this machine, driven by playwright."""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is Chromium without its windows: a page takes less than half of the processor time in it."""


def chromium_path() -> str:
    """The browser's executable: $CHROMIUM, or the first of `NAMES` on the PATH; raises `FileNotFoundError`."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise FileNotFoundError(f"No browser: install one of {', '.join(NAMES)}, or name its path in CHROMIUM.")
    return found


def chromium_arguments() -> list[str]:
    """Quiet, without a GPU; as root without Chromium's own sandbox, which refuses to run as root."""
    quiet = ["--disable-background-networking", "--disable-gpu"]
    return [*quiet, "--no-sandbox"] if os.geteuid() == 0 else quiet


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all tests; each test opens a context of its own in it."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=chromium_path(), args=chromium_arguments())
        yield running
        await running.close()
