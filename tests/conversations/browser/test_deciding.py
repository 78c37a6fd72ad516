"""In the browser: what becomes of a request that is approved, denied or withdrawn, and by whom it cannot be."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import expect

from sandbox import cast
from tests.conversations.browser.page import OpenScreen
from tests.office import Office, label_of

pytestmark = [pytest.mark.anyio, pytest.mark.browser]


@pytest.fixture(params=["bare", "data"])
async def dialect(request: pytest.FixtureRequest, office: Office) -> AsyncIterator[str]:
    """How the benefits API speaks: as its documentation page shows, or as the official client 0.1.2 expects."""
    await office.http.post("/sandbox/benefits/shape", json={"shape": request.param})
    yield request.param
    await office.http.post("/sandbox/benefits/shape", json={"shape": "bare"})


async def test_a_request_is_approved_and_the_new_enrollment_is_read_in_the_thread(
    office: Office, open_screen: OpenScreen, dialect: str
) -> None:
    name, event = {"bare": ("Ada Lovelace", "Birth"), "data": ("Jennifer Null", "Other")}[dialect]
    await tells_the_main_story(office, open_screen, name, event, "Gold PPO (Employee only)")


@pytest.mark.connect_6
async def test_so_it_is_where_the_server_speaks_connect_6(office: Office, open_screen: OpenScreen) -> None:
    await tells_the_main_story(office, open_screen, "Ada Lovelace", "Having a baby", "Gold PPO (Employee Only)")
    violations = (await office.http.get("/sandbox/benefits/violations")).json()["violations"]
    assert violations == []


async def tells_the_main_story(office: Office, open_screen: OpenScreen, name: str, event: str, closes: str) -> None:
    """Asked, approved, reissued, read in the thread."""
    key = name.casefold().replace(" ", "_")
    screen = await open_screen(office)
    number = await screen.requests(name, "Gold PPO", event)
    await screen.acts_as("Marcus Lindqvist")
    await expect(screen.card(number)).to_contain_text("@hr-managers please approve or deny by")
    await screen.button(number, "Approve").click()
    question = screen.page.get_by_role("alertdialog", name=f"Approve {number}?")
    await expect(question).to_contain_text(
        f"Closes {closes} for {name} (Juniper & Pine Bakery) and opens a new enrollment"
    )
    await question.get_by_role("button", name="Approve").click()
    await expect(screen.card(number, "Reissued · waiting for the employee's election")).to_be_visible()
    await expect(screen.card(number).get_by_role("button", name="Details")).to_be_visible()
    await expect(screen.button(number, "Approve")).to_have_count(0)
    thread = await screen.thread(number)
    summary = thread.get_by_role("listitem").filter(has_text=f"New enrollment of {name}")
    await expect(summary).to_contain_text(f"enrl_{key}_medical_r")
    await expect(summary.get_by_role("button", name="Refresh")).to_be_visible()
    made = [reissue["enrollment_id"] for reissue in await office.reissues()]
    assert made.count(f"enrl_{key}_medical") == 1


async def test_neither_a_cancelled_confirm_nor_a_cancelled_form_does_anything_and_both_can_be_opened_again(
    office: Office, open_screen: OpenScreen
) -> None:
    number = label_of(await office.nina.requests("yusuf"))
    screen = await open_screen(office, cast.MARCUS)
    question = screen.page.get_by_role("alertdialog", name=f"Approve {number}?")
    for _ in range(2):
        await screen.button(number, "Approve").click()
        await question.get_by_role("button", name="Cancel").click()
        await expect(question).to_have_count(0)
        await screen.button(number, "Approve with a note…").click()
        await expect(screen.modal).to_contain_text("Approving closes this coverage at once")
        await screen.modal.get_by_role("button", name="Cancel").press("Enter")
        await expect(screen.modal).to_have_count(0)
    await expect(screen.card(number, "Waiting for approval")).to_be_visible()
    await screen.button(number, "Approve with a note…").click()
    await screen.modal.get_by_role("textbox", name="Your note").fill("Payroll knows")
    await screen.modal.get_by_role("button", name="Approve", exact=True).click()
    await expect(screen.card(number, "Reissued")).to_contain_text("Payroll knows")
    thread = await screen.thread(number)
    summary = thread.get_by_role("listitem").filter(has_text="New enrollment of Yusuf Demir")
    await expect(summary).to_contain_text("Now: nothing chosen yet. Yusuf Demir must choose by")
    await expect(summary).to_contain_text("Covered too: Elif (spouse).")
    await expect(summary).not_to_contain_text("→")


async def test_a_request_is_denied_only_with_a_reason_and_the_requester_reads_it(
    office: Office, open_screen: OpenScreen
) -> None:
    number = label_of(await office.nina.requests("sean"))
    screen = await open_screen(office, cast.PRIYA)
    await screen.button(number, "Deny…").click()
    why = screen.modal.get_by_role("textbox", name="Reason")
    await screen.modal.get_by_role("button", name="Deny", exact=True).click()
    await expect(why).to_have_accessible_description(re.compile("Please complete this required field"))
    await expect(screen.card(number, "Waiting for approval")).to_be_attached()
    await why.fill("The certificate is missing")
    await screen.modal.get_by_role("button", name="Deny", exact=True).click()
    await expect(screen.modal).to_have_count(0)
    await expect(screen.card(number, "Denied")).to_contain_text("The certificate is missing")
    thread = await screen.thread(number)
    await expect(thread.get_by_text(f"{number} was denied by @Priya Raman.")).to_be_visible()
    await screen.acts_as("Nina Okafor")
    await screen.opens("Reissue")
    note = screen.says(f"{number} for Seán O'Brien (Juniper & Pine Bakery) was denied by @Priya Raman")
    await expect(note).to_contain_text("The certificate is missing")


async def test_the_requester_withdraws_and_nothing_is_sent(office: Office, open_screen: OpenScreen) -> None:
    before = await office.calls("benefits", "reissue")
    number = label_of(await office.nina.requests("tomasz"))
    screen = await open_screen(office)
    await expect(screen.button(number, "Withdraw…")).to_have_count(0)
    await expect(screen.card(number)).to_contain_text("Replies in the thread are not recorded.")
    await screen.opens("Reissue")
    await screen.button(number, "Withdraw…").click()
    await screen.modal.get_by_role("textbox", name="Reason").fill("The employee changed their mind")
    await screen.modal.get_by_role("button", name="Withdraw").click()
    await expect(screen.card(number, "Withdrawn")).to_contain_text("The employee changed their mind")
    await screen.opens("benefits-approvals")
    await expect(screen.card(number, "Withdrawn")).to_contain_text("Nothing was sent to Vitable.")
    await expect(screen.button(number, "Approve")).to_have_count(0)
    assert await office.calls("benefits", "reissue") == before


async def test_nobody_approves_or_denies_their_own_request(office: Office, open_screen: OpenScreen) -> None:
    number = label_of(await office.marcus.requests("bjork"))
    screen = await open_screen(office, cast.MARCUS)
    refusal = f"You submitted {number}, so another approver has to decide on it."
    await screen.presses(number, "Approve", "Approve")
    await expect(screen.modal).to_contain_text(refusal)
    await expect(screen.only_for_me).to_have_count(0)
    await screen.modal.get_by_role("button", name="Close", exact=True).press("Enter")
    await screen.button(number, "Deny…").click()
    await expect(screen.modal).to_contain_text("so another approver has to decide on it.")
    await screen.modal.get_by_role("button", name="Close").press("Enter")
    await expect(screen.card(number, "Waiting for approval")).to_be_attached()
