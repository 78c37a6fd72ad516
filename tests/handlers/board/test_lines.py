"""The lines for channels to which Slack allows no more at the moment, by a clock in the test's hand."""

from dataclasses import dataclass

import pytest

from handlers.board.lines import LATE, Lines

CHANNEL = "C0"


@dataclass
class Clock:
    at: float = 100.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lines(clock: Clock) -> Lines:
    return Lines(seconds=clock)


def sends(lines: Lines, number: int, *, can_wait: bool = False) -> bool:
    """Whether a post is sent."""
    if lines.take(CHANNEL, (can_wait, number)):
        return False
    lines.done(CHANNEL)
    return True


def test_without_a_refusal_nothing_waits(lines: Lines) -> None:
    assert all(sends(lines, number) for number in (3, 1, 2))


def test_after_a_refusal_posts_go_one_a_second_by_their_numbers(lines: Lines, clock: Clock) -> None:
    assert lines.refused(CHANNEL, (False, 1), 3) == 3
    assert lines.wait(CHANNEL, (False, 3)) == 4
    assert lines.wait(CHANNEL, (False, 2)) == 4
    clock.at += 3
    assert [number for number in (3, 2, 1) if sends(lines, number)] == [1]
    clock.at += 1
    assert [number for number in (3, 2) if sends(lines, number)] == [2]
    clock.at += 1
    assert sends(lines, 3)


def test_what_can_wait_comes_after_all_others(lines: Lines, clock: Clock) -> None:
    lines.refused(CHANNEL, (True, 1), 1)
    assert lines.wait(CHANNEL, (False, 9)) == 1
    assert lines.wait(CHANNEL, (True, 1)) == 2
    clock.at += 1
    assert not sends(lines, 1, can_wait=True)
    assert sends(lines, 9)


def test_while_one_is_being_sent_the_next_one_waits(lines: Lines, clock: Clock) -> None:
    lines.refused(CHANNEL, (False, 1), 1)
    clock.at += 1
    assert lines.take(CHANNEL, (False, 1)) == 0
    clock.at += 2
    assert lines.take(CHANNEL, (False, 2)) == 1
    lines.done(CHANNEL)
    clock.at += 1
    assert sends(lines, 2)


def test_a_post_that_does_not_come_in_its_turn_holds_up_the_others_for_a_while_only(lines: Lines, clock: Clock) -> None:
    lines.refused(CHANNEL, (False, 1), 1)
    clock.at += 1 + LATE - 0.5
    assert not sends(lines, 2)
    clock.at += 1
    assert sends(lines, 2)


def test_the_line_ends_when_no_post_waits(lines: Lines, clock: Clock) -> None:
    lines.refused(CHANNEL, (False, 1), 1)
    clock.at += 1
    assert sends(lines, 1)
    assert not sends(lines, 2)
    clock.at += 1
    assert sends(lines, 2)
    clock.at += 1
    assert all(sends(lines, number) for number in (5, 4))


def test_other_channels_do_not_wait(lines: Lines) -> None:
    lines.refused(CHANNEL, (False, 1), 60)
    assert lines.wait("D0", (False, 2)) == 0
