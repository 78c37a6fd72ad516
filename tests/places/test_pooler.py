"""Behind PgBouncer: session mode works, transaction mode is refused in one sentence."""

from pathlib import Path

import pytest

from bot.doctor.database import examine_database
from bot.doctor.finding import Check, State
from tests.databases import Postgres
from tests.office import Office, label_of
from tests.pooler import pooled
from tests.processes import UP_TO_DATE, ended, environment, replica

pytestmark = pytest.mark.anyio

SENTENCE = "DATABASE_URL leads through a pooler in transaction or statement mode"


async def test_in_session_mode_the_bot_works(
    own_office: Office, postgres: Postgres, postgres_url: str, tmp_path: Path
) -> None:
    office = own_office
    with pooled(postgres, postgres_url, "session") as url:
        assert await ended(environment(office, url), tmp_path / "migrate.log", "migrate") == (0, UP_TO_DATE)
        async with replica(office, url, tmp_path / "web.log") as bot:
            card = await office.nina.requests("ada")
            assert (await office.marcus.click(card, "approve"))["ok"]
            await office.marcus.card("Reissued", of=label_of(card))
            assert await bot.stop() == 0
            assert "Traceback" not in bot.log


@pytest.mark.parametrize("command", ["web", "worker", "migrate"])
async def test_in_transaction_mode_every_process_refuses_to_start_in_one_sentence(
    own_office: Office, postgres: Postgres, postgres_url: str, tmp_path: Path, command: str
) -> None:
    with pooled(postgres, postgres_url, "transaction") as url:
        code, said = await ended(environment(own_office, url), tmp_path / "refused.log", command)
    assert code == 2
    assert SENTENCE in said
    assert "Traceback" not in said


async def test_in_transaction_mode_the_doctor_says_what_to_set(postgres: Postgres, postgres_url: str) -> None:
    with pooled(postgres, postgres_url, "transaction") as url:
        database, _ = await examine_database(url)
    assert (database.check, database.state) == (Check.DATABASE, State.FAILED)
    assert "pool_mode = session" in (database.remedy or "")
