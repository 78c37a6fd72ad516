"""`python -m bot …`. Imports leave no garbage, so the collector is off until they are done: it would add 0.4 s."""

import gc

gc.disable()

from bot.cli import main  # noqa: E402 - after the line above, for the imports in there

if __name__ == "__main__":
    main()
