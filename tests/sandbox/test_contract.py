"""What the sandbox's benefits API speaks from its start, and the settings of a bot for it."""

import asyncio
import re
import sys

import pytest

from sandbox.__main__ import settings
from tests.plain_http import plain_client

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(("arguments", "shape"), [((), "bare"), (("--contract", "connect-6"), "connect-6")])
async def test_the_sandbox_starts_with_the_contract_asked_for(arguments: tuple[str, ...], shape: str) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", "0", *arguments, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    found = re.search(r"http://[\d.:]+", (await process.stdout.readline()).decode())
    assert found
    async with plain_client(base_url=found.group()) as http:
        spoken = (await http.get("/sandbox/benefits/reissues")).json()["shape"]
    process.terminate()
    await process.communicate()
    assert spoken == shape


def test_only_a_bot_for_the_newer_contract_is_told_of_it() -> None:
    assert "VITABLE_CONNECT_CONTRACT" not in settings("http://127.0.0.1:1")
    assert "export VITABLE_CONNECT_CONTRACT=connect-6" in settings("http://127.0.0.1:1", "connect-6")
