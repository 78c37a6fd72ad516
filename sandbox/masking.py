"""Takes secrets out of what is shown: each is replaced by the name of the setting that holds it."""

import re

from sandbox.cast import API_KEY, APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, VERIFICATION_TOKEN

_KNOWN = {
    BOT_TOKEN: "$SLACK_BOT_TOKEN",
    APP_TOKEN: "$SLACK_APP_TOKEN",
    SIGNING_SECRET: "$SLACK_SIGNING_SECRET",
    API_KEY: "$VITABLE_CONNECT_API_KEY",
    VERIFICATION_TOKEN: "$VERIFICATION_TOKEN",
}
_SHAPES = (
    (re.compile(r"xapp-[\w-]+"), "$SLACK_APP_TOKEN"),
    (re.compile(r"xox[a-z]-[\w-]+"), "$SLACK_BOT_TOKEN"),
    (re.compile(r"(/response/|%2Fresponse%2F)[\w-]+"), r"\1$KEY"),
    (re.compile(r"((?:\?|&|%3F|%26)ticket(?:=|%3D))[\w-]+"), r"\1$TICKET"),
)


def masked(text: str) -> str:
    """A text without tokens, signing secret, API key, and keys of response URLs and of sockets."""
    for secret, name in _KNOWN.items():
        text = text.replace(secret, name)
    for shape, name in _SHAPES:
        text = shape.sub(name, text)
    return text


def masked_header(name: str, value: str) -> str:
    """A header without secrets; what stands in an authorization header is one, whatever it looks like."""
    shown = masked(value)
    if name.lower() != "authorization" or "$" in shown:
        return shown
    return f"{value.split(' ', maxsplit=1)[0]} $TOKEN" if " " in value else "$TOKEN"
