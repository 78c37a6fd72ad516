"""Which fault of the week stands for each one of `make chaos`, or why no alert does."""

from collections.abc import Mapping

AT_SERVERS: Mapping[tuple[str, str], str] = {
    ("benefits", "slow"): "Vitable answers slowly",
    ("benefits", "ratelimited"): "Vitable wants every call later",
    ("benefits", "error_before"): "Vitable answers 503",
    ("benefits", "error_after"): "Vitable answers 503",
    ("benefits", "html_error"): "Vitable answers 503",
    ("benefits", "drop_before"): "Vitable breaks connections off",
    ("benefits", "drop_after"): "an answer was lost, and no one settles it",
    ("benefits", "hang"): "an answer was lost, and Vitable cannot be read since",
    ("benefits", "hang_before"): "an answer was lost, and no one settles it",
    ("benefits", "refuse"): "a reissue was refused, and no one retries it",
    ("benefits", "unreadable"): "Vitable's answers cannot be read",
    ("slack", "ratelimited"): "Slack wants every call later",
    ("slack", "server_error"): "Slack is away",
    ("slack", "drop_before"): "Slack is away",
    ("slack", "drop_after"): "Slack is away",
    ("slack", "slow"): "Slack is away",
}
"""By target and kind."""

BLOWS: Mapping[str, str] = {
    "kill": "the process is killed",
    "ambush": "the process is killed",
    "pause": "one of two processes stands still",
    "restart_database": "the database is away",
    "fill_disk": "the disk is full",
}
"""What befalls processes and their database, by its name in `tests/chaos/disruptions.py`."""

WITHOUT: Mapping[tuple[str, str], str] = {
    ("benefits", "bom"): "the answer is read all the same",
    ("benefits", "null_list"): "it shows nothing, and the request becomes unknown: that alert fires",
    ("delivery", "repeat"): "it counts once, and no one notices",
    ("delivery", "drop"): "it never reaches the bot: Slack tells the person, and no one else can know",
    ("delivery", "slow"): "it is late before it reaches the bot, likewise",
}
"""Those for which no alert is meant to fire of its own, with the reason."""
