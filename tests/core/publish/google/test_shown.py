"""A spreadsheet as readers see it, beside what is stored; reading it writes nothing."""

from __future__ import annotations

from dataclasses import replace

from core.publish import Order, Scorecard, ShownPlace, read_shown
from tests.core.publish.samples import FORMS, row
from tests.spreadsheets import Office

WEEKS = [row(FORMS, "2026-W45", 3.0), row(FORMS, "2026-W46", 5.0)]


def shown(office: Office) -> ShownPlace:
    with office.opened() as warehouse:
        numbers = office.numbers or frozenset()
        scorecard = Scorecard(office.settings(), office.runner, "success", numbers, warehouse)
        return read_shown(scorecard, Order("scorecard verify --published"))


def test_cells_show_what_is_stored_or_what_a_person_typed(office: Office) -> None:
    office.store(WEEKS, [FORMS])
    office.publish()
    office.asked()

    first = shown(office)
    assert [(cell.keys[2], cell.shown, cell.stored) for cell in first.cells] == [
        ("2026-W45", 3.0, 3.0),
        ("2026-W46", 5.0, 5.0),
    ]
    assert office.asked()[1] == 0

    office.person.type("sc2026", office.cell("Forms", "W46"), 7)
    (cell,) = [cell for cell in shown(office).cells if cell.shown != cell.stored]
    assert (cell.shown, cell.stored, cell.is_ours) == (7.0, 5.0, False)
    assert cell.name == f"sc2026!{office.cell('Forms', 'W46')}"
    assert cell.published_at == office.settings().now
    assert office.asked()[1] == 0


def test_a_value_that_changed_since_is_shown_as_it_was_published(office: Office) -> None:
    office.store(WEEKS, [FORMS])
    office.publish()
    office.store([replace(WEEKS[1], value=6.0)])

    (cell,) = [cell for cell in shown(office).cells if cell.shown != cell.stored]
    assert (cell.shown, cell.stored, cell.is_ours) == (5.0, 6.0, True)


def test_what_a_person_deleted_is_said(office: Office) -> None:
    other = replace(FORMS, kpi_number=7, name="Other", field_name="other")
    office.store([*WEEKS, row(other, "2026-W46")], [FORMS, other])
    office.publish()
    office.person.delete_rows("sc2026", office.row("Other"), 1)

    found = shown(office)
    assert found.faults == ("a person deleted 07/other/ from sc2026",)
    assert {cell.keys[1] for cell in found.cells} == {"06/forms/"}
