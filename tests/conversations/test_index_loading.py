"""The employee index while it is still loading, because the benefits API does not answer."""

import pytest

from tests.office import Office, bot_at_work, eventually

pytestmark = pytest.mark.anyio


async def test_an_index_that_is_still_loading_is_said_in_the_modal_and_in_the_typeahead(
    own_office: Office, one_database_url: str
) -> None:
    nina = own_office.nina
    await own_office.fault("benefits", "*", "drop_before", times=None)
    async with bot_at_work(own_office, one_database_url, indexed_first=False):
        await nina.command("/reissue")
        view = await nina.modal_with("The employees are still being loaded")
        assert "still being loaded" in (await nina.find(view, "a"))[0]["text"]["text"]
        pasted = (await nina.find(view, "empl_ada_lovelace"))[0]
        assert "Vitable did not answer" in pasted["text"]["text"]
        await nina.choose(view, "employee", pasted)
        await nina.modal_with("Vitable did not answer. Nothing is lost")
        await own_office.mend()

        async def found() -> bool:
            return any(one["value"] == "empl_ada_lovelace" for one in await nina.find(view, "ada"))

        await eventually(found, "the index after the API is back")


async def test_an_index_that_the_key_keeps_empty_is_not_said_to_be_loading(
    own_office: Office, one_database_url: str
) -> None:
    nina = own_office.nina
    await own_office.fault("benefits", "*", "refuse", times=None, status=401)
    async with bot_at_work(own_office, one_database_url, indexed_first=False):

        async def told() -> bool:
            await nina.command("/reissue")
            view = await nina.modal_with("Employee")
            return "does not accept the bot's key" in (await nina.find(view, "a"))[0]["text"]["text"]

        await eventually(told, "the key is named in the typeahead")
