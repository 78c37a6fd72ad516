"""The contracts of Vitable Connect: two forms of the same API, of which a server speaks one."""

from enum import StrEnum


class Contract(StrEnum):
    """Which form of the API a server speaks; a setting says which one the bot speaks."""

    DOCUMENTED = "documented"  #: the public documentation page, and the official client 0.1.2
    CONNECT_6 = "connect-6"  #: servers that keys issued since 2026 reach, and the official client since 1.0.0
