"""The connection to Vitable from the settings: the server, the key, and the name of the bot."""

from functools import partial
from pathlib import Path

from benefits.api_key import ApiKey
from benefits.client import VitableConnect
from benefits.reading import Heard, unheard
from bot.keys import API_KEY, secret_in
from bot.logs.configure import hide_in_logs
from bot.proxies import DIRECT, Proxies
from bot.release import DISTRIBUTION, installed_version
from bot.settings import Settings


def vitable_connect(
    settings: Settings, timeout: float, proxies: Proxies = DIRECT, heard: Heard = unheard
) -> VitableConnect:
    """The benefits API, with `timeout` seconds for one call.

    A key in a file is read again if the API does not accept it. `heard` is told how each read ended. Raises
    UnusableAddress and UnusableProxy.
    """
    file = settings.vitable_connect_api_key_file
    reread = None if file is None else partial(_key_now_in, file)
    key = ApiKey(settings.vitable_connect_api_key.get_secret_value(), reread)
    proxy = proxies.leading_to(settings.benefits_url)
    return VitableConnect(settings.benefits_url, key, timeout, user_agent=user_agent(), proxy=proxy, heard=heard)


def _key_now_in(file: Path) -> str:
    key = secret_in(API_KEY, file)
    hide_in_logs(key)
    return key


def user_agent(distribution: str = DISTRIBUTION) -> str:
    """Name and version, to tell Vitable's operators who calls; only the name if no package is installed."""
    version = installed_version(distribution)
    return DISTRIBUTION if version is None else f"{DISTRIBUTION}/{version}"
