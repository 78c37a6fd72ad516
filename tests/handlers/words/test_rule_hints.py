"""Hints about the rules behind a life event: each has a source, and no type of event is forgotten."""

import tomllib
from importlib.resources import files
from urllib.parse import urlsplit

import pytest

from benefits.life_event import EVENT_TYPES
from benefits.models import QualifyingLifeEvent
from handlers.words.rule_hints import FILE, HOSTS, LONGEST, MOST_IN_FORM, ORIENTATION, RuleHints
from sandbox.benefits.connect6.event_rows import OTHER, TYPES
from sandbox.benefits.connect6.extra_people import EXTRA_PEOPLE
from sandbox.benefits.people import PEOPLE
from tests.builders import a_qle, a_reported_qle, a_request
from tests.handlers.blocks.scenes import message_scenes, view_scenes

TEXT = files("handlers.words").joinpath(FILE).read_text(encoding="utf-8")
DATA = tomllib.loads(TEXT)
HINTS = RuleHints.read()

DOCUMENTED = (*EVENT_TYPES, "loss_of_coverage")
"""The types of the documented contract."""
CONNECT_6 = {
    "lost_job_based_coverage": "Losing job-based health insurance",
    "aged_off_parent_plan": "Aging off a parent's plan at age 26",
    "lost_medicaid_chip_medicare": "Losing Medicaid, CHIP, or Medicare eligibility",
    "lost_decertified_individual_plan": "Losing individual coverage because a plan was decertified",
    "married": "Getting married",
    "divorced": "Getting divorced or legally separated",
    "had_baby": "Having a baby",
    "adopted_child": "Adopting a child",
    "foster_care_placement": "Foster-care placement",
    "death_of_spouse_or_dependent": "Death of a covered spouse or dependent",
    "court_ordered": "Court order to add a dependent",
    "moved_to_new_coverage_area": ("Moving to a new ZIP code, county, or state where different plans are available"),
    "moved_to_us": "Moving to the U.S. from another country",
    "moved_to_or_from_school_housing": "Moving to or from school housing",
    "moved_to_or_from_seasonal_work_housing": "Moving to or from housing for seasonal work",
    "became_us_citizen": "Becoming a U.S. citizen",
    "left_incarceration": "Leaving incarceration",
    "gained_tribal_status": ("Gaining status as a member of a federally recognized tribe or Alaska Native corporation"),
    "started_or_ended_americorps_service": "Starting or ending AmeriCorps service",
    "new_child": "New child",
    "other": "Other",
}
"""The types and labels of the official client 6.2.0."""
IN_THE_SANDBOX = {event.kind for person in (*PEOPLE, *EXTRA_PEOPLE) for event in person.events}
KNOWN = sorted(
    {*DOCUMENTED, *CONNECT_6, *CONNECT_6.values(), *IN_THE_SANDBOX, *(name for one in TYPES.values() for name in one)}
)


def folded(event_type: str) -> str:
    return event_type.replace("_", " ").casefold()


NOT_HINTED = {folded(name) for name in DATA["no_hint"]}


@pytest.mark.parametrize("event_type", KNOWN)
def test_every_known_type_of_event_has_hints_or_is_named_as_one_without(event_type: str) -> None:
    in_form, in_details = shown(a_qle(event_type=event_type))
    is_hinted = folded(event_type) not in NOT_HINTED
    assert (bool(in_form), bool(in_details)) == (is_hinted, is_hinted)


def test_the_types_that_have_no_hint_are_ones_that_the_apis_know() -> None:
    assert {folded(name) for name in KNOWN} >= NOT_HINTED
    assert {folded(name) for names in DATA["kinds"].values() for name in names} <= {folded(name) for name in KNOWN}


@pytest.mark.parametrize("event_type", ["", "A flood", OTHER[0], "birthday"])
def test_an_unknown_type_has_no_hint(event_type: str) -> None:
    assert shown(a_qle(event_type=event_type)) == ("", "")


def test_a_request_without_an_event_has_no_hint() -> None:
    assert (HINTS.in_form(None), HINTS.in_details(None)) == ("", "")


@pytest.mark.parametrize(
    "same", [a_qle(event_type="birth"), a_qle(event_type="BIRTH"), a_reported_qle(event_type="Having a baby")]
)
def test_both_contracts_and_every_spelling_get_the_same_hint(same: QualifyingLifeEvent) -> None:
    assert shown(same) == shown(a_qle())
    assert "30 days from the birth" in HINTS.in_form(same)


@pytest.mark.parametrize("hint", DATA["hint"], ids=lambda hint: hint["words"][:40])
def test_each_hint_is_short_and_has_a_source_that_publishes_the_law(hint: dict[str, str]) -> None:
    source = DATA["sources"][hint["source"]]
    parts = urlsplit(source["link"])
    assert (parts.scheme, parts.hostname in HOSTS) == ("https", True)
    assert len(hint["words"]) <= LONGEST
    section = source["title"].split()[2].partition("(")[0].rpartition(".")[2].partition("-")[0]
    assert section in source["link"], "the link leads to another section than its title says"


@pytest.mark.parametrize("event_type", KNOWN)
def test_the_form_has_a_few_lines_and_details_all_and_both_say_that_the_plan_document_counts(event_type: str) -> None:
    in_form, in_details = shown(a_qle(event_type=event_type))
    if in_form:
        assert len(in_form.splitlines()) <= 1 + MOST_IN_FORM
        assert in_form.splitlines()[0].endswith(ORIENTATION)
        assert set(in_form.splitlines()) <= {line.removeprefix("• ") for line in in_details.splitlines()}
        assert len(in_details) < 3000


def test_nothing_but_the_form_and_details_shows_hints() -> None:
    shows = {name for name, drawn in {**message_scenes(), **view_scenes()}.items() if ORIENTATION in str(drawn)}
    assert {name.partition("/")[0] for name in shows} == {"request_modal", "details"}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("https://www.ecfr.gov/current/title-29/part-2590/section-2590.606-2", "https://example.com/cobra"),
        ("https://www.ecfr.gov/current/title-29/part-2590/section-2590.606-2", "http://www.ecfr.gov/"),
        ('source = "cobra_employer"', 'source = "hearsay"'),
        ('for = ["court_order"]', 'for = ["lawsuit"]'),
        ('medicare = ["Medicare Entitlement"]', 'medicare = ["Medicare Entitlement", "marriage"]'),
        ('    "Other",\n', '    "Other", "Birth",\n'),
        ("A plan may change the election", "A plan may " + "change " * 20 + "the election"),
        ("in_form = true", "in_form = false"),
    ],
)
def test_data_that_does_not_hang_together_stops_the_start(right: str, wrong: str) -> None:
    assert right in TEXT
    with pytest.raises(ValueError, match=r"\w"):
        RuleHints.of(TEXT.replace(right, wrong, 1))


def test_switched_off_there_are_none() -> None:
    assert (RuleHints().in_form(a_request().qle), RuleHints().in_details(a_request().qle)) == ("", "")


def shown(qle: QualifyingLifeEvent) -> tuple[str, str]:
    return HINTS.in_form(qle), HINTS.in_details(qle)
