"""Listeners of the Home tab. They note what to draw; `handlers.board.home_tabs` draws it."""

from slack_bolt.async_app import AsyncAck

from handlers.board.home_tabs import HomeTabs
from handlers.carried import Page
from handlers.payloads import Body, Click, HomeOpened


async def on_home_opened(body: Body, home_tabs: HomeTabs) -> None:
    """A person opened a tab of ours. Bolt acknowledges events by itself; if one is lost, the next one does the same."""
    opened = HomeOpened.of(body)
    if opened.is_home:
        await home_tabs.opened(opened.user_id)


async def on_page_turned(ack: AsyncAck, body: Body, home_tabs: HomeTabs) -> None:
    """*Previous page*, *Next page*: stored, so that the page stays open when something changes."""
    click = Click.of(body)
    section, page = Page.parse(click.action.value or "")
    await home_tabs.turned(click.actor.user_id, section, page)
    await ack()
