"""`python -m bot index`: reads all employees now, before the first day or after an employer was added."""

from uuid import uuid4

from approvals.lookups.employee_index import EmployeeIndex
from approvals.lookups.spoken import SpokenContract
from approvals.model.index_report import IndexReport
from approvals.model.trouble import Trouble
from benefits.client import VitableConnect
from benefits.errors import BenefitsError
from bot.clock import SystemClock
from bot.commands.database import database_at, say_which, start_no_driver
from bot.commands.terminal import Step, progress
from bot.drivers import surviving
from bot.health.trouble_words import told, told_of_contract
from bot.proxies import Proxies
from bot.settings import Settings
from bot.unusable import Unusable
from bot.vitable import vitable_connect
from store.single_process import database_lock
from store.unit_of_work import SqlStore

NO_INDEX = (
    "There is nothing to read: with VITABLE_CONNECT_CONTRACT=connect-6 Vitable itself finds employees by their names."
)
ELSEWHERE = (
    "Nothing was read: a running bot reads the employees just now, and `/readyz` and its log say what comes of it. If "
    "none runs, an earlier reading was ended by force: try again in a minute."
)


async def employees_read(settings: Settings, proxies: Proxies, *, as_json: bool = False) -> tuple[bool, str]:
    """Read all employees into the index. Returns whether all could be read, and what was read.

    Raises Unusable, DatabaseInUse while a bot runs on the SQLite file; StoreUnavailable, UnusableDatabase,
    UnusableAddress, UnusableProxy.
    """
    with database_lock(settings.database_url):
        async with database_at(settings.database_url) as engine:
            benefits = vitable_connect(settings, settings.vitable_connect_timeout, proxies)
            try:
                if not isinstance(benefits, VitableConnect):
                    raise Unusable(NO_INDEX)
                await _check_contract(benefits)
                say_which(settings.database_url)
                report = await _refreshed(SqlStore(engine, start_no_driver, settings.chain), benefits)
            finally:
                await benefits.aclose()
    if report is None:
        raise Unusable(ELSEWHERE)
    said = report.model_dump_json(indent=2, include={"count", "unreadable", "troubles"}) if as_json else _told(report)
    return not told(report), said


async def _check_contract(benefits: VitableConnect) -> None:
    """Raises Unusable if nothing in Vitable's answers could be understood, or nothing is answered."""
    spoken = SpokenContract(benefits)
    try:
        await spoken.look()
    except BenefitsError as error:
        trouble = spoken.trouble or Trouble.of(error)
        raise Unusable(f"Nothing was read: {told_of_contract(trouble, spoken.told)}.") from error


async def _refreshed(store: SqlStore, benefits: VitableConnect) -> IndexReport | None:
    async with store.reading() as work:
        before = (await work.refreshes.report()).count
    with progress("Employees", lambda: before or None) as step:
        return await _index(store, benefits, step).refresh_now()


def _index(store: SqlStore, benefits: VitableConnect, step: Step) -> EmployeeIndex:
    holder = f"index-{uuid4().hex[:12]}"
    return EmployeeIndex(
        store=store, benefits=benefits, clock=SystemClock(), holder=holder, surviving=surviving, step=step
    )


def _told(report: IndexReport) -> str:
    lines = [f"Employees that can be found by name: {report.count}."]
    lines += [f"{part}: {said}." for part, said in told(report).items()]
    return "\n".join(lines)
