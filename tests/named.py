"""`python -m tests.named web` is `python -m tests.patient web` where names under `company.test` are this machine's."""

import socket
from typing import Any

from bot.entry import main
from tests.patient import PATIENT, let_bolt_wait

DOMAIN = "company.test"

known_to_the_system = socket.getaddrinfo


def getaddrinfo(host: Any, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - as the standard library has it
    """Look a name up."""
    name = host.decode() if isinstance(host, bytes) else host
    is_ours = name is not None and name.endswith(f".{DOMAIN}")
    return known_to_the_system("127.0.0.1" if is_ours else host, *arguments, **named)


if __name__ == "__main__":
    socket.getaddrinfo = getaddrinfo
    let_bolt_wait()
    main(PATIENT)
