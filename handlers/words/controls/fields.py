"""The sentence under a field of a form that cannot be accepted. Plain text: Slack shows no markup there."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from approvals.model.document import WORDS_LIMIT
from approvals.model.group import AT_MOST
from approvals.model.request import REASON_LIMIT, ReissueRequest
from approvals.rules.documents import DATE, KIND, SEEN, WORDS
from handlers.words.benefits import plan_and_tier
from handlers.words.mrkdwn import Mrkdwn, escape, link
from handlers.words.vitable import VITABLE_OBSTACLES, vitable_words

NO_ROUTE = "No approvers are set up here for the employee's employer. Ask your administrator to set them up."

_REQUIRED: Mapping[str, str] = MappingProxyType(
    {
        "employee": "Choose an employee.",
        "enrollment": "Choose at least one enrollment.",
        "qle": "Choose a qualifying life event.",
        "reason": "Give a reason.",
        "question": "Write your question.",
        "answer": "Write your answer.",
        "several": "Choose at least one request.",
        "event_type": "Choose what happened.",
        "event_date": "Choose the day on which it happened.",
        "similar": "Tick this if it is another event. Otherwise cancel, and choose the one that is there.",
        "until": "Choose the last day on which you are away.",
        SEEN: "Tick this once you have seen the document.",
        KIND: "Choose which document it is.",
        DATE: "Choose the date on the document.",
        WORDS: "Say which document it is.",
    }
)
_NOT_THEIRS: Mapping[str, str] = MappingProxyType(
    {
        "qle": "This life event belongs to someone else. Choose one of this employee's.",
        "enrollment_id": "This enrollment belongs to someone else. Check the id.",
    }
)
_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "too_long": f"The reason is too long: Vitable accepts {REASON_LIMIT} characters.",
        "day_is_over": "This day is over. Choose today or a later day.",
        "too_far_ahead": "This is more than a year ahead. Choose an earlier day; you can set it again then.",
        "unchanged": "Nothing is different from before. Change something, or cancel.",
        "not_this_employees": "This enrollment belongs to someone else. Choose one of this employee's.",
        "own_enrollment": "This is you. You cannot request for yourself: ask a colleague who may request.",
        "own_event": "This is you. You cannot record your own life event: ask a colleague who may request.",
        "day_ahead": "This day is still to come. Choose today or an earlier day.",
        "long_ago": "This day is more than ten years ago. Check the year.",
        "nothing_to_choose": "Nothing can be requested for this employee (see why below). Choose another one.",
        "not_read_yet": "The enrollments are not shown yet. Wait a moment, choose one, then send it.",
        "unknown_id": "Vitable has nothing with this id. Check the id, or choose again.",
        "invalid_id": "This is not an enrollment's id: such an id begins with enrl_ and has no spaces.",
        "no_route": NO_ROUTE,
        "not_asked": "The form does not ask for the document yet. Choose the life event again, or open the form again.",
        "in_future": "This day is in the future. Choose the date on the document.",
        "words_too_long": f"This is too long: at most {WORDS_LIMIT} characters.",
        "qle_denied": "This life event was denied in the meantime. Choose another one.",
        "qle_in_review": "Vitable has not approved this life event yet. Choose another one, or wait for its review.",
        "too_many": f"These are too many at once: choose at most {AT_MOST}.",
        "last_month": "The plan year ends this month, so nothing can be reissued. Choose another enrollment.",
        "enrollment_inactive": "This enrollment was closed in the meantime. Choose another one.",
        **{obstacle.value: vitable_words(obstacle) for obstacle in VITABLE_OBSTACLES},
    }
)
_OTHERWISE = "This cannot be accepted. Check it and try again."


def field_sentence(code: str, field: str = "", *, other: ReissueRequest | None = None, link: str | None = None) -> str:
    """The sentence under a field.

    `code` and `field` are an InvalidSubmission's; `other` is the open request for the same enrollment, `link` leads to
    its card.
    """
    if code == "open_request_exists":
        return _open_request(other, link)
    if code == "required":
        return _REQUIRED.get(field, "Please fill this in.")
    if code == "too_long" and field != "reason":
        return f"This is too long: at most {REASON_LIMIT} characters."
    if code == "not_this_employees" and field in _NOT_THEIRS:
        return _NOT_THEIRS[field]
    return _SENTENCES.get(code, _OTHERWISE)


def about_one(chosen: str, sentence: str) -> str:
    """A sentence about one of several things that were chosen in a field."""
    return f"{chosen}: {sentence}"


def in_the_way_words(others: Sequence[tuple[ReissueRequest, str | None]]) -> Mrkdwn:
    """Which of several chosen enrollments have an open request already: pairs of that request and the address of its
    card, where there is one."""
    named = " ".join(f"{_number(each, to)} is already open for {_covers(each)}." for each, to in others)
    it = "that one" if len(others) == 1 else "those"
    return Mrkdwn(f"{named} Nothing was sent. Remove {it} from your choice, then send the others.")


def _number(reissue_request: ReissueRequest, permalink: str | None) -> str:
    return link(permalink, reissue_request.label) if permalink else reissue_request.label


def _covers(reissue_request: ReissueRequest) -> str:
    return escape(plan_and_tier(reissue_request.enrollment, reissue_request.product))


def _open_request(other: ReissueRequest | None, link: str | None) -> str:
    number = other.label if other else "A request"
    return f"{number} is already open for this enrollment{f': {link}' if link else '.'}"
