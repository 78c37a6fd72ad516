"""The commands of `python -m bot …`."""

import asyncio
import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

import typer

from approvals.errors import UnknownRequest
from approvals.model.routing import RouteMap
from approvals.model.status import RequestStatus
from approvals.rules.budgets import TimeBudgets
from benefits import ids
from benefits.contract import Contract
from benefits.errors import InvalidId
from bot import processes
from bot.commands.noted_head import head_in, is_value
from bot.commands.output import STDOUT, say, writing
from bot.processes import bot_settings, configure, run, store_settings
from bot.proxies import Proxies
from bot.settings import load_routed_store_settings
from bot.unusable import Unusable

app = typer.Typer(
    name="reissue-bot",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

DEMO_PORT = 8010

DAYS = ["%Y-%m-%d"]

NAMES = "Names and texts too; the audit gets a line that the operator saw them"

AsJson = Annotated[bool, typer.Option("--json", help="The same as JSON, for programs.")]

LONGEST_NUMBER = 9
"""Digits of a request's number, as in Slack."""


def _tell_version(asked: bool) -> None:
    if asked:
        from bot.release import DISTRIBUTION, NOT_INSTALLED, installed_version  # noqa: PLC0415 - as below

        say(f"{DISTRIBUTION} {installed_version() or NOT_INSTALLED}")
        raise typer.Exit


@app.callback()
def options(
    _version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_tell_version, help="Say the version and end.")
    ] = False,
) -> None:
    """Approvals in Slack for reissuing benefit enrollments."""


@app.command()
def demo(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port of the page; a free one is taken if it is in use.")
    ] = DEMO_PORT,
    contract: Annotated[Contract, typer.Option(help="What the demo's benefits API speaks.")] = Contract.DOCUMENTED,
) -> None:
    """Run the bot in a sandbox of its own: a small Slack and a benefits API, no account anywhere."""
    from bot.commands.demo import run_demo  # noqa: PLC0415 - only the demo needs the sandbox

    configure("WARNING", "console")
    run(run_demo(port, contract))


@app.command()
def web(context: typer.Context) -> None:
    """Serve Slack's deliveries over HTTP and drive requests."""
    processes.web(*_given(context))


@app.command()
def socket(context: typer.Context) -> None:
    """Take Slack's deliveries over Socket Mode, without a public address, and drive requests."""
    processes.socket(*_given(context))


@app.command()
def worker(context: typer.Context) -> None:
    """Drive requests together with web processes that share a PostgreSQL database."""
    processes.worker(*_given(context))


@app.command()
def migrate(as_json: AsJson = False) -> None:
    """Update the tables of the database; does nothing if they are current."""
    from bot.commands.migrate import migrate_all  # noqa: PLC0415 - as above

    say(migrate_all(store_settings().database_url, as_json=as_json))


@app.command()
def index(context: typer.Context, as_json: AsJson = False) -> None:
    """Read all employees from Vitable now, so that they are found by name; a running bot does it by itself."""
    settings = bot_settings()
    from bot.commands.index import employees_read  # noqa: PLC0415 - as above

    is_complete, said = asyncio.run(employees_read(settings, _given(context)[1], as_json=as_json))
    say(said)
    raise typer.Exit(0 if is_complete else 1)


@app.command()
def retention(as_json: AsJson = False) -> None:
    """Remove now what RETENTION_DAYS says; a running bot does it little by little."""
    settings = store_settings()
    if settings.retention_days is None:
        raise Unusable("RETENTION_DAYS is not set: names and reasons are kept, and there is nothing to remove.")
    from bot.commands.retention import names_removed  # noqa: PLC0415 - as above

    say(asyncio.run(names_removed(settings.database_url, settings.retention_days, settings.chain, as_json=as_json)))


@app.command()
def hold() -> None:
    """After restoring a backup, before the start: send nothing by itself that may have been sent since it was taken."""
    settings = store_settings()
    from bot.commands.restore import hold_requests  # noqa: PLC0415 - as above

    say(asyncio.run(hold_requests(settings.database_url, settings.chain)))


@app.command()
def forget(
    employee: Annotated[str, typer.Argument(metavar="EMPLOYEE", help="The employee's id in Vitable, empl_…")],
) -> None:
    """Remove an employee's names, e-mail address and reasons, and say what could not be removed; can be repeated."""
    try:
        employee_id = ids.employee_id(employee)
    except InvalidId as error:
        raise Unusable(f"{error} Give the employee's id in Vitable; `export` and *Details* name it.") from error
    settings = store_settings()
    from bot.commands.forget import forget_employee  # noqa: PLC0415 - as above

    is_complete, said = asyncio.run(forget_employee(settings.database_url, employee_id, settings.chain))
    say(said)
    raise typer.Exit(0 if is_complete else 1)


@app.command()
def doctor(
    context: typer.Context,
    as_json: AsJson = False,
) -> None:
    """Check settings, database, Slack and Vitable, and say how to fix each problem; changes nothing."""
    configure("ERROR", "console")
    from bot.doctor.run import diagnosis  # noqa: PLC0415 - as above

    report, code = diagnosis(_given(context)[1], json=as_json)
    say(report)
    raise typer.Exit(code)


