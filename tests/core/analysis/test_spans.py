"""How long values move, and the span that follows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analysis.spans import Move, advise, learnt_span, moves_of, settled_after
from core.model import SCOPES


def moves(*sizes: float) -> tuple[Move, ...]:
    return tuple(Move(age, size, size, 13) for age, size in enumerate(sizes))


def test_changes_up_and_down_do_not_cancel_out() -> None:
    triangle = [[100, 90], [100, 110]] * 3 + [[100]]

    assert moves_of([triangle], 13) == (Move(0, 0.1, 0.0, 6),)


def test_an_age_that_few_periods_reached_does_not_count() -> None:
    triangle = [[100, 110]] * 5 + [[100]]

    assert moves_of([triangle], 13) == ()


def test_labels_of_a_breakdown_count_together_by_their_size() -> None:
    large, small = [[900, 900]] * 6 + [[1]], [[100, 110]] * 6 + [[1]]

    assert moves_of([large, small], 13) == (Move(0, 0.01, 0.01, 6),)


@pytest.mark.parametrize(
    ("found", "settled", "span"),
    [
        (moves(0.1, 0.05, 0.02, 0.0), 3, 4),
        (moves(0.1, 0.004, 0.003, 0.002), 1, 2),
        (moves(0.1, 0.05, 0.006, 0.006), 3, 4),  # together more than 1 %
        (moves(0.0, 0.0), 0, 1),
        (moves(0.1, 0.05), None, 6),
        (moves(*[0.1] * 11), None, 12),
    ],
)
def test_values_are_settled_when_less_than_a_hundredth_still_moves(
    found: tuple[Move, ...], settled: int | None, span: int
) -> None:
    assert settled_after(found) == settled
    assert learnt_span(found, "weekly") == span


def test_before_any_move_is_known_there_is_no_span() -> None:
    assert learnt_span((), "weekly") is None


@given(st.lists(st.floats(0, 1), min_size=1, max_size=28), st.sampled_from(list(SCOPES)))
def test_a_span_shows_whether_values_stay_and_is_never_too_long(
    sizes: list[float], cadence: str
) -> None:
    scope = next(scope for name, scope in SCOPES.items() if name == cadence)
    found = moves(*sizes[: scope.longest])

    span = learnt_span(found, next(name for name in SCOPES if name == cadence))

    assert span is not None
    assert 1 <= span <= scope.longest
    settled = settled_after(found)
    assert settled is None or sum(move.share for move in found[settled:]) <= 0.01


@pytest.mark.parametrize(
    ("found", "settles", "advice"),
    [
        (
            moves(0.1, 0.056),
            "2 weeks",
            "too short, as values still moved by 5.6% in the last week of it;"
            ' write settles="auto" or a longer span',
        ),
        (moves(0.1, 0.056), "6 weeks", ""),  # not seen for so long yet
        (
            moves(0.1, 0.05, 0.002, 0.001, 0.0),
            "6 weeks",
            "longer than needed, as values moved by 0.3% in all from week 3 on; 3 weeks would do",
        ),
        (moves(0.1, 0.05, 0.002, 0.001, 0.0), "4 weeks", ""),
        (moves(0.1, 0.05, 0.002, 0.001, 0.0), "auto", ""),
        (moves(0.1, 0.05, 0.002, 0.001, 0.0), "", ""),
        ((), "6 weeks", ""),
        (
            moves(0.0, 0.0, 0.0),
            "3 weeks",
            "longer than needed, as values moved by 0.0% in all from week 1 on; 1 week would do",
        ),
        (moves(*[0.1] * 12), "20 weeks", ""),
    ],
)
def test_a_declared_span_is_compared_with_the_moves(
    found: tuple[Move, ...], settles: str, advice: str
) -> None:
    assert advise(found, settles, "weekly") == advice
