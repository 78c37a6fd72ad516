"""Which addresses never leave this machine."""

import ipaddress

import httpx


def is_loopback(name: str) -> bool:
    """Whether a host name means this machine: `localhost`, or an address such as 127.0.0.1."""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def on_this_machine(url: str) -> str:
    """The same URL, if it is on this machine, or empty. Raises `ValueError` otherwise.

    The URL is read by the library that will call it, so that the two cannot disagree about its host.
    """
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise ValueError("this is not a URL") from error
    if url and not (parsed.scheme in ("http", "https") and is_loopback(parsed.host)):
        raise ValueError("the sandbox delivers only to this machine, such as http://127.0.0.1:3000/slack/events")
    return url
