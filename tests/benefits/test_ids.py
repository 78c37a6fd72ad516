"""Which texts are ids, and where an id can lead."""

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benefits import ids
from benefits.errors import InvalidId

CHECKS = [
    ("enrl", ids.enrollment_id),
    ("empl", ids.employee_id),
    ("empr", ids.employer_id),
    ("mbr", ids.member_id),
    ("qle", ids.qle_id),
]
WRONG = ["", "{0}", "{0}_", "{0}_a/b", "{0}_..", "{0}_%2e", "{0}_é", "{0}_a\n", " {0}_a", "x{0}_a", "{0}-a", "{0}_a b"]


@pytest.mark.parametrize(("prefix", "check"), CHECKS)
def test_a_prefix_and_up_to_64_plain_characters_are_an_id(prefix: str, check: ids.Check) -> None:
    for text in (f"{prefix}_a", f"{prefix}_Az09-_", f"{prefix}_" + "x" * 64):
        assert check(text) == text


@pytest.mark.parametrize(("prefix", "check"), CHECKS)
@pytest.mark.parametrize("wrong", [*WRONG, "{0}_" + "x" * 65])
def test_anything_else_is_refused(prefix: str, check: ids.Check, wrong: str) -> None:
    with pytest.raises(InvalidId, match=prefix):
        check(wrong.format(prefix))


@settings(deadline=None)
@given(st.text(max_size=80).map(lambda rest: "enrl_" + rest) | st.text(alphabet="./%\\?#enrl_2eF", max_size=40))
def test_no_text_reaches_another_path_than_the_one_asked_for(text: str) -> None:
    try:
        checked = ids.enrollment_id(text)
    except InvalidId:
        return
    url = httpx.URL("https://api.example/base" + ids.path("v1", "enrollments", checked, "reissue"))
    assert url.raw_path.decode() == f"/base/v1/enrollments/{text}/reissue"


@pytest.mark.parametrize("segment", ["", ".", ".."])
def test_a_segment_that_no_encoding_makes_safe_is_refused(segment: str) -> None:
    with pytest.raises(InvalidId):
        ids.path("v1", segment)


@settings(deadline=None)
@given(st.text("./%\\?#aé ", min_size=1, max_size=20).filter(lambda text: text not in {".", ".."}))
def test_a_path_keeps_its_number_of_segments_for_any_text_in_one(segment: str) -> None:
    url = httpx.URL("https://api.example" + ids.path("v1", segment, "reissue"))
    assert url.raw_path.count(b"/") == 3
    assert url.query == b""
    assert url.fragment == ""
