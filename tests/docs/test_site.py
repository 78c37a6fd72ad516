"""The documentation as a site: it is built strictly, needs no network, and everyone can read it."""

import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.async_api import Browser, Page, Route
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from sandbox.server import serve
from tests.accessibility import THEMES, findings, use_theme
from tests.docs.blocks import ROOT

pytestmark = pytest.mark.anyio

SHOWN = (
    "index",
    "tutorial",
    "common-failures",
    "how-to/restore-drill",
    "reference/settings",
    "architecture",
    "comparison",
)

PHONE = {"width": 360, "height": 740}

WIDE = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make docs` does: a dead link, or a page that the navigation does not have, fails."""
    folder = tmp_path_factory.mktemp("site")
    built = _built(ROOT, folder)
    assert built.returncode == 0, built.stderr
    return folder


def _built(root: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Build the site of a repository. Not with `--quiet`: MkDocs then counts no warnings, so nothing is strict."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)  # noqa: S603 - our own command


def test_the_build_fails_on_a_link_to_no_page_or_no_place_and_on_a_page_that_is_not_in_the_navigation(
    tmp_path: Path,
) -> None:
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "docs" / "new.md").write_text(
        "# New\n\n[lost](nowhere.md) [lost](operate.md#nowhere)\n", encoding="utf-8"
    )
    built = _built(tmp_path, tmp_path / "site")
    assert built.returncode == 1
    assert [told for told in ("nowhere.md", "#nowhere", "not included in the") if told not in built.stderr] == []
    assert "Aborted with 3 warnings in strict mode" in built.stdout + built.stderr  # each of them is one


class Loads(HTMLParser):
    """What a page loads by itself, and where its links lead."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        given = dict(attrs)
        if identity := given.get("id"):
            self.ids.add(identity)
        if tag in ("script", "img", "iframe") and (source := given.get("src")):
            self.loaded.append(source)
        if tag == "link" and given.get("rel") in ("stylesheet", "icon", "preload", "modulepreload", "preconnect"):
            self.loaded.append(given.get("href") or "")
        if tag == "a" and (target := given.get("href")):
            self.links.append(target)


@cache
def _loads(page: Path) -> Loads:
    return Loads(page)


def _pages(site: Path) -> Iterator[Path]:
    yield from (page for page in sorted(site.rglob("*.html")) if page.name != "404.html")


def test_no_page_loads_anything_from_another_server(site: Path) -> None:
    loaded = {source for page in _pages(site) for source in _loads(page).loaded}
    assert loaded
    assert [source for source in loaded if urlsplit(source).netloc] == []
    styles = "".join(sheet.read_text(encoding="utf-8") for sheet in site.rglob("*.css"))
    assert re.findall(r"""(?:@import|url\()\s*["']?(?:https?:)?//[^)"']+""", styles) == []


def test_every_link_inside_the_site_leads_to_a_page_and_to_a_place_on_it(site: Path) -> None:
    dead = []
    for page in _pages(site):
        for link in _loads(page).links:
            address = urlsplit(link)
            if address.scheme or address.netloc:
                continue
            target = page if not address.path else (page.parent / unquote(address.path)).resolve()
            if not target.exists() or (target.suffix == ".html" and not _has(target, address.fragment)):
                dead.append((page.name, link))
    assert dead == []


def _has(page: Path, fragment: str) -> bool:
    return fragment in ("", "__tabbed") or unquote(fragment) in _loads(page).ids


@pytest.fixture(scope="module")
async def address(site: Path) -> AsyncIterator[str]:
    """The site over HTTP, on this machine."""
    async with serve(Starlette(routes=[Mount("/", StaticFiles(directory=site, html=True))])) as url:
        yield url


async def _opened(browser: Browser, url: str, size: dict[str, int], said: list[str]) -> Page:
    """A page that reaches this machine alone; `said` gets errors of the console and requests that go elsewhere."""
    context = await browser.new_context(viewport={"width": size["width"], "height": size["height"]})

    async def only_here(route: Route) -> None:
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            await route.continue_()
        else:
            said.append(f"asked for {route.request.url}")
            await route.abort()

    await context.route("**/*", only_here)
    page = await context.new_page()
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    await page.goto(url)
    return page


@pytest.mark.browser
@pytest.mark.parametrize("name", SHOWN)
async def test_a_page_is_accessible_in_both_themes_and_says_no_error(address: str, browser: Browser, name: str) -> None:
    said: list[str] = []
    page = await _opened(browser, f"{address}/{name}.html", WIDE, said)
    for theme in THEMES:
        await use_theme(page, theme)
        assert await findings(page) == []
    assert said == []
    await page.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("name", SHOWN)
async def test_on_a_phone_a_page_is_not_wider_than_the_window(address: str, browser: Browser, name: str) -> None:
    said: list[str] = []
    page = await _opened(browser, f"{address}/{name}.html", PHONE, said)
    wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert (wide, said) == (0, [])
    await page.context.close()


@pytest.mark.browser
async def test_the_search_finds_a_line_of_the_log_without_a_network(address: str, browser: Browser) -> None:
    said: list[str] = []
    page = await _opened(browser, f"{address}/index.html", WIDE, said)
    # Key by key, as a person does: the theme looks at keys, and `fill` presses none.
    await page.get_by_role("textbox", name="Search").press_sequentially("slack_refuses_card")
    await page.locator(".md-search-result__link").first.wait_for()
    found = await page.locator(".md-search-result__link").evaluate_all("(links) => links.map((link) => link.href)")
    assert any("common-failures" in link for link in found)
    assert said == []
    await page.context.close()
