"""The two ways in which the sandbox says no: to the app, in Slack's words; to a person, in a plain sentence."""

from collections.abc import Sequence


class SlackError(Exception):
    """The app's call is refused with a Slack error code, and perhaps with messages that point into its payload."""

    def __init__(self, code: str, messages: Sequence[str] = (), needed: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.messages = list(messages)
        self.needed = needed


class ActRefused(Exception):
    """What a person wanted to do cannot be done here."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
