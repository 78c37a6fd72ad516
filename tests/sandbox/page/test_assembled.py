"""The page's files, put together: few requests for a browser, and an edit is seen after a reload."""

import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect
from starlette.applications import Starlette

from sandbox.pages import FOLDER, Pages
from sandbox.server import serve
from tests.plain_http import plain_client
from tests.sandbox.page.conftest import Open

pytestmark = pytest.mark.anyio


@pytest.mark.browser
async def test_a_page_is_two_files_and_a_reload_gets_neither_again(open_page: Open) -> None:
    page = await open_page()
    await expect(page.get_by_role("main")).to_be_visible()
    asked: list[tuple[str, int]] = []
    page.on("response", lambda answer: asked.append((urlsplit(answer.url).path, answer.status)))
    await page.reload()
    await expect(page.get_by_role("main")).to_be_visible()
    of_the_page = [(path, status) for path, status in asked if not path.startswith("/sandbox/")]
    assert of_the_page == [("/", 200), ("/page/main.css", 304), ("/page/main.js", 304)]


async def test_every_sheet_is_in_the_one() -> None:
    async with serve(Starlette(routes=Pages().routes())) as url, plain_client(base_url=url) as http:
        sheet = (await http.get("/page/main.css")).text
    assert [
        file.name for file in FOLDER.glob("*.css") if file.name != "main.css" and file.read_text() not in sheet
    ] == []


async def test_an_edited_file_is_served_after_the_next_question(tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "page")
    async with serve(Starlette(routes=Pages(folder).routes())) as url, plain_client(base_url=url) as http:
        first = await http.get("/page/main.js")
        known = {"if-none-match": first.headers["etag"]}
        assert (await http.get("/page/main.js", headers=known)).status_code == 304
        edited = folder / "topbar.js"
        edited.write_text(edited.read_text("utf-8").replace("Sandbox workspace", "Another workspace"), "utf-8")
        os.utime(edited)
        again = await http.get("/page/main.js", headers=known)
    assert first.headers["content-type"].startswith("text/javascript")
    assert "Another workspace" not in first.text
    assert "Another workspace" in again.text
