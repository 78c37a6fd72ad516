"""The answers of the slash command."""

from handlers.words.mrkdwn import Mrkdwn, code

HELP = Mrkdwn(
    "*Reissue an enrollment after a qualifying life event*\n"
    "• `/reissue` opens the form: choose an employee, an enrollment and a life event, and give a reason.\n"
    "• `/reissue grace mwangi` opens it for the employee of that name; `/reissue enrl_…` with that enrollment chosen.\n"
    "• `/reissue list` lists what waits for you, what needs attention, and your requests, as the *Home* tab does.\n"
    "• `/reissue status R-12` says how a request stands; `12` works too.\n"
    "• `/reissue find mwangi` finds people and requests by name.\n"
    "• `/reissue history denied nov 2026 mwangi` lists requests of any age. Each word is optional: a status, a month "
    "(also `2026-11`), a name.\n"
    "• `/reissue help` shows this.\n"
    "In a thread, use the shortcut *Reissue an enrollment*: Slack has no commands there. "
    "An approver decides; you get a direct message at each outcome."
)
NOTHING_NEW = Mrkdwn("The bot looked in Vitable just now: nothing has changed yet.")


def which_request(typed: str) -> Mrkdwn:
    """The answer to `status` without a number; `typed` are the words given instead."""
    instead = f"; {code(typed)} is not one" if typed else ""
    return Mrkdwn(f"`/reissue status` needs the number of a request, such as `R-12`{instead}.")


def unknown_subcommand(typed: str) -> Mrkdwn:
    """The answer to an unknown word."""
    return Mrkdwn(f"`/reissue` does not know {code(typed)}.\n{HELP}")
