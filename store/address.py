"""DATABASE_URL: what it may say, and in which words it is refused."""

import re
from pathlib import Path
from urllib.parse import unquote

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

SCHEMA = "schema"
"""The option of the address that names the schema of our tables; ours alone, so no driver gets to see it."""

LAST_PORT = 65535

_POSTGRES = r"""
    (?P<scheme> postgres(?:ql)?(?:\+\w+)? )://
    (?: (?P<user> [^:@/]* ) (?: :(?P<password> {password} ) )? @ )?
    (?P<hosts> [^@/?]* )
    (?: /(?P<name> [^@?]* ) )?
    (?: \?(?P<options> {options} ) )?"""

_FORMS = tuple(
    re.compile(_POSTGRES.replace("{password}", password).replace("{options}", options), re.VERBOSE)
    for password, options in ((r"[^@/?\#]*", ".*"), (".*", "[^@]*"))
)
"""The address as it should be, then with a raw password, which goes up to the last @ since it may have some itself."""

_HOST = re.compile(r"(?P<host>\[[^\]]*\]|[^\[\]:]*)(?::(?P<port>\d*))?")


class UnusableDatabase(ValueError):
    """DATABASE_URL must begin with sqlite:/// and name a file, or begin with postgresql://."""

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or type(self).__doc__)


UNREADABLE = (
    "DATABASE_URL cannot be read. It has the form postgres://user:password@host:port/name; several servers are "
    "separated by commas (host1:port,host2:port). In user and password write % as %25, @ as %40, / as %2F, : as %3A, "
    "# as %23 and ? as %3F."
)

NO_SCHEMAS = "DATABASE_SCHEMA is for PostgreSQL: an SQLite database has no schemas."

UNKNOWN_OPTION = (
    "DATABASE_URL has an option that PostgreSQL's client library does not know. The options behind the question mark "
    "are those of libpq, for example sslmode, sslrootcert and target_session_attrs."
)


def sync_url(database_url: str) -> URL:
    """`database_url` with our synchronous driver; `postgres://` is accepted too. Raises UnusableDatabase."""
    kind = database_url.partition(":")[0].partition("+")[0]
    if kind in ("postgres", "postgresql"):
        return _postgres_url(database_url)
    try:
        url = make_url(database_url)
    except (sa.exc.ArgumentError, ValueError) as unreadable:  # ValueError: a port that is not a number
        raise UnusableDatabase from unreadable
    if kind == "sqlite" and url.database not in (None, "", ":memory:"):
        return url.set(drivername="sqlite")
    raise UnusableDatabase


def is_sqlite(url: URL) -> bool:
    """Whether the database is SQLite: a file that one process uses."""
    return url.get_backend_name() == "sqlite"


def in_schema(database_url: str, schema: str | None) -> str:
    """The address of a database with the schema of our tables in it. Raises UnusableDatabase."""
    url = sync_url(database_url)
    if schema is None:
        return database_url
    if is_sqlite(url):
        raise UnusableDatabase(NO_SCHEMAS)
    return url.update_query_dict({SCHEMA: schema}).render_as_string(hide_password=False)


def named(url: URL) -> str:
    """How people tell one database from another: its kind, its server or file, and its name. Never a password."""
    if is_sqlite(url):
        return f"SQLite, {Path(url.database or '').absolute()}"
    server = url.host or url.query.get("host") or "local"
    return f"PostgreSQL, {server}/{url.database}"


def without_schema(url: URL) -> URL:
    """The address as the driver gets it."""
    return url.difference_update_query([SCHEMA])


def schema_of(url: URL) -> str | None:
    """The schema of our tables; None for PostgreSQL's own choice, usually `public`."""
    named = url.query.get(SCHEMA)
    return named if isinstance(named, str) else None


def _postgres_url(database_url: str) -> URL:
    text = database_url.strip()
    parts = next(filter(None, (form.fullmatch(text) for form in _FORMS)), None)
    if parts is None:
        raise UnusableDatabase(UNREADABLE)
    try:
        options = make_url(f"postgresql://?{parts['options'] or ''}").query
        url = URL.create(
            "postgresql+psycopg",
            username=_decoded(parts["user"]),
            password=_decoded(parts["password"]),
            database=_decoded(parts["name"]),
        ).set(query={**options, **_servers(parts["hosts"])})
        _check_options(url)
    except (ValueError, sa.exc.ArgumentError) as unreadable:
        raise unreadable if isinstance(unreadable, UnusableDatabase) else UnusableDatabase(UNREADABLE) from unreadable
    return _plain(url)


def _decoded(text: str | None) -> str | None:
    return unquote(text) if text else None


def _servers(hosts: str) -> dict[str, str]:
    """Hosts and ports in libpq's form, each a list separated by commas. Raises UnusableDatabase."""
    if not hosts:
        return {}
    servers = [_HOST.fullmatch(each) for each in hosts.split(",")]
    known = [server for server in servers if server and int(server["port"] or 0) <= LAST_PORT]
    if len(known) < len(servers):
        raise UnusableDatabase(UNREADABLE)
    ports = [server["port"] or "" for server in known]
    listed = {"host": ",".join(unquote(server["host"].strip("[]")) for server in known)}
    return listed | ({"port": ",".join(ports)} if any(ports) else {})


def _check_options(url: URL) -> None:
    """Raises UnusableDatabase for an option that libpq would refuse at each connection."""
    import psycopg  # noqa: PLC0415 - with SQLite libpq is not needed, and takes 10 MB
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415 - as above

    _, options = url.get_dialect()().create_connect_args(without_schema(url))
    try:
        make_conninfo(**{name: value for name, value in options.items() if name != "context"})
    except psycopg.ProgrammingError as unknown:
        raise UnusableDatabase(UNKNOWN_OPTION) from unknown


def _plain(url: URL) -> URL:
    """A single server at the usual place of a URL, where others look for it."""
    host, port = url.query.get("host"), url.query.get("port")
    if not isinstance(host, str) or "," in host or host.startswith("/") or not isinstance(port, str | None):
        return url
    return url.difference_update_query(["host", "port"]).set(host=host, port=int(port) if port else None)
