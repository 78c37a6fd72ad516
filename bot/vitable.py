"""The connection to Vitable from the settings: the server, the key, and the name of the bot."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from benefits.api_key import ApiKey
from benefits.client import VitableConnect
from benefits.connection import HeardCall, Server, unheard_call
from benefits.contract import Contract
from benefits.ids import organization_id
from benefits.reading import Heard, unheard
from bot.keys import API_KEY, secret_in
from bot.logs.configure import hide_in_logs
from bot.proxies import DIRECT, Proxies
from bot.release import DISTRIBUTION, installed_version
from bot.settings import Settings

if TYPE_CHECKING:
    from benefits.connect6.client import Connect6

Vitable: TypeAlias = "VitableConnect | Connect6"
"""The benefits API in one of its contracts."""


def vitable_connect(
    settings: Settings,
    timeout: float,
    proxies: Proxies = DIRECT,
    heard: Heard = unheard,
    heard_call: HeardCall = unheard_call,
) -> Vitable:
    """The benefits API in the contract that the settings name, with `timeout` seconds for one call. The other is not
    loaded.

    A key in a file is read again if the API does not accept it. `heard` is told how each read for a person
    ended, `heard_call` how every call ended. Raises UnusableAddress and UnusableProxy.
    """
    file = settings.vitable_connect_api_key_file
    reread = None if file is None else partial(_key_now_in, file)
    key = ApiKey(settings.vitable_connect_api_key.get_secret_value(), reread)
    proxy = proxies.leading_to(settings.benefits_url)
    server = Server(
        base_url=settings.benefits_url,
        api_key=key,
        timeout=timeout,
        user_agent=user_agent(),
        proxy=proxy,
        heard=heard,
        heard_call=heard_call,
    )
    if settings.vitable_connect_contract is Contract.DOCUMENTED:
        return VitableConnect(server)
    from benefits.connect6.client import Connect6  # noqa: PLC0415 - as said

    organization = settings.vitable_connect_organization
    return Connect6(server, organization_id(organization) if organization else None)


def _key_now_in(file: Path) -> str:
    key = secret_in(API_KEY, file)
    hide_in_logs(key)
    return key


def user_agent(distribution: str = DISTRIBUTION) -> str:
    """Name and version, to tell Vitable's operators who calls; only the name if no package is installed."""
    version = installed_version(distribution)
    return DISTRIBUTION if version is None else f"{DISTRIBUTION}/{version}"
