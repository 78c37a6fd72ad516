"""The sandbox's two kinds of refusal: to the app with a Slack error code, to a person with a plain sentence."""

from collections.abc import Sequence


class SlackError(Exception):
    """The app's call is refused with a Slack error code, and possibly with messages that point into its payload."""

    def __init__(self, code: str, messages: Sequence[str] = (), needed: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.messages = list(messages)
        self.needed = needed


class ActRefused(Exception):
    """A person's act is refused, because it is not possible."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
