"""The one escape: any text becomes one line within its limit, and mentions no one."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.words.mrkdwn import Mrkdwn, clip, clip_mrkdwn, escape, mention, one_line


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
