"""The database role of docs/security.md: enough to run the bot, and too little to touch the audit."""

import re
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from tests.office import Office, label_of
from tests.processes import replica

pytestmark = pytest.mark.anyio

PAGE = Path(__file__).parents[3] / "docs/security.md"
ROLE = "reissue_bot"

FORBIDDEN = (
    "UPDATE bot_event SET actor = 'U0OTHER'",
    "DELETE FROM bot_event",
    "TRUNCATE bot_event",
    "ALTER TABLE bot_event DISABLE TRIGGER ALL",
    "DROP TRIGGER bot_event_append_only ON bot_event",
    "CREATE OR REPLACE FUNCTION bot_event_is_append_only() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
    "SET session_replication_role = replica",
    "DROP TABLE bot_event",
)


@pytest.fixture
def role_url(postgres_url: str) -> str:
    """The database for the role, which has been made as the page says."""
    statements = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    with psycopg.connect(postgres_url, autocommit=True) as owner:
        for statement in "".join(statements).split(";"):
            owner.execute(statement.encode())
    return make_url(postgres_url).set(username=ROLE).render_as_string(hide_password=False)


async def test_a_role_that_owns_nothing_runs_the_bot_and_cannot_touch_the_audit(
    own_office: Office, role_url: str, tmp_path: Path
) -> None:
    office = own_office
    async with replica(office, role_url, tmp_path / "web.log"):
        card = await office.nina.requests("ada")
        assert (await office.marcus.click(card, "approve"))["ok"]
        await office.marcus.card("Reissued", of=label_of(card))
    with psycopg.connect(role_url, autocommit=True) as connection:
        for statement in FORBIDDEN:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())
