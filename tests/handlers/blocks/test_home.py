"""The Home tab: what waits has buttons, as far as Slack's limit of blocks has room for them."""

from dataclasses import replace

from approvals.model.overview import PAGE, Entry, Overview, SectionPage
from approvals.model.viewer import Section
from handlers.blocks.home import BLOCKS_LIMIT, home_view
from handlers.ids import ActionId as A
from sandbox.slack.blocks import validate_view
from tests.builders import TODAY, a_request
from tests.handlers.blocks.overview_scenes import an_overview, several_waiting
from tests.shown import buttons_of


def test_with_every_section_full_the_most_urgent_have_a_row_of_buttons_each_and_all_fits() -> None:
    entries = [Entry(reissue_request=a_request(number=number), today=TODAY) for number in range(1, PAGE + 1)]
    full = SectionPage(entries=entries, total=3 * PAGE, number=1)
    view = home_view(Overview(an_overview().reader, dict.fromkeys(Section, full)), {}, "Test server")
    assert len(view["blocks"]) <= BLOCKS_LIMIT
    assert validate_view(view) == []
    rows = buttons_of(view).count(A.APPROVE_FORM)
    assert rows == BLOCKS_LIMIT - len(view["blocks"]) + rows > 0
    beside = [block["accessory"]["action_id"] for block in view["blocks"] if "accessory" in block]
    assert len(beside) == 4 * PAGE - rows
    assert set(beside) == {A.DETAILS}


def test_a_decision_and_an_answer_are_offered_only_where_they_are_waited_for() -> None:
    overview = an_overview()
    waiting = home_view(Overview(overview.reader, {Section.WAITING: several_waiting()}), {}, None)
    decide, answer = [A.APPROVE_FORM, A.DENY, A.ASK, A.DETAILS], [A.ANSWER, A.WITHDRAW, A.DETAILS]
    assert buttons_of(waiting) == [A.NEW_REQUEST, A.AWAY, A.APPROVE_SEVERAL, *decide, *decide, *answer]
    elsewhere = {**overview.pages, Section.WAITING: SectionPage(entries=[], total=0)}
    assert buttons_of(home_view(Overview(overview.reader, elsewhere), {}, None)) == [A.NEW_REQUEST, A.AWAY]


def test_one_request_alone_is_not_approved_as_several_and_one_without_names_has_details_only() -> None:
    [first, *_] = several_waiting().entries
    assert isinstance(first, Entry)
    for entry, offered in ((first, [A.APPROVE_FORM, A.DENY, A.ASK, A.DETAILS]), (replace(first, is_named=False), [])):
        page = SectionPage(entries=[entry], total=1, number=0)
        view = home_view(Overview(an_overview().reader, {Section.WAITING: page}), {}, None)
        assert buttons_of(view) == [A.NEW_REQUEST, A.AWAY, *offered]
