"""The error of a command that cannot run."""


class Unusable(Exception):
    """The command cannot run; the message says why and what to do."""
