"""`python -m tests.bot.full_disk migrate` is `python -m bot migrate` on a disk that takes no more than 20 kB of a file.

SQLite cannot tell that from a full one.
"""

import resource

from bot.entry import main

AT_MOST = 20_000

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_FSIZE, (AT_MOST, resource.RLIM_INFINITY))
    main()
