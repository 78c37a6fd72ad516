"""Who may record a life event: requesters, for the employees of their routes, where the setting says so."""

from pathlib import Path

import pytest

from bot.app import Bot
from sandbox import cast
from tests.conversations import forged
from tests.conversations.conftest import forget
from tests.conversations.recording_events.form import TOM, chosen, form_for, made, typed
from tests.office import Office, bot_at_work, buttons_of, words_of
from tests.two_employers import HALVORSEN, JUNIPER, routes_in, settle_in

pytestmark = [pytest.mark.anyio, pytest.mark.documented]


async def test_who_may_no_longer_request_records_nothing(office: Office, bot: Bot) -> None:
    view, _ = await chosen(office)
    form = await form_for(office, view)
    await office.change(f"groups/{cast.HR_TEAM}", users=[cast.MARCUS])
    forget(bot)
    assert (await office.nina.submit(form, typed()))["ok"]
    assert "Only people who may request" in words_of(await office.nina.modal_with("Only people who may request"))
    assert made(office) == []


async def test_without_the_setting_there_is_no_button(office: Office, database: str) -> None:
    async with bot_at_work(office, database):
        await office.nina.command("/reissue")
        view = await office.nina.modal()
        await office.nina.choose(view, "employee", (await office.nina.find(view, TOM))[0])
        view = await office.nina.modal_with("has no qualifying life event in Vitable")
        assert "record_event" not in buttons_of(view)


async def test_an_employee_of_another_route_is_as_if_unknown(office: Office, database: str, tmp_path: Path) -> None:
    settle_in(office)
    routes = routes_in(tmp_path, JUNIPER, HALVORSEN)
    async with bot_at_work(office, database, record_events=True, routes_file=routes):
        values = {
            "event_type": {"event_type": forged.chosen("Birth")},
            "event_date": {"event_date": {"type": "datepicker", "selected_date": cast.today().isoformat()}},
            "notes": {"notes": {"type": "plain_text_input", "value": None}},
        }
        for number, (employee, count) in enumerate({"empl_owen_price": 0, "empl_tom_becker": 1}.items()):
            about = {"view_id": f"V0FORGED{number}", "metadata": f"{employee};;;0;"}
            answer = await office.forge(forged.submission(cast.NINA, "record_event", values, **about))
            assert answer["status"] == 200
            assert len(made(office)) == count
