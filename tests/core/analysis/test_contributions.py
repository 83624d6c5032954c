"""Parts of a change as values."""

from __future__ import annotations

from core.analysis.contributions import Attribution, Contribution


def part(label: str, *parts: Contribution) -> Contribution:
    return Contribution(label=label, before=1, after=2, amount=1, parts=parts)


def found(before: float | None, restated: float = 0.0) -> Attribution:
    return Attribution(
        label="Orders",
        unit="count",
        tree="a + b",
        period="2026-W46",
        against="2026-W45",
        before=before,
        after=9,
        change=None,
        contributions=(part("a", part("c"), part("d", part("e"))), part("b")),
        restated=restated,
    )


def test_the_last_drivers_are_those_without_parts() -> None:
    assert [leaf.label for leaf in found(5).leaves()] == ["c", "e", "b"]


def test_the_value_first_stored_is_the_one_before_restatements() -> None:
    assert found(5, restated=2).first_stored == 3
    assert found(None).first_stored is None
