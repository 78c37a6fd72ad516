"""Which proxy leads to which address, decided here for every library: each would read the variables in its own way.

slack_sdk ignores NO_PROXY and ALL_PROXY and takes HTTPS_PROXY for every address; httpx reads more of them than aiohttp;
neither takes a SOCKS proxy without packages that the bot does not have.
"""

import ipaddress
import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import SplitResult, urlsplit

VARIABLES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")

EXCEPTIONS = "NO_PROXY"

READ_FOR = {"https": "HTTPS_PROXY", "wss": "HTTPS_PROXY", "http": "HTTP_PROXY", "ws": "HTTP_PROXY"}
"""The variable for each kind of address. Without it, ALL_PROXY counts."""

PORTS = {"https": 443, "wss": 443, "http": 80, "ws": 80}

IN_WORDS = {"https": "an https:// proxy", "socks": "a SOCKS proxy"}

NO_ADDRESS = "cannot be read as an address (in user and password write @ as %40, : as %3A, / as %2F, # as %23)"

REMEDY = "to http:// and the host and port of an HTTP proxy, or name {server} in NO_PROXY if it is reached without one"


class UnusableProxy(Exception):
    """No library of the bot can use the proxy in `variable`. Neither `says` nor `remedy` quotes it: it may hold a
    password."""

    def __init__(self, variable: str, why: str, server: str) -> None:
        self.says = f"the proxy in {variable} cannot be used: it {why}"
        self.remedy = f"Set the variable {REMEDY.format(server=server)}."
        super().__init__(f"T{self.says[1:]}. Set {variable} {REMEDY.format(server=server)}.")


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies by variable, and what is reached without them. As made here: none."""

    by_variable: Mapping[str, str] = field(default_factory=dict, repr=False)
    exceptions: tuple[str, ...] = ()

    @classmethod
    def taken_from(cls, environ: MutableMapping[str, str]) -> Self:
        """Read the variables and remove them, so that no library reads them in its own way.

        As everywhere, `https_proxy` goes before `HTTPS_PROXY`, even if it is empty.
        """
        read = {name: _take(environ, name) for name in (*VARIABLES, EXCEPTIONS)}
        exceptions = tuple(entry for entry in re.split(r"[,\s]+", read.pop(EXCEPTIONS)) if entry)
        return cls({name: value for name, value in read.items() if value}, exceptions)

    def leading_to(self, url: str) -> str | None:
        """The address of the proxy for a URL; None if it is reached without one, as this machine always is.

        None too for what is no URL: who asks for it says so. Raises UnusableProxy.
        """
        try:
            target = urlsplit(url)
        except ValueError:
            return None
        host, port = target.hostname or "", _port(target) or PORTS.get(target.scheme)
        own = READ_FOR.get(target.scheme, "ALL_PROXY")
        variable = own if own in self.by_variable else "ALL_PROXY"
        if variable not in self.by_variable or is_this_machine(host):
            return None
        if any(_covers(entry.lower(), host, port) for entry in self.exceptions):
            return None
        return _usable(variable, self.by_variable[variable], host)


DIRECT = Proxies()
"""Every address without a proxy."""


def is_this_machine(host: str) -> bool:
    """Whether a host is this machine, which no proxy can reach."""
    address = _ip(host)
    return host == "localhost" if address is None else address.is_loopback


def _take(environ: MutableMapping[str, str], name: str) -> str:
    upper, lower = environ.pop(name, ""), environ.pop(name.lower(), None)
    return (upper if lower is None else lower).strip()


def _usable(variable: str, value: str, server: str) -> str:
    """The proxy's address in the one form that all libraries read."""
    proxy = _parsed(value)
    if proxy is None:
        raise UnusableProxy(variable, NO_ADDRESS, server)
    if proxy.scheme != "http":
        kind = IN_WORDS.get("socks" if proxy.scheme.startswith("socks") else proxy.scheme, "no HTTP proxy")
        raise UnusableProxy(variable, f"is {kind}", server)
    return f"http://{proxy.netloc}"


def _parsed(value: str) -> SplitResult | None:
    """The parts of a proxy's address, with or without `http://`; None if it is not one."""
    try:
        proxy = urlsplit(value if "://" in value else f"http://{value}")
    except ValueError:
        return None
    is_whole = bool(proxy.hostname) and proxy.path in ("", "/") and not proxy.query and not proxy.fragment
    return proxy if is_whole and value.isprintable() and _has_port(proxy) else None


def _has_port(url: SplitResult) -> bool:
    try:
        return url.port is None or url.port > 0
    except ValueError:
        return False


def _port(url: SplitResult) -> int | None:
    return url.port if _has_port(url) else None


def _covers(entry: str, host: str, port: int | None) -> bool:
    """Whether an entry of NO_PROXY is `*`, or this host, a domain above it, its address, or a network that has it."""
    if entry == "*":
        return True
    network, address = _network(entry), _ip(host)
    if network is not None:
        return address is not None and address in network
    try:
        named = urlsplit(entry if "://" in entry else f"//{entry}")
    except ValueError:
        return False
    name = (named.hostname or "").lstrip("*").strip(".")
    if not name or not _has_port(named) or named.port not in (None, port):
        return False
    return address == _ip(name) if address is not None else host == name or host.endswith(f".{name}")


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _network(entry: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(entry, strict=False)
    except ValueError:
        return None
