"""Sentences for operators about the troubles of the bot's own reads. They quote nothing from the API."""

from collections.abc import Mapping, Sequence

from approvals.model.card import NamesLeft
from approvals.model.index_report import IndexReport
from approvals.model.request import ProblemCode
from approvals.model.trouble import Trouble
from benefits.contract import Contract
from handlers.board.channels import Readers
from handlers.slack.troubles import TOKEN

SETTINGS: Mapping[str, str] = {
    Trouble.WRONG_ORGANIZATION: "set VITABLE_CONNECT_ORGANIZATION to one of those that `python -m bot doctor` names",
    Trouble.WRONG_CONTRACT: "set VITABLE_CONNECT_CONTRACT as `python -m bot doctor` says",
}
"""What to do about troubles that end with a change of a setting."""

OTHER_CONTRACT = "Vitable's server speaks another contract of its API than the bot"

SENTENCES: Mapping[str, str] = {
    Trouble.WRONG_KEY: "Vitable does not accept the API key (401): check VITABLE_CONNECT_API_KEY, or its file",
    Trouble.WRONG_ORGANIZATION: "the API key reaches several organizations, or another one: "
    f"{SETTINGS[Trouble.WRONG_ORGANIZATION]}",
    Trouble.WRONG_CONTRACT: f"{OTHER_CONTRACT}: {SETTINGS[Trouble.WRONG_CONTRACT]}",
    Trouble.NO_ACCESS: "the API key has no access to this (403)",
    Trouble.NOT_FOUND: "Vitable has nothing here (404)",
    Trouble.RATE_LIMITED: "Vitable asks for fewer calls, again and again (429)",
    Trouble.SERVER_ERROR: "Vitable has a problem of its own (5xx)",
    Trouble.REFUSED: "Vitable refuses the call (4xx)",
    Trouble.UNTRUSTED: "this machine does not trust the certificate of Vitable's server",
    Trouble.NO_ANSWER: "there was no answer",
    Trouble.UNREADABLE: "the answer, or a part of it, cannot be understood",
    Trouble.EMPTY: "the list came back empty; what was read before is kept",
    Trouble.UNFORESEEN: "an error that was not expected; the log says which",
}

READERS: Mapping[str, str] = {
    Readers.PUBLIC: "this channel is public",
    Readers.SHARED: "this channel is shared",
    Readers.LIMITED: "CARD_DETAIL is minimal",
}

NAMED = 20
"""Requests that one sentence names."""


def sentence(trouble: str) -> str:
    """The sentence for a trouble; it may be one that only another version of the bot knows."""
    return SENTENCES.get(trouble, SENTENCES[Trouble.UNFORESEEN])


def setting_to_change(trouble: str, told: Contract | None) -> str | None:
    """What to set, for troubles that end with that; `told` is the contract that the server speaks, if it is known."""
    if trouble == Trouble.WRONG_CONTRACT and told is not None:
        return f"set VITABLE_CONNECT_CONTRACT={told}"
    return SETTINGS.get(trouble)


def told_of_contract(trouble: str, told: Contract | None) -> str:
    """The sentence for a trouble; about another contract it names the right one."""
    if trouble == Trouble.WRONG_CONTRACT:
        return f"{OTHER_CONTRACT}: {setting_to_change(trouble, told)}"
    return sentence(trouble)


def told_of_slack(code: str) -> str:
    """A sentence about the bot's token, with Slack's code."""
    if code in SENTENCES:
        return sentence(code)
    remedy = ": check SLACK_BOT_TOKEN, or install the app again" if code in TOKEN else ""
    return f"Slack refuses the bot ({code}){remedy}"


def label(trouble: str) -> str:
    """The name of a trouble in metrics."""
    return trouble if trouble in SENTENCES else Trouble.UNFORESEEN


def told_of_held_back(held_back: Mapping[ProblemCode, int]) -> dict[str, str]:
    """A sentence about the approved requests that are on hold until Vitable accepts the bot, by reason."""
    return {
        code.value: f"{count} approved request{'' if count == 1 else 's'} on hold: {sentence(code.value)}"
        for code, count in held_back.items()
    }


def told_of_readers(readers: str) -> str:
    """Why names must not stay in a channel."""
    return f"{READERS.get(readers, READERS[Readers.SHARED])}; names are being taken out"


def told_of_names(readers: str, left: Sequence[NamesLeft]) -> str:
    """What is left to do in a channel that names must not stay in, with the numbers of the newest requests."""
    copies = sum(each.copies for each in left)
    numbers = ", ".join(each.label for each in left[:NAMED]) + (" and others" if len(left) > NAMED else "")
    messages = "1 message" if copies == 1 else f"{copies} messages"
    return (
        f"{READERS.get(readers, READERS[Readers.SHARED])}; names are being taken out of {messages} ({numbers}); what "
        "Slack does not let the bot change has to be deleted by a person"
    )


def told(report: IndexReport) -> dict[str, str]:
    """The troubles of the employee index, by employer; `unreadable` is about single records."""
    troubles = {part: sentence(trouble) for part, trouble in report.troubles.items()}
    if report.unreadable == 1:
        troubles["unreadable"] = "1 employee cannot be read and is left out"
    elif report.unreadable:
        troubles["unreadable"] = f"{report.unreadable} employees cannot be read and are left out"
    return troubles
