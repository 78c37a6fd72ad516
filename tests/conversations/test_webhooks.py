"""Vitable's events reach the bot over HTTP, as connect-6 delivers them, and make it read sooner than it would.

The sandbox signs and delivers by its own code. The bot's back-off is as long as after twenty minutes of reading back.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from approvals.model.status import RequestStatus
from benefits.contract import Contract
from bot.app import Bot
from sandbox import cast
from store.tables import AttemptRow
from tests.office import Office, bot_at_work, eventually, label_of, words_of

pytestmark = pytest.mark.anyio

SECRET = "whsec_of_the_office"

HOUR = 3600.0


@pytest.fixture(scope="module")
async def bot(shared_office: Office, shared_database_url: str) -> AsyncIterator[Bot]:
    """The bot, which speaks connect-6 and takes events."""
    await shared_office.change("benefits/shape", shape="connect-6")
    async with bot_at_work(
        shared_office,
        shared_database_url,
        indexed_first=False,
        vitable_connect_contract=Contract.CONNECT_6,
        vitable_webhook_secret=SecretStr(SECRET),
        readback_settle=HOUR,
    ) as bot:
        url = shared_office.sandbox.bot_url.replace("/slack/events", "/vitable/webhooks")
        await shared_office.change("benefits/webhooks", url=url, secret=SECRET)
        yield bot


async def approved(office: Office, employee: str) -> str:
    """Have a request made and approved; returns its number."""
    card = await office.nina.requests(employee)
    assert (await office.marcus.click(card, "approve"))["ok"]
    return label_of(card)


async def tell(office: Office, event_id: str, resource_id: str) -> int:
    """Deliver an event; returns the bot's answer."""
    event = {"event_id": event_id, "event_name": "enrollment.elected", "resource_id": resource_id}
    told = await office.http.post("/sandbox/benefits/webhooks/deliver", json={"event": event})
    status: int = told.json()["status"]
    return status


async def new_enrollment(office: Office, key: str) -> str:
    """The enrollment that a reissue opened."""
    made = next(made for made in await office.reissues() if f"_{key}_" in made["enrollment_id"])
    opened: str = made["new_enrollment_id"]
    return opened


async def long_ago(bot: Bot, label: str) -> None:
    """Make it twenty minutes since the attempt, and wait until the next read-back is minutes away."""
    async with bot.store.reading() as work:
        request_id = (await work.requests.numbered(int(label.removeprefix("R-")))).id
    began = datetime.now(UTC) - timedelta(minutes=20)
    statement = sa.update(AttemptRow).where(sa.column("request_id") == request_id).values(started_at=began)
    async with bot.engine.begin() as connection:
        await connection.execute(statement)

    async def rests() -> bool:
        async with bot.store.reading() as work:
            seen = await work.requests.get(request_id)
        assert seen.status is RequestStatus.CHECKING
        return seen.next_at is not None and seen.next_at > datetime.now(UTC) + timedelta(minutes=3)

    await eventually(rests, "a long back-off")


async def test_a_lost_answer_is_settled_by_the_events_of_the_reissue_sooner_than_by_the_back_off(
    office: Office, bot: Bot
) -> None:
    await office.fault("benefits", "reissue", "drop_before")
    label = await approved(office, "grace mwangi")
    await office.marcus.card("Checking", of=label)
    await long_ago(bot, label)
    path = "/benefits/v1/enrollments/enrl_grace_mwangi_medical/reissue"
    headers = {"authorization": f"Bearer {cast.API_KEY}"}
    event = {"qualifying_life_event_id": "qle_grace_mwangi_birth", "reason": "late"}
    answer = await office.http.post(path, json=event, headers=headers)
    assert answer.is_success, answer.text
    await office.marcus.card("Reissued", of=label)
    delivered = (await office.http.get("/sandbox/benefits/webhooks")).json()["deliveries"]
    assert {delivery["status"] for delivery in delivered} == {204}


async def test_what_an_employee_chose_stands_in_the_thread_soon_after_the_event(office: Office) -> None:
    label = await approved(office, "tomasz")
    await office.marcus.card("waiting for the employee's election", of=label)
    new = await new_enrollment(office, "tomasz_wojcik")
    await office.change("benefits/elect", enrollment_id=new)
    assert await tell(office, "wevt_elected", new) == 204

    async def is_told() -> bool:
        return "election pending" not in words_of(await office.marcus.reads(new)).lower()

    await eventually(is_told, "the plan that was chosen")
