"""Modals about one request: the title, the button and the sentence at the top of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.words.controls.copies import open_card
from handlers.words.mrkdwn import Mrkdwn, channel, mention

CANCEL, CLOSE = "Cancel", "Close"
NOT_POSSIBLE, WENT_WRONG = "Not possible", "Something went wrong"
OUTCOMES_ARE_TOLD = Mrkdwn("You get a direct message at each outcome. Change or withdraw it there until it is decided.")


@dataclass(frozen=True, slots=True)
class FormWords:
    """A form's title and the button that submits it: at most 24 characters each (Slack's limit)."""

    title: str
    submit: str


def ask_form_words(number: str) -> FormWords:
    """The form behind *Ask…*."""
    return FormWords(f"Ask about {number}", "Ask")


def approve_form_words(number: str) -> FormWords:
    """The form behind *Approve…*."""
    return FormWords(f"Approve {number}", "Approve")


def deny_form_words(number: str) -> FormWords:
    """The form behind *Deny…*."""
    return FormWords(f"Deny {number}", "Deny")


def answer_form_words(number: str) -> FormWords:
    """The form behind *Answer…*."""
    return FormWords(f"Answer about {number}", "Send answer")


def change_form_words(number: str) -> FormWords:
    """The form behind *Change…*."""
    return FormWords(f"Change {number}", "Send change")


def withdraw_form_words(number: str) -> FormWords:
    """The form behind *Withdraw…*."""
    return FormWords(f"Withdraw {number}", "Withdraw")


def mark_done_form_words(number: str) -> FormWords:
    """The form behind *Mark as done…*."""
    return FormWords(f"Mark {number} as done", "Mark as done")


def all_form_words(verb: str, count: int) -> FormWords:
    """The form behind *Approve all…*, *Deny all…* and *Withdraw all…*; `verb` is one of these, `count` how many are
    possible."""
    requests = "1 request" if count == 1 else f"{count} requests"
    return FormWords(f"{verb} {requests}", f"{verb} {count}")


def all_done_title(verb: str) -> str:
    """The title of the same form once it is submitted."""
    return f"{verb}: the result"


def away_form_words() -> FormWords:
    """The form behind *Away…* in Home."""
    return FormWords("Away", "Set away")


def record_form_words() -> FormWords:
    """The form behind *Record an event…*."""
    return FormWords("Record a life event", "Record in Vitable")


def details_title(number: str) -> str:
    """The title of *Details*."""
    return f"Details of {number}"


def sent_title(numbers: Sequence[str]) -> str:
    """The title of the request form once it is submitted."""
    return f"Request {numbers[0]} sent" if len(numbers) == 1 else f"{len(numbers)} requests sent"


def sent_words(numbers: Sequence[str], employee: Mrkdwn, channels: Sequence[str], permalink: str | None) -> Mrkdwn:
    """Where the submitted requests went; `employee` is escaped."""
    card = f" {open_card(permalink)}" if permalink else ""
    *first, last = numbers
    named = f"{', '.join(first)} and {last}" if first else last
    return Mrkdwn(f"✅ *{named}* for {employee}\nSent to {' and '.join(map(channel, channels))} for approval.{card}")


def about_words(employee: Mrkdwn, enrollment: Mrkdwn) -> Mrkdwn:
    """What a form is about; both are escaped."""
    return Mrkdwn(f"*{employee}*: {enrollment}")


def ask_words(employee: Mrkdwn, enrollment: Mrkdwn, requester: str) -> Mrkdwn:
    """Above the field for a question; the first two are escaped."""
    return Mrkdwn(
        f"{about_words(employee, enrollment)}\n"
        f"Goes to {mention(requester)}. Until they answer, it cannot be approved; once they have, earlier approvals no "
        "longer count."
    )


def deny_words(employee: Mrkdwn, enrollment: Mrkdwn, requester: str) -> Mrkdwn:
    """Above the field for the reason; the first two are escaped."""
    return Mrkdwn(
        f"{about_words(employee, enrollment)}\nRequested by {mention(requester)}. Nothing changes until you submit."
    )


def withdraw_words(number: str, employee: Mrkdwn) -> Mrkdwn:
    """What withdrawing does; `employee` is escaped."""
    return Mrkdwn(
        f"*{number}* for *{employee}* ends, and nothing is sent to Vitable. Nothing changes until you submit."
    )


def mark_done_words(number: str, employee: Mrkdwn) -> Mrkdwn:
    """What marking as done does; `employee` is escaped."""
    return Mrkdwn(
        f"Submit this if you saw in Vitable that the enrollment of *{employee}* was reissued. "
        f"{number} then counts as reissued, confirmed by you. Nothing is sent to Vitable."
    )
