"""The sandbox's two kinds of refusal: to the app with a Slack error code, to a person with a plain sentence."""

from collections.abc import Mapping, Sequence


class SlackError(Exception):
    """The app's call is refused with a Slack error code, and possibly with messages that point into its payload.

    `errors` are what the validator found in it. With `retry_after`, the call came too early: that is answered with 429.
    """

    def __init__(
        self,
        code: str,
        messages: Sequence[str] = (),
        needed: str | None = None,
        errors: Sequence[Mapping[str, str]] = (),
        retry_after: int | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.messages = list(messages)
        self.needed = needed
        self.errors = list(errors)
        self.retry_after = retry_after


class ActRefused(Exception):
    """A person's act is refused, because it is not possible."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