@app.command()
def export(
    since: Annotated[datetime | None, typer.Option(formats=DAYS, help="First day, UTC; default: the beginning")] = None,
    until: Annotated[datetime | None, typer.Option(formats=DAYS, help="Last day, UTC; default: today")] = None,
    form: Annotated[Literal["csv", "jsonl"], typer.Option("--format", help="How lines are written")] = "csv",
    output: Annotated[Path | None, typer.Option(help="File to write; default: stdout")] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Write nothing: check the audit's chain (AUDIT_KEY)")
    ] = False,
    head: Annotated[
        str | None,
        typer.Option(
            help="File to write the chain's head to (without --output nothing else is written). "
            "With --verify: such a file, or a head noted earlier, which must be there"
        ),
    ] = None,
    route: Annotated[
        str | None, typer.Option(help="Only the requests that belong to this route of ROUTES_FILE now")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Export the audit, one line for each event, or check that it was not changed. The bot may run at the same time."""
    if verify and (since or until or output or route):
        raise Unusable("--verify walks the whole chain: it goes without --since, --until, --route and --output.")
    if verify:
        _verify(head, as_json=as_json)
    if as_json:
        raise Unusable("--json goes with --verify. For lines of JSON say --format jsonl.")
    from bot.commands.export import Period, export_head, export_lines  # noqa: PLC0415 - as above

    if head and is_value(head):
        raise Unusable("A head goes with --verify. To write the head to a file, name the file: --head head.json.")
    owned = _owned(route) if route is not None else None
    settings = store_settings()
    with writing(f"--output: {output}" if output else STDOUT):
        if head and output is None and not (since or until or owned):
            export_head(settings.database_url, Path(head))
        else:
            export_lines(settings.database_url, Period(since, until), form, output, Path(head) if head else None, owned)


def _owned(route: str) -> Any:  # noqa: ANN401 - `Owned`, whose module is imported late
    """A route of the file, for the export of its requests."""
    from bot.routes_file import routes_in  # noqa: PLC0415 - as above
    from store.audit.reading import Owned  # noqa: PLC0415 - as above

    file = load_routed_store_settings().routes_file
    if file is None:
        raise Unusable("--route needs ROUTES_FILE, which is not set: without it there is one route for everything.")
    routes = routes_in(file)
    names = [each.name for each in routes]
    if route not in names:
        raise Unusable(f"There is no route {route!r} in {file}. It has: {', '.join(names)}.")
    return Owned(RouteMap.of(each.claim for each in routes), route)


@app.command("list")
def list_requests(
    status: Annotated[
        list[RequestStatus] | None, typer.Option(help="Only requests in this status, also closed ones; can be repeated")
    ] = None,
    ended: Annotated[bool, typer.Option("--all", help="Closed requests too, not only open ones")] = False,
    names: Annotated[bool, typer.Option("--names", help=NAMES)] = False,
    as_json: AsJson = False,
) -> None:
    """List open requests by deadline. It only reads, and needs neither Slack nor Vitable."""
    settings = store_settings()
    from bot.commands.listing import listed  # noqa: PLC0415 - as above

    listing = listed(settings.database_url, status or (), settings.chain, ended=ended, named=names, as_json=as_json)
    say(asyncio.run(listing))


@app.command("events")
def list_events(
    as_json: AsJson = False,
) -> None:
    """List life events that are being recorded, or whose outcome is unknown. It only reads."""
    settings = store_settings()
    from bot.commands.event_listing import events_listed  # noqa: PLC0415 - as above

    say(asyncio.run(events_listed(settings.database_url, as_json=as_json)))


@app.command()
def show(
    number: Annotated[str, typer.Argument(metavar="REQUEST", help="The request's number, such as R-12 or 12")],
    names: Annotated[bool, typer.Option("--names", help=NAMES)] = False,
    as_json: AsJson = False,
) -> None:
    """Show one request with its decisions, tries and timeline. It only reads, and needs neither Slack nor Vitable."""
    digits = number.upper().removeprefix("R-").removeprefix("R")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER):
        raise Unusable("That is not the number of a request: give one such as R-12 or 12.")
    settings = store_settings()
    from bot.commands.showing import shown  # noqa: PLC0415 - as above

    try:
        said = asyncio.run(shown(settings.database_url, int(digits), settings.chain, named=names, as_json=as_json))
    except UnknownRequest as unknown:
        typer.echo(f"There is no request R-{int(digits)}.", err=True)
        raise typer.Exit(1) from unknown
    say(said)


def _verify(head: str | None, *, as_json: bool) -> NoReturn:
    """Check the audit's chain, and end with its verdict as the exit code."""
    settings = store_settings()
    if settings.chain is None:
        raise Unusable("Without AUDIT_KEY there is no chain to verify: set the key with which the audit was written.")
    from bot.commands.verify import as_json as json_of  # noqa: PLC0415 - as above
    from bot.commands.verify import verify_chain  # noqa: PLC0415 - as above

    said = verify_chain(settings.database_url, settings.chain, head_in(head) if head else None)
    verdict, sentences = said
    say(json_of(said) if as_json else sentences)
    raise typer.Exit(verdict)


@app.command()
def manifest(
    url: Annotated[str, typer.Option(help="Public address of the bot, for example https://bot.example.com")] = "",
    socket: Annotated[bool, typer.Option("--socket", help="For Socket Mode, without an address")] = False,
) -> None:
    """Print the Slack app manifest for a bot at that address, or for one that uses Socket Mode."""
    from bot.commands.manifest import manifest_for, manifest_for_a_socket  # noqa: PLC0415 - as above

    if bool(url) == socket:
        raise Unusable("The manifest is either for an address (--url https://…) or for Socket Mode (--socket).")
    say(json.dumps(manifest_for_a_socket() if socket else manifest_for(url), indent=2))


def _given(context: typer.Context) -> tuple[TimeBudgets, Proxies]:
    """What `main` gave to the command."""
    budgets, proxies = context.obj
    return budgets, proxies
