"""The connection to Vitable from the settings: the server, the key, and the name of the bot."""

from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benefits.api_key import ApiKey
from benefits.client import VitableConnect
from bot.keys import key_in
from bot.logs import hide_in_logs
from bot.settings import Settings

DISTRIBUTION = "reissue-bot"


def vitable_connect(settings: Settings, timeout: float) -> VitableConnect:
    """The benefits API, with `timeout` seconds for one call.

    A key in a file is read again if the API does not accept it. Raises UnusableConnection.
    """
    file = settings.vitable_connect_api_key_file
    reread = None if file is None else partial(_key_now_in, file)
    key = ApiKey(settings.vitable_connect_api_key.get_secret_value(), reread)
    return VitableConnect(settings.benefits_url, key, timeout, user_agent=user_agent())


def _key_now_in(file: Path) -> str:
    key = key_in(file)
    hide_in_logs(key)
    return key


def user_agent(distribution: str = DISTRIBUTION) -> str:
    """Name and version, to tell Vitable's operators who calls; only the name if no package is installed."""
    try:
        return f"{DISTRIBUTION}/{version(distribution)}"
    except PackageNotFoundError:
        return DISTRIBUTION
