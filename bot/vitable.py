"""The connection to Vitable as the settings describe it: which server, which key, under which name."""

from functools import partial
from importlib.metadata import PackageNotFoundError, version

from benefits.api_key import ApiKey
from benefits.client import VitableConnect
from bot.keys import key_in
from bot.settings import Settings

DISTRIBUTION = "reissue-bot"


def vitable_connect(settings: Settings, timeout: float) -> VitableConnect:
    """The benefits API, with `timeout` seconds for one call.

    A key that stands in a file is read again when the API does not accept it. Raises UnusableConnection.
    """
    file = settings.vitable_connect_api_key_file
    reread = None if file is None else partial(key_in, file)
    key = ApiKey(settings.vitable_connect_api_key.get_secret_value(), reread)
    return VitableConnect(settings.benefits_url, key, timeout, user_agent=user_agent())


def user_agent(distribution: str = DISTRIBUTION) -> str:
    """Name and version, so that Vitable's operators know who calls; the name alone where the bot is not installed."""
    try:
        return f"{DISTRIBUTION}/{version(distribution)}"
    except PackageNotFoundError:
        return DISTRIBUTION
