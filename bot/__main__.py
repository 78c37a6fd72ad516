"""`python -m bot …`. While modules are imported nothing is garbage: looking for it would take 0.4 s of the start."""

import gc

gc.disable()

from bot.cli import main  # noqa: E402 - after the line above, which is for what this imports

if __name__ == "__main__":
    main()
