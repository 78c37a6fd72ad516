"""Where every command begins, and where its errors are told."""

import os
import sys
from typing import NoReturn

from approvals.errors import StoreError, StoreUnavailable
from approvals.rules.budgets import TimeBudgets
from benefits.errors import UnusableAddress
from bot.commands.noted_head import UnusableHead
from bot.processes import PROCESSES
from bot.proxies import Proxies, UnusableProxy
from bot.serving.ports import UnusablePort
from bot.settings import SettingsError
from bot.unusable import Unusable
from store.address import UnusableDatabase
from store.audit.chain import UnknownAuditKey
from store.single_process import DatabaseInUse

ONLY_OURS = 0o077
"""The umask of every command: the files it makes can be read and written by its own user alone."""

REACH = "Check DATABASE_URL, and that the server runs and lets this machine in; `python -m bot doctor` says more."

INTERRUPTED = 130
"""The exit code after Ctrl+C."""


def main(budgets: TimeBudgets | None = None) -> None:
    """Run a command. An error that an operator can fix is told in a sentence, without a traceback.

    `budgets` are other than at work in tests alone.
    """
    os.umask(ONLY_OURS)
    try:
        _run(budgets or TimeBudgets(), Proxies.taken_from(os.environ))
    except SettingsError as error:
        _stop(f"The bot cannot start with these settings:\n{error}")
    except (Unusable, UnusablePort, DatabaseInUse, UnusableDatabase, UnusableAddress, UnusableProxy) as error:
        _stop(str(error))
    except (UnknownAuditKey, UnusableHead, StoreError) as error:
        _stop(str(error) if str(error) != StoreUnavailable.__doc__ else f"{error} {REACH}")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _run(budgets: TimeBudgets, proxies: Proxies) -> None:
    process = PROCESSES.get(sys.argv[1]) if len(sys.argv) == 2 else None
    if process is not None:
        process(budgets, proxies)
        return
    from bot.cli import app  # noqa: PLC0415 - typer takes 2 MB, which a process would keep to its end

    app(obj=(budgets, proxies))


def _stop(sentence: str) -> NoReturn:
    sys.stderr.write(f"{sentence}\n")
    sys.exit(2)
