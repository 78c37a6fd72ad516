"""Recording a life event in the sandbox's benefits API, as the documented contract has it."""

import pytest

from benefits.life_event import EVENT_TYPES as SENT
from sandbox.benefits.life_events import EVENT_TYPES
from tests.sandbox.benefits.conftest import BenefitsClient

pytestmark = pytest.mark.anyio

PATH = "/benefits/v1/members/mbr_tom_becker/qualifying-life-events"
BIRTH = {"event_type": "Birth", "event_date": "2026-11-20", "notes": "A daughter"}


async def test_an_event_is_made_and_listed_and_each_call_makes_another_one(client: BenefitsClient) -> None:
    made = (await client.http.post(PATH, json=BIRTH)).json()
    assert {name: made[name] for name in BIRTH} == BIRTH
    assert (made["status"], made["member_id"], made["employee_id"]) == ("pending", "mbr_tom_becker", "empl_tom_becker")
    assert (made["enrollment_window_start"], made["enrollment_window_end"]) == ("2026-11-20", "2026-12-20")
    assert await client.get("/members/mbr_tom_becker/qualifying-life-events") == [made]
    other = (await client.http.post(PATH, json=BIRTH)).json()
    assert [event["id"] for event in client.api.world.recorded_events] == [made["id"], other["id"]]


async def test_a_data_server_answers_in_data_with_times_in_the_window(client: BenefitsClient) -> None:
    client.api.world.shape = "data"
    made = (await client.http.post(PATH, json={"event_type": "Other", "event_date": "2026-11-20"})).json()["data"]
    assert (made["notes"], made["enrollment_window_end"]) == (None, "2026-12-20T23:59:59Z")


@pytest.mark.parametrize(
    ("path", "body", "status", "message"),
    [
        (PATH.replace("tom_becker", "nobody"), BIRTH, 404, "Member not found"),
        (PATH, [], 400, "The body is not a JSON object of event_type, event_date and notes"),
        (PATH, {**BIRTH, "reason": "x"}, 400, "The body is not a JSON object of event_type, event_date and notes"),
        (PATH, {**BIRTH, "event_type": "birth"}, 422, "event_type is not one of the known types"),
        (PATH, {**BIRTH, "event_date": "tomorrow"}, 422, "event_date must be a date"),
        (PATH, {**BIRTH, "notes": 3}, 422, "notes must be a text"),
    ],
)
async def test_what_does_not_fit_is_refused_and_makes_nothing(
    client: BenefitsClient, path: str, body: object, status: int, message: str
) -> None:
    answer = await client.http.post(path, json=body)
    assert (answer.status_code, answer.json()["message"]) == (status, message)
    assert client.api.world.recorded_events == []


async def test_in_connect_6_there_is_no_such_call_and_other_methods_are_named(client: BenefitsClient) -> None:
    answer = await client.http.delete(PATH)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
    client.api.world.shape = "connect-6"
    assert (await client.http.post(PATH, json=BIRTH)).status_code == 405
    assert client.api.world.recorded_events == []


@pytest.mark.parametrize(
    ("kind", "made"),
    [("error_before", 0), ("error_after", 1), ("ratelimited", 0), ("refuse", 0), ("unreadable", 1)],
)
async def test_the_faults_of_the_reissue_happen_to_it_too(client: BenefitsClient, kind: str, made: int) -> None:
    client.fault(kind, "record_event")
    await client.http.post(PATH, json=BIRTH)
    assert len(client.api.world.recorded_events) == made


def test_the_bot_sends_the_kinds_that_it_knows() -> None:
    assert set(SENT) == EVENT_TYPES
