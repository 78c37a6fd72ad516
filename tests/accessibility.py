"""What axe finds on a page: breaches of WCAG 2.2, levels A and AA, and of its own good practice."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.async_api import Page

THEMES = ("light", "dark")

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""In which the page follows a change of the window's size."""

IS_THERE = "'axe' in window"
"""Half a megabyte: a page that is looked at several times gets it once."""

RUN = """async (rules) => {
  const { violations } = await axe.run({ runOnly: rules, resultTypes: ["violations"] });
  const told = (id, help) => (node) => ({ id, help, where: node.html, why: node.failureSummary });
  return violations.flatMap(({ id, help, nodes }) => nodes.map(told(id, help)));
}"""


async def use_theme(page: Page, theme: str) -> None:
    """Show the page in light or dark colours, without movements, which would be judged half-way."""
    await page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")


async def findings(page: Page) -> list[str]:
    """Each breach: the rule, the element, and what would help. Empty if there is none."""
    await page.evaluate(TWO_FRAMES)
    if not await page.evaluate(IS_THERE):
        await page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = await page.evaluate(RUN, list(RULES))
    return [f"{one['id']}: {one['help']}: {one['where'][:200]} ({one['why']})" for one in found]
