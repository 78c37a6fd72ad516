"""Dates, money, enrollments and events in words; the one escape; one sentence for each refusal."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals import errors
from approvals.actions.record_event import NearDuplicates, Recordable
from approvals.model.card import ReplacedCard
from approvals.model.choices import Obstacle
from approvals.model.event import EventKind
from approvals.model.request import OpenRequestExists, Verdict
from approvals.model.status import RequestStatus, Verb
from approvals.model.transitions import NoLongerPossible
from handlers.blocks.modals.details import details_modal
from handlers.words.benefits import enrollment_words, event_type_words, money, qle_words, tier_words
from handlers.words.controls.fields import field_sentence
from handlers.words.controls.forms import IN_TYPEAHEAD, obstacle_words
from handlers.words.dates import day, days, instant
from handlers.words.events import thread_words, timeline_words
from handlers.words.mrkdwn import Mrkdwn, clip, clip_mrkdwn, escape, mention, one_line
from handlers.words.quorum import second_approval_words
from handlers.words.refusals import sentence_for
from handlers.words.vitable import VITABLE_OBSTACLES, vitable_words
from tests.builders import APPROVER, NOW, TODAY, a_decision, a_qle, a_request, an_employee, an_enrollment, an_event
from tests.handlers.blocks.requests import EVERY_CONDITION, FULL, standings


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (123_450, "$1,234.50 a month"),
        (0, "$0.00 a month"),
        (5, "$0.05 a month"),
        (-250, "-$2.50 a month"),
        (None, "not given"),
    ],
)
def test_cents_a_month_are_shown_as_money(cents: int | None, words: str) -> None:
    assert money(cents) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, ""),
        (1, "A second approval is needed because the enrollment window has closed."),
        (
            4,
            "A second approval is needed because the enrollment window has closed, the life event is not approved yet, "
            "the coverage began more than 90 days ago and the employer pays more than $600.00 a month.",
        ),
    ],
)
def test_a_card_says_in_words_why_one_approval_is_not_enough(count: int, words: str) -> None:
    assert second_approval_words(EVERY_CONDITION[:count]) == words


def test_the_timeline_keeps_why_two_approvals_were_needed() -> None:
    submitted = an_event(codes={"second_approval": "window_closed,coverage_older_than=1"})
    assert timeline_words(submitted) == (
        "Submitted by <@U0NINA>; 2 approvals needed because the enrollment window has closed and the coverage began "
        "more than 1 day ago"
    )


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), "1 Jan \N{EN DASH} 31 Dec 2026"),
        (date(2026, 7, 1), date(2027, 6, 30), "1 Jul 2026 \N{EN DASH} 30 Jun 2027"),
        (date(2026, 7, 1), None, "from 1 Jul 2026"),
        (None, date(2026, 7, 1), "until 1 Jul 2026"),
        (None, None, None),
    ],
)
def test_a_span_names_its_year_once_where_that_is_enough(
    start: date | None, end: date | None, words: str | None
) -> None:
    assert days(start, end) == words


def test_an_instant_is_shown_in_the_readers_zone_and_falls_back_to_utc() -> None:
    at = datetime(2026, 11, 3, 14, 5, tzinfo=UTC)
    assert instant(at) == "<!date^1793714700^{date_num} {time}|3 Nov 2026 14:05 UTC>"


def test_a_day_is_the_same_day_for_everybody() -> None:
    assert day(date(2026, 11, 3)) == "3 Nov 2026"


@pytest.mark.parametrize(
    ("event_type", "words"),
    [
        ("loss_of_coverage", "Loss of coverage"),
        ("Reduction In Hours", "Reduction in hours"),
        ("BIRTH", "Birth"),
        ("loss of COBRA coverage", "Loss of COBRA coverage"),
        ("", "Life event"),
    ],
)
def test_an_event_type_is_words_however_it_is_spelled(event_type: str, words: str) -> None:
    assert event_type_words(event_type) == words


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (12, "Birth · 3 Nov 2026 · window closes in 12 days"),
        (1, "Birth · 3 Nov 2026 · window closes in 1 day"),
        (0, "Birth · 3 Nov 2026 · window closes today"),
        (-4, "Birth · 3 Nov 2026 · window closed 4 days ago"),
        (None, "Birth · 3 Nov 2026 · no window"),
    ],
)
def test_a_life_event_says_how_its_window_stands(end: int | None, words: str) -> None:
    until = None if end is None else TODAY + timedelta(days=end)
    assert qle_words(a_qle(enrollment_window_start=None, enrollment_window_end=until), TODAY) == words


def test_a_window_that_has_not_begun_says_when_it_opens() -> None:
    assert qle_words(a_qle(enrollment_window_start=TODAY + timedelta(days=3)), TODAY).endswith("window opens in 3 days")


def test_an_enrollment_is_one_line_in_words() -> None:
    assert enrollment_words(an_enrollment()) == "Gold PPO · Employee only · enrolled · 1 Jan \N{EN DASH} 31 Dec 2026"


def test_an_enrollment_without_a_plan_goes_by_its_product() -> None:
    unchosen = an_enrollment(selected_plan_name=None, coverage_tier="Unspecified", status="pending")
    assert enrollment_words(unchosen, "Medical").startswith("Medical (no plan chosen) · election pending · ")


def test_a_long_plan_name_gives_way_to_tier_status_and_dates() -> None:
    words = enrollment_words(an_enrollment(selected_plan_name="Very " * 40), limit=75)
    assert len(words) <= 75
    assert words.endswith("· Employee only · enrolled · 1 Jan \N{EN DASH} 31 Dec 2026")


def test_a_tier_nobody_knows_yet_is_shown_as_the_api_says_it() -> None:
    assert tier_words("EE+1") == "EE+1"


@given(text=st.text(st.characters(), max_size=300), limit=st.integers(min_value=3, max_value=120))
def test_a_name_is_one_line_within_its_limit_and_never_empty(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert 0 < len(line) <= limit
    assert len(line.splitlines()) == 1


@given(text=st.text("<>&ab", max_size=80), limit=st.integers(min_value=10, max_value=200))
def test_clipping_never_cuts_an_entity_or_a_mention_in_two(text: str, limit: int) -> None:
    whole = Mrkdwn(f"{escape(text)} {mention('U0NINA')} {escape(text)}")
    clipped = clip_mrkdwn(whole, limit)
    assert len(clipped) <= limit
    kept = clipped if clipped == whole else clipped.removesuffix("…")
    assert whole.startswith(kept)
    rest = whole[len(kept) :].lstrip()
    assert not rest.startswith(("amp;", "lt;", "gt;", "@U0NINA", "0NINA", "NINA"))


def test_an_empty_text_is_a_dash() -> None:
    assert [clip(text, 10) for text in ("", "  ", "\u200b")] == ["\N{EN DASH}"] * 3


def test_a_right_to_left_name_does_not_turn_its_neighbours_around() -> None:
    assert one_line("עדה") == "\u2068עדה\u2069"


def test_an_id_that_is_none_of_slacks_is_not_made_a_mention() -> None:
    assert mention("<!channel>") == "&lt;!channel&gt;"
    assert mention("S0HR") == "<!subteam^S0HR>"


def test_who_comes_second_is_told_who_already_denied() -> None:
    denial = a_decision(verdict=Verdict.DENY)
    denied = a_request(status=RequestStatus.DENIED, decisions=(denial,))
    refusal = NoLongerPossible(RequestStatus.DENIED, Verb.APPROVE)
    assert sentence_for(refusal, denied) == f"R-12 was already denied by <@{APPROVER}>."


def test_who_approves_twice_is_told_how_many_are_missing() -> None:
    reissue_request = a_request(approvals_required=2, decisions=(a_decision(),))
    assert sentence_for(errors.AlreadyApproved(), reissue_request) == (
        "You approved R-12 already. It still needs 1 more approval by someone else."
    )


@pytest.mark.parametrize("status", RequestStatus)
def test_what_is_no_longer_possible_has_a_sentence_in_every_status(status: RequestStatus) -> None:
    words = sentence_for(NoLongerPossible(status, Verb.APPROVE), a_request(status=status))
    assert words.startswith("R-12 ")
    assert words.endswith(".")


def refusals() -> list[errors.ApprovalsError]:
    """One of each kind."""

    def leaves(kind: type[errors.ApprovalsError]) -> list[type[errors.ApprovalsError]]:
        return [kind, *(leaf for below in kind.__subclasses__() for leaf in leaves(below))]

    special: dict[type, errors.ApprovalsError] = {
        NoLongerPossible: NoLongerPossible(RequestStatus.EXPIRED, Verb.DENY),
        errors.InvalidSubmission: errors.InvalidSubmission("reason", "too_long"),
        OpenRequestExists: OpenRequestExists(a_request()),
        errors.RequesterLeft: errors.RequesterLeft("InactiveAccount"),
        errors.TooEarly: errors.TooEarly(NOW),
        ReplacedCard: ReplacedCard(None),
        NearDuplicates: NearDuplicates((a_qle(),), Recordable(employee=an_employee(), today=TODAY)),
    }
    return [special.get(kind) or kind() for kind in leaves(errors.ApprovalsError)]


@pytest.mark.parametrize("error", refusals(), ids=lambda error: type(error).__name__)
def test_every_refusal_has_one_plain_sentence_with_and_without_a_request(error: errors.ApprovalsError) -> None:
    for words in (sentence_for(error), sentence_for(error, a_request())):
        assert words.endswith(".")
        plain = re.sub(r"<!date[^>]+>", "5 Nov", words)
        assert not set("{_") & set(plain.replace("enrl_", ""))


@pytest.mark.parametrize(
    "code",
    [
        "required",
        "too_long",
        "not_this_employees",
        "unknown_id",
        "invalid_id",
        "qle_denied",
        "enrollment_inactive",
        *VITABLE_OBSTACLES,
    ],
)
def test_every_code_under_a_field_has_a_sentence_of_its_own(code: str) -> None:
    otherwise = field_sentence("never heard of")
    for field in ("employee", "enrollment", "qle", "reason", "enrollment_id"):
        assert field_sentence(code, field) != otherwise


def test_a_second_open_request_is_refused_with_the_number_and_the_link_of_the_first() -> None:
    words = field_sentence("open_request_exists", "enrollment", other=a_request(), link="https://slack.example/p1")
    assert words == "R-12 is already open for this enrollment: https://slack.example/p1"


@pytest.mark.parametrize("obstacle", Obstacle)
def test_every_obstacle_has_a_sentence(obstacle: Obstacle) -> None:
    assert obstacle_words(obstacle, "enrl_<x>", "Ada <b>").count("<") == 0
    assert obstacle_words(obstacle, None, None).endswith(".")


def test_a_sentence_in_the_typeahead_fits_a_line_of_a_menu() -> None:
    assert max(map(len, IN_TYPEAHEAD.values())) <= 75


def test_only_where_vitable_did_not_answer_is_it_said_that_it_did_not() -> None:
    silent = [obstacle for obstacle in VITABLE_OBSTACLES if "did not answer" in vitable_words(obstacle)]
    assert silent == [Obstacle.API_NO_ANSWER]
    assert len({vitable_words(obstacle) for obstacle in VITABLE_OBSTACLES}) == len(VITABLE_OBSTACLES)


@pytest.mark.parametrize("kind", EventKind)
def test_every_event_has_a_line_in_the_timeline(kind: EventKind) -> None:
    assert "{" not in timeline_words(an_event(kind))


def test_a_refused_click_says_what_was_wanted_and_why_not() -> None:
    refused = an_event(EventKind.REFUSED, codes={"wanted": "approved", "why": "OwnRequest"})
    assert timeline_words(refused) == "Refused: <@U0NINA> wanted to approve (their own request)"


def test_a_message_that_slack_refused_is_named_with_slacks_word_for_why() -> None:
    refused = [{"message": name, "code": "is_archived"} for name in ("card", "thread:7", "approver:U0PRIYA", "new")]
    said = [timeline_words(an_event(EventKind.UNDELIVERABLE, codes=codes)) for codes in refused]
    assert said == [
        "Slack refused the card in the approvals channel (is_archived)",
        "Slack refused a post in the thread (is_archived)",
        "Slack refused the card for <@U0PRIYA> (is_archived)",
        "Slack refused a message about the request (is_archived)",
    ]


def test_whoever_looks_often_is_in_the_timeline_once_with_the_last_time() -> None:
    looks = [an_event(EventKind.VIEWED, actor=actor) for actor in ("U0PRIYA", "U0MARCUS", "U0PRIYA")]
    view = json.dumps(details_modal(a_request(), (), [an_event(), *looks], FULL, NOW))
    assert (view.count("viewed by <@U0PRIYA>"), view.count("viewed by <@U0MARCUS>")) == (1, 1)
    assert "Submitted by" in view


def test_only_the_first_try_is_posted_in_the_thread() -> None:
    tries = [an_event(EventKind.ATTEMPTED, codes={"attempt": n}) for n in (1, 2)]
    assert [thread_words(event, a_request(), named=True) is not None for event in tries] == [True, False]


def test_every_status_has_an_example_that_is_drawn_and_so_its_words() -> None:
    assert {standing.reissue_request.status for standing in standings().values()} == set(RequestStatus)


SHOWN_OTHERWISE = {EventKind.REISSUED, EventKind.REMINDED}
"""The summary in the thread tells of the reissue, and a direct message to the requester reminds."""

NOT_ABOUT_A_STEP = {
    EventKind.ALL_AWAY,
    EventKind.BLANKED,
    EventKind.ESCALATED,
    EventKind.FORGOTTEN,
    EventKind.NOT_KNOWN,
    EventKind.OVERDUE,
    EventKind.POSTPONED,
    EventKind.REFRESHED,
    EventKind.REFUSED,
    EventKind.UNDELIVERABLE,
    EventKind.VIEWED,
}


ABOUT_A_LIFE_EVENT = {kind for kind in EventKind if kind.value.startswith("event_")}
"""Lines without a request."""


@pytest.mark.parametrize("kind", sorted(set(EventKind) - SHOWN_OTHERWISE - NOT_ABOUT_A_STEP - ABOUT_A_LIFE_EVENT))
def test_no_step_of_a_request_is_silent_in_its_thread(kind: EventKind) -> None:
    assert thread_words(an_event(kind), a_request(), named=True)
