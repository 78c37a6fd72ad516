"""Whatever people and other systems write: nothing is injected, nothing is over a limit, nothing is escaped twice."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from approvals.actions.approve_several import Result, Waiting
from approvals.actions.revise import Draft
from approvals.errors import ChangedSinceSeen
from approvals.model.choices import Choices, Matches, Obstacle
from approvals.model.employee_entry import EmployeeEntry
from approvals.model.event import EventKind
from approvals.model.overview import PAGE, Entry, Overview, SectionPage
from approvals.model.request import ReissueRequest
from approvals.model.viewer import Section, Viewer
from benefits.ids import EmployerId
from benefits.models import Enrollment
from bot.doctor.example import ALL
from handlers.blocks.drawn import Drawn
from handlers.blocks.home import home_view
from handlers.blocks.messages.card import approval_card
from handlers.blocks.messages.direct import direct_card, direct_note
from handlers.blocks.messages.listing import listed, request_status
from handlers.blocks.messages.summary import enrollment_summary
from handlers.blocks.messages.thread import thread_post
from handlers.blocks.modals.approve import approve_modal
from handlers.blocks.modals.ask import ask_modal
from handlers.blocks.modals.deny import deny_modal
from handlers.blocks.modals.details import details_modal
from handlers.blocks.modals.employee_options import employee_option, employee_options
from handlers.blocks.modals.notices import refused_modal, submitted_modal
from handlers.blocks.modals.request import ModalState, request_modal
from handlers.blocks.modals.revise import revise_modal
from handlers.blocks.modals.several import choose_modal, confirm_modal, results_modal
from handlers.blocks.modals.withdraw import withdraw_modal
from handlers.carried import SeenRevision
from handlers.words.mrkdwn import escape, one_line
from sandbox.slack.blocks import validate_message, validate_view
from tests.builders import (
    APPROVERS_GROUP,
    NOW,
    REQUEST_ID,
    TODAY,
    a_decision,
    a_dependent,
    a_qle,
    an_attempt,
    an_employee,
)
from tests.handlers.blocks.event_scenes import what_happened
from tests.handlers.blocks.limits import breaches
from tests.handlers.blocks.requests import FULL, MINIMAL, Standing, a_question, standings

AWKWARD = [
    "<!channel>",
    "<@U0EVIL>",
    "<https://evil.example|Approve>",
    "@here www.evil.example #general",
    "&lt;!channel&gt;",
    "x" * 5000,
    "<&>" * 2000,
    "עדה לאבלייס",
    "\u202eevil\u202c",
    "👩‍👩‍👧 `*_~",
    "\x00\x07\r\n\t ",
    "\ud800",
    "\u200b",
    "",
    "{who} {0} %s",
]
a_few_times = settings(max_examples=30, deadline=None)
foreign = st.sampled_from(AWKWARD) | st.text(st.characters(), max_size=600)
OURS = re.compile(
    r"@U0[A-Z]+|!subteam\^S0[A-Z]+|#C0[A-Z]+|!date\^\d+\^[^|]+\|[^|]+UTC|https://brightside\.slack\.com/.*"
)


def disturbed(standing: Standing, text: str) -> Standing:
    """A request in which everything that others write is `text`."""
    before = standing.reissue_request
    problem = before.problem and before.problem.model_copy(update={"message": text, "trace_id": text})
    said = [replace(each, reason=text) for each in before.decisions]
    reissue_request = replace(
        before,
        employee=an_employee(text),
        enrollment=_disturbed(before.enrollment, text),
        summary=before.summary and _disturbed(before.summary, text),
        qle=a_qle(event_type=text),
        reason=text,
        product=text,
        problem=problem,
        decisions=tuple(said),
    )
    attempts = [replace(attempt, message=text, trace_id=text) for attempt in standing.attempts]
    remarks = [replace(remark, text=text) for remark in standing.conversation.remarks]
    return Standing(reissue_request, attempts, replace(standing.conversation, remarks=remarks))


def _disturbed(enrollment: Enrollment, text: str) -> Enrollment:
    dependents = tuple(a_dependent().model_copy(update={"first_name": text, "relationship": text}) for _ in range(12))
    changes = {
        "selected_plan_name": text,
        "selected_plan_id": text,
        "coverage_tier": text,
        "status": text,
        "enrolled_dependents": dependents,
    }
    return enrollment.model_copy(update=changes)


def messages(standing: Standing, server: str) -> Iterator[Drawn]:
    """Everything that is posted about a request."""
    reissue_request, attempts = standing.reissue_request, standing.attempts
    for ctx in (replace(standing.within(each), server=server) for each in (FULL, MINIMAL)):
        yield approval_card(reissue_request, attempts, ctx)
        yield direct_card(reissue_request, attempts, ctx)
        yield enrollment_summary(reissue_request, attempts, ctx)
        for kind in EventKind:
            event = what_happened(kind)
            for drawing in (
                thread_post(event, reissue_request, attempts, ctx),
                direct_note(event, reissue_request, ctx),
            ):
                if drawing is not None:
                    yield drawing
    overview, link = overview_of(reissue_request), "https://brightside.slack.com/archives/C0?a=1&b=2"
    yield request_status(overview.pages[Section.MINE].entries[0], overview.reader.user_id, link)
    yield listed(overview, {reissue_request.id: link})


def views(standing: Standing, text: str) -> Iterator[dict[str, Any]]:
    """Every modal about a request, and the Home tab with as many as it can hold."""
    reissue_request = standing.reissue_request
    employee = reissue_request.employee
    choices = Choices(
        employee=employee,
        enrollments=(reissue_request.enrollment,),
        qles=(a_qle(), a_qle(id="qle_2", event_type=text, status="pending")),
        products={"bprd_medical": text},
        today=TODAY,
        chosen=(reissue_request.enrollment.id,),
    )
    state = ModalState(approvals_channel="C0APPROVALS", approvers=(APPROVERS_GROUP,), server=text)
    yield request_modal(replace(state, choices=choices, employee_option=employee_option(employee)))
    yield request_modal(replace(state, choices=replace(choices, qles=())))
    yield request_modal(replace(state, loading=text or "x", typed_id=text))
    yield deny_modal(reissue_request, SeenRevision(REQUEST_ID, 1))
    everywhere = replace(standing.within(FULL), server=text)
    yield approve_modal(reissue_request, everywhere, SeenRevision(REQUEST_ID, 1))
    question = replace(a_question(5), text=text)
    yield ask_modal(reissue_request, SeenRevision(REQUEST_ID, 1))
    yield withdraw_modal(reissue_request, SeenRevision(REQUEST_ID, 1))
    yield revise_modal(
        Draft(reissue_request=reissue_request, qles=choices.qles, question=question, today=TODAY),
        SeenRevision(REQUEST_ID, 1),
    )
    unread = Draft(reissue_request=reissue_request, qles=Obstacle.API_NO_ANSWER, today=TODAY)
    yield revise_modal(unread, SeenRevision(REQUEST_ID, 1))
    yield refused_modal(escape(one_line(text)), [(text, text)])
    yield submitted_modal([reissue_request], "https://brightside.slack.com/archives/C0?a=1&b=2", ["C0APPROVALS"])
    yield home_view(overview_of(reissue_request), {reissue_request.id: "https://brightside.slack.com/p1"}, text)
    events = [what_happened(kind) for kind in EventKind] * 4
    yield details_modal(reissue_request, standing.attempts, events, standing.within(FULL), NOW)
    entry, foreseen = Entry(reissue_request=reissue_request, today=TODAY), Result(reissue_request=reissue_request)
    yield choose_modal(Waiting([entry] * PAGE, 9, 1))
    yield confirm_modal([foreseen] * PAGE)
    yield confirm_modal([replace(foreseen, refusal=ChangedSinceSeen())] * PAGE)
    yield results_modal([foreseen, replace(foreseen, refusal=ChangedSinceSeen())] * (PAGE // 2))


def overview_of(reissue_request: ReissueRequest) -> Overview:
    """As much as can be shown at a time: every section is on its second page, and full."""
    entry = Entry(reissue_request=reissue_request, today=TODAY, is_undeliverable=True)
    reader = Viewer(user_id="U0ZOE", requests=ALL, reads_own=ALL, decides=ALL)
    return Overview(reader, dict.fromkeys(Section, SectionPage(entries=[entry] * PAGE, total=70, number=1)))


def marked_up(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Every text in which Slack looks for markup."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            assert value["verbatim"] is True
            yield value["text"]
        for inner in value.values():
            yield from marked_up(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from marked_up(inner)


def assert_nothing_injected(text: str) -> None:
    rest = re.sub(r"<([^<>]*)>", lambda token: "" if OURS.fullmatch(token[1]) else token[0], text)
    assert "<" not in rest
    assert ">" not in rest
    assert re.search(r"&(?!amp;|lt;|gt;)", rest) is None


@a_few_times
@given(name=st.sampled_from(sorted(standings())), text=foreign)
def test_any_text_in_a_message_is_shown_and_never_obeyed(name: str, text: str) -> None:
    for drawing in messages(disturbed(standings()[name], text), server=text or "Test server"):
        payload = {"text": drawing.text, "blocks": drawing.blocks}
        assert validate_message(payload, updating=True) == []
        assert breaches(payload) == []
        json.dumps(payload, ensure_ascii=False).encode()
        for shown in (drawing.text, *marked_up(drawing.blocks)):
            assert_nothing_injected(shown)


@a_few_times
@given(name=st.sampled_from(sorted(standings())), text=foreign)
def test_any_text_in_a_modal_is_shown_and_never_obeyed(name: str, text: str) -> None:
    for view in views(disturbed(standings()[name], text), text):
        assert validate_view(view) == []
        assert breaches(view) == []
        json.dumps(view, ensure_ascii=False).encode()
        for shown in marked_up(view):
            assert_nothing_injected(shown)


@a_few_times
@given(text=st.text("&<> ab", min_size=1, max_size=40))
def test_foreign_text_is_escaped_exactly_once(text: str) -> None:
    for name in ("pending", "denied", "failed", "reissued"):
        for drawing in messages(disturbed(standings()[name], text), server="Test server"):
            written = json.dumps([drawing.text, drawing.blocks], ensure_ascii=False)
            assert re.search(r"&amp;(amp|lt|gt);", written) is None


@a_few_times
@given(entries=st.lists(st.tuples(foreign, st.none() | foreign, foreign), min_size=1, max_size=120))
def test_any_employees_make_options_that_slack_takes(entries: list[tuple[str, str | None, str]]) -> None:
    employees = [
        EmployeeEntry(
            id=an_employee().id,
            member_id=an_employee().member_id,
            name=name,
            email=email,
            employer_id=EmployerId("empr_acme"),
            employer_name=employer,
            active=True,
        )
        for name, email, employer in entries
    ]
    options = employee_options(Matches(entries=employees))
    assert len(options) == min(len(entries), 100)
    assert breaches({"text": "", "blocks": [{"type": "static_select", "options": options}]}) == []
    assert all(option["text"]["text"].strip() for option in options)


@pytest.mark.parametrize("name", sorted(standings().keys() - {"blanked"}))
def test_a_dangerous_reason_is_shown_word_for_word(name: str) -> None:
    reason = "<!channel> see <https://evil.example|this> & that"
    standing = standings()[name]
    drawing = approval_card(replace(standing.reissue_request, reason=reason), standing.attempts, FULL)
    assert {"type": "plain_text", "text": reason, "emoji": False} in [block.get("text") for block in drawing.blocks]


def test_a_request_with_many_decisions_and_attempts_fits_into_its_details() -> None:
    standing = standings()["failed"]
    decisions = tuple(a_decision(approver=f"U{number:03}", reason="no") for number in range(60))
    attempts = [an_attempt(n=number) for number in range(1, 60)]
    events = [what_happened(EventKind.RETRIED)] * 500
    view = details_modal(replace(standing.reissue_request, decisions=decisions), attempts, events, FULL, NOW)
    assert validate_view(view) == []
    assert view["blocks"][-1]["type"] == "context"
    assert "460 earlier events not shown" in json.dumps(view)
