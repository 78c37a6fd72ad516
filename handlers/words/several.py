"""*Approve several…*: the requests to choose from, what will happen to each, and what became of each."""

from approvals.model.overview import Entry
from approvals.model.request import ReissueRequest
from handlers.words.benefits import event_name, plan_words
from handlers.words.controls.dialogs import FormWords
from handlers.words.dates import counted
from handlers.words.employees import employee_words
from handlers.words.mrkdwn import Mrkdwn, escape, mention, one_line
from handlers.words.overview import due_words
from handlers.words.removed import employee_name

CHOOSE = FormWords("Approve several", "Continue")
REASON = Mrkdwn("Reason:")
LABEL = "Requests that wait for your decision"
NOTHING_WAITS = Mrkdwn("Nothing waits for your decision now.")
NONE_POSSIBLE = Mrkdwn("None of them can be approved.")
WORKING = Mrkdwn(
    "⏳ They are being approved one after the other. If this stays here, close it: those not approved yet still wait "
    "in Home."
)
LOOKING = Mrkdwn("⏳ Looking at each…")
EVENT_ROOM = 24


def label_words(first: int, last: int, total: int) -> str:
    """Above a group of boxes; Slack takes ten in each."""
    return LABEL if last - first + 1 == total else f"{LABEL}, {first} to {last}"


def box_words(entry: Entry, limit: int) -> tuple[str, str]:
    """The text and the small text of a box, in plain text: who and what; the plan, and until when."""
    reissue_request = entry.reissue_request
    number, event = reissue_request.label, one_line(event_name(reissue_request.qle), EVENT_ROOM)
    after = f" · {event}" if event else ""
    name = employee_words(reissue_request.employee, limit - len(f"{number} · {after}"))
    due = due_words(entry)
    plan = plan_words(reissue_request.enrollment, reissue_request.product, max(EVENT_ROOM, limit - len(f" · {due}")))
    return f"{number} · {name}{after}", f"{plan} · {due}" if due else plan


def more_wait_words(more: int) -> Mrkdwn:
    """How many are left out."""
    return Mrkdwn(f"And {counted(more, 'more request')}: you can choose them once these are decided.")


def alone_words(count: int) -> Mrkdwn:
    """How many are left out because each has a form of its own."""
    has = "has" if count == 1 else "have"
    why = "the form there asks which document of the life event you saw"
    return Mrkdwn(f"{counted(count, 'request')} {has} to be approved alone, with *Approve…*: {why}.")


def confirm_title(count: int) -> FormWords:
    """The form that says what will happen."""
    return FormWords(f"Approve {counted(count, 'request')}?", "Approve these")


def line_words(reissue_request: ReissueRequest) -> Mrkdwn:
    """A request in a line: number, employee, plan, event, requester."""
    parts = [
        f"*{reissue_request.label}*",
        employee_name(reissue_request),
        escape(plan_words(reissue_request.enrollment, reissue_request.product, 40)),
        escape(event_name(reissue_request.qle)),
        f"from {mention(reissue_request.requester)}",
    ]
    return Mrkdwn(" · ".join(part for part in parts if part))


def not_approved_words(why: Mrkdwn) -> Mrkdwn:
    """Why one of them was not approved."""
    return Mrkdwn(f"⛔ {why}")


def results_title(done: int, total: int) -> str:
    """How many were approved."""
    return f"{done} of {total} approved"
