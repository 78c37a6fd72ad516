"""In the browser: hints about a life event, and a request in time that is overdue and approved all the same."""

import pytest
from playwright.async_api import expect

from approvals.model.status import RequestStatus
from sandbox import cast
from tests.conversations.browser.page import PHONE, OpenScreen
from tests.conversations.test_deadlines import let_days_pass
from tests.office import Office, bot_at_work

pytestmark = [pytest.mark.anyio, pytest.mark.browser, pytest.mark.documented]


async def test_a_request_in_time_is_marked_as_overdue_and_approved(
    own_office: Office, open_screen: OpenScreen, one_database_url: str
) -> None:
    async with bot_at_work(own_office, one_database_url) as bot:
        screen = await open_screen(own_office)
        await screen.fills_in("Grace Mwangi", "Gold PPO", "Birth")
        await expect(screen.modal).to_contain_text("check your plan document")
        number = await screen.submits()
        await expect(screen.card(number, "Waiting for approval")).to_contain_text("asked on day")
        async with bot.store.reading() as work:
            [pending] = await work.requests.some(await work.requests.in_status(RequestStatus.PENDING))
        assert pending.deadline is not None
        await let_days_pass(bot, (pending.deadline - cast.today()).days + 1)
        await expect(screen.card(number, "overdue")).to_contain_text("so it can still be decided")
        narrow = await open_screen(own_office, cast.MARCUS, size=PHONE)
        await expect(narrow.card(number, "overdue")).to_contain_text("Overdue:")
        await screen.acts_as("Marcus Lindqvist")
        await screen.presses(number, "Approve", "Approve")
        await expect(screen.card(number, "Reissued")).to_contain_text("asked on day")
