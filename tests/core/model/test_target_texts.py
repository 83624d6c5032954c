"""Targets as text of the store."""

from __future__ import annotations

from core.model.target_texts import (
    make_value,
    plain_target,
    read_targets,
    read_thresholds,
    targets_json,
    thresholds_json,
    value_record,
)
from core.model.targets import DEFAULT_THRESHOLDS, Band, Target, Thresholds


def test_one_number_for_all_periods_needs_no_json() -> None:
    assert (plain_target([Target(5)]), targets_json([Target(5)])) == (5.0, "")
    assert (plain_target([]), targets_json([])) == (None, "")
    assert read_targets(5.0, "") == (Target(5.0),)
    assert read_targets(None, "") == ()


def test_other_targets_are_read_as_they_were_written() -> None:
    targets = (
        Target(5, until="2026-W26", why="as last year"),
        Target(Band(2.0, 7.0), since="2026-W27"),
        Target(1200, since="2027", per="year"),
    )
    text = targets_json(targets)

    assert plain_target(targets) is None
    assert text == (
        '[{"value": 5, "until": "2026-W26", "why": "as last year"},'
        ' {"value": [2.0, 7.0], "since": "2026-W27"},'
        ' {"value": 1200, "since": "2027", "per": "year"}]'
    )
    assert read_targets(None, text) == targets


def test_a_band_is_a_list_of_two_ends() -> None:
    assert value_record(Band(1, 2)) == [1.0, 2.0]
    assert make_value([1.0, 2.0]) == Band(1, 2)
    assert (make_value(3.0), make_value(None)) == (3.0, None)


def test_default_thresholds_need_no_text() -> None:
    own = Thresholds(100, 95, 90)

    assert thresholds_json(DEFAULT_THRESHOLDS) == ""
    assert read_thresholds("") == DEFAULT_THRESHOLDS
    assert thresholds_json(own) == '{"exceeds": 100, "on_track": 95, "needs_attention": 90}'
    assert read_thresholds(thresholds_json(own)) == own
