"""The addresses that the process listens on, taken before anything else is started."""

import errno
import socket
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

NOT_HERE = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})
"""A name such as `localhost` may have addresses that this machine does not use."""

REMEDIES: Mapping[int, str] = {
    errno.EADDRINUSE: "another program listens there. Stop it, or set {name} to another port.",
    errno.EACCES: "this user may not. Set {name} to a port above 1023.",
}

NO_ADDRESS = "this machine has no such address. Set HOST to one that it has, or to 0.0.0.0 for all."


class UnusablePort(Exception):
    """The process cannot listen there; the message names the settings and the remedy."""

    def __init__(self, name: str, host: str, port: int, error: OSError) -> None:
        is_unknown = isinstance(error, socket.gaierror) or error.errno in NOT_HERE
        why = NO_ADDRESS if is_unknown else REMEDIES.get(error.errno or 0, f"{error.strerror}.").format(name=name)
        super().__init__(f"The bot cannot listen on HOST {host}, {name} {port}: {why}")


@contextmanager
def taken(name: str, host: str, port: int) -> Iterator[list[socket.socket]]:
    """Sockets bound to a port, closed at the end. `name` is the port's setting. Raises UnusablePort.

    They do not listen yet, so nothing is accepted before it can be answered.
    """
    with ExitStack() as stack:
        try:
            sockets = [stack.enter_context(one) for one in _bound(host, port)]
        except OSError as error:
            raise UnusablePort(name, host, port, error) from error
        yield sockets


def _bound(host: str, port: int) -> list[socket.socket]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    sockets: list[socket.socket] = []
    try:
        for family, kind, protocol, _, address in dict.fromkeys(found):
            try:
                sockets.append(_socket(family, kind, protocol, address))
            except OSError as error:
                if error.errno not in NOT_HERE or (address == found[-1][4] and not sockets):
                    raise
    except OSError:
        for one in sockets:
            one.close()
        raise
    return sockets


def _socket(family: int, kind: int, protocol: int, address: tuple[object, ...]) -> socket.socket:
    one = socket.socket(family, kind, protocol)
    try:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        one.bind(address)
    except OSError:
        one.close()
        raise
    return one
