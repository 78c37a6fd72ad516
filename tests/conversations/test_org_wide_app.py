"""An app that is installed for a whole organization: Slack names no workspace then, and wants one named."""

import pytest

from sandbox import cast
from tests.office import Office, bot_at_work, label_of

pytestmark = pytest.mark.anyio


async def test_an_app_of_the_whole_organization_works_in_the_workspace_of_its_channel(
    own_office: Office, one_database_url: str
) -> None:
    own_office.sandbox.workspace.join_organization(org_wide=True)
    approvals = [cast.NINA, cast.MARCUS, cast.PRIYA, cast.HUGO, cast.SELMA]
    await own_office.change(f"channels/{cast.APPROVALS}", members=approvals)
    await own_office.change(f"groups/{cast.HR_MANAGERS}", users=[cast.PRIYA, cast.HUGO, cast.SELMA])
    async with bot_at_work(own_office, one_database_url, approvals_required=2):
        own_office.sandbox.workspace.directory.people[cast.NINA].acts_under = "W0NINA"
        card = await own_office.nina.requests("ada")
        selma = own_office.person(cast.SELMA)
        assert "Only people of this workspace" in await selma.hears(selma.click(card, "approve"), cast.APPROVALS)
        assert (await own_office.person(cast.HUGO).click(card, "approve"))["ok"]
        assert (await own_office.priya.click(await own_office.priya.card("1 of 2"), "approve"))["ok"]
        await own_office.nina.card("Reissued", of=label_of(card))
