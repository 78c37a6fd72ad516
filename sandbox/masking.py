"""Removes secrets from text before it is shown: the name of the setting replaces its value."""

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
    """The text without tokens, signing secret, API key, and the keys of response URLs and sockets."""
    for secret, name in _KNOWN.items():
        text = text.replace(secret, name)
    for shape, name in _SHAPES:
        text = shape.sub(name, text)
    return text


def masked_header(name: str, value: str) -> str:
    """The value of a header without secrets. An authorization header is always a secret, in any format."""
    shown = masked(value)
    if name.lower() != "authorization" or "$" in shown:
        return shown
    return f"{value.split(' ', maxsplit=1)[0]} $TOKEN" if " " in value else "$TOKEN"
