"""Publishes of every kind, each with the judge's verdict. Nothing is expected of one that breaks
off but that nothing is lost; the one after it has to put everything right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from random import Random
from typing import Any

from core.model.span import parse_span
from tests.edits.attempts import attempt
from tests.edits.cell_edits import Edit
from tests.edits.comments import COMMENT_EDITS, find_comment_faults
from tests.edits.company import MONTHS
from tests.edits.desk import Desk, Told
from tests.edits.line_edits import LINE_EDITS
from tests.edits.losses import changes, find_losses, is_human, value_of
from tests.edits.plans import find_deviations
from tests.edits.shown import find_differences, find_strays
from tests.edits.sight import look
from tests.edits.tab_edits import TAB_EDITS
from tests.edits.tap import Tap
from tests.spreadsheets import entered

Publish = Callable[[Desk, Random], Iterator[str]]

# What a person may do in the second before a write arrives.
MEANWHILE: dict[str, Edit] = {
    name: (LINE_EDITS | TAB_EDITS | COMMENT_EDITS)[name]
    for name in (
        "insert rows",
        "insert columns",
        "delete a row of ours",
        "delete a period",
        "move a row",
        "move a column",
        "sort all",
        "sort all descending",
        "rename our tab",
        "hide a row",
        "type a comment",
    )
}


def publish(domain: str = "success", *, losing: str = "", **asked: Any) -> Publish:
    def act(desk: Desk, rng: Random) -> Iterator[str]:
        yield from judged(desk, domain, losing=losing, **asked)

    return act


def judged(desk: Desk, domain: str, *, losing: str = "", **asked: Any) -> Iterator[str]:
    """Plan, publish, and publish again; yield everything that is wrong with it."""
    state = desk.workbook
    tap, plan = desk.publish(domain, plan_only=True, **asked)
    if desk.workbook is not state or tap.writes:
        yield "plan: it wrote something"
    claims = _claims(desk, domain)
    tap, told = desk.publish(domain, losing=losing, **asked)
    if told.end:
        if "--force" not in told.text:
            yield f"refused: {told.text}"
        return
    yield from find_losses(desk, tap, told, overwrite=asked.get("overwrite", False))
    yield from find_strays(desk, domain, tap, told)
    scope = [asked["span"].text] if asked.get("span") else []
    yield from find_differences(desk, domain, told, scope)
    yield from find_deviations(desk, tap, plan)
    yield from find_comment_faults(desk, domain, told)
    if not asked.get("overwrite"):
        yield from _broken_claims(desk, domain, claims)
    _remember(desk, domain, tap)
    yield from _again(desk, domain, told, **asked)


def _again(desk: Desk, domain: str, told: Told, **asked: Any) -> Iterator[str]:
    tap, again = desk.publish(domain, **asked)
    # A tab that is not found by its id is looked for in a second read.
    if tap.reads not in (1, 2) or tap.writes:
        lines = [line for line in again.lines if line not in told.lines]
        yield f"not settled: {tap.reads} reads and {tap.writes} writes the second time: {lines}"
    others = {*told.faults} ^ {*again.faults}
    # A number that a protected range keeps in the row of another one counts as typed from then on.
    if any("protected or merged" not in fault for fault in others):
        yield f"not settled: other faults the second time: {again.faults}, before {told.faults}"


def _claims(desk: Desk, domain: str) -> dict[Any, Any]:
    """Return the numbers of ours that people put into cells and that are still there."""
    held = {}
    for sheet in desk.our_sheets():
        company, year = desk.companies[domain], desk.ours[sheet.id][1]
        sight = look(sheet, company, year) if desk.ours[sheet.id][0] == domain else None
        for (sheet_id, place), value in desk.claims.items():
            cell = sight.only(place[:2], place[2]) if sight and sheet_id == sheet.id else None
            if cell and entered(sheet, *cell) == value:
                held[sheet_id, place] = value
    return held


def _broken_claims(desk: Desk, domain: str, claims: dict[Any, Any]) -> Iterator[str]:
    left = _claims(desk, domain)
    for key, value in claims.items():
        if key not in left:
            yield f"lost value: {value}, which a person typed for {key[1]}"
    desk.claims = left


def _remember(desk: Desk, domain: str, tap: Tap) -> None:
    """Remember the numbers that a publish replaced, for people who undo."""
    assert tap.before is not None
    desk.last = {}
    for sheet in desk.our_sheets():
        owner, year = desk.ours[sheet.id]
        old, sight = tap.before.find_sheet(sheet.id), look(sheet, desk.companies[owner], year)
        if old is None or sight is None or old is sheet:
            continue
        for cell, was, _ in changes(tap, old, sheet):
            value, period = value_of(was), sight.period_at(cell[1])
            series = next((key for key, rows in sight.rows.items() if cell[0] in rows), None)
            is_ours = isinstance(value, int | float) and not is_human(value)
            if series is not None and period and is_ours:
                desk.last[sheet.id, (*series, period)] = value


def one_period(desk: Desk, rng: Random) -> Iterator[str]:
    span = parse_span(rng.choice(MONTHS[:7]), date(2026, 11, 16))
    yield from judged(desk, "success", span=span)


def broken(breaks: str) -> Publish:
    """Publish, and let it break off at the first write; then publish what is missing."""

    def act(desk: Desk, rng: Random) -> Iterator[str]:
        tap, told = desk.publish("success", breaks=breaks)
        yield from find_losses(desk, tap, told)
        if breaks in ("quota", "killed before") and tap.sent:
            yield f"sent: something arrived although it was {breaks}"
        yield from judged(desk, "success")

    return act


def raced(*, losing: str = "", breaks: str = "") -> Publish:
    """Publish while a person moves rows or columns; then publish once more."""

    def act(desk: Desk, rng: Random) -> Iterator[str]:
        edit = MEANWHILE[rng.choice([*MEANWHILE])]
        tap, told = desk.publish(
            "success", meanwhile=lambda: attempt(edit, desk, rng), losing=losing, breaks=breaks
        )
        yield from find_losses(desk, tap, told)
        # Lines that are marked by their position may have moved; the next publish corrects them.
        if not (losing or breaks or "marked again" in told.text):
            yield from find_strays(desk, "success", tap, told)
        yield from judged(desk, "success")

    return act


PUBLISHES: dict[str, Publish] = {
    "publish": publish(),
    "publish sales": publish("sales"),
    "publish --overwrite": publish(overwrite=True),
    "publish --restore": publish(restore=True),
    "publish --overwrite --restore": publish(overwrite=True, restore=True),
    "publish --period": one_period,
    "publish, the answer lost after the write": publish(losing="after"),
    "publish, the answer lost before the write": publish(losing="before"),
    "publish, killed before the write": broken("killed before"),
    "publish, killed after the write": broken("killed after"),
    "publish, the quota used up": broken("quota"),
    "publish while a person moves things": raced(),
    "publish while a person moves things, answer lost": raced(losing="after"),
    "publish while a person moves things, killed": raced(breaks="killed after"),
}
