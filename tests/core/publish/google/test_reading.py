"""Which parts of a spreadsheet a publish reads: our tabs, and nothing of a person's."""

from __future__ import annotations

from tests.core.publish.google.weeks import TWO, expected, weeks
from tests.core.publish.samples import row
from tests.spreadsheets import TAB, Office


def read_bytes(office: Office) -> int:
    """Return the size of all answers to reads since the journal was cleared."""
    entries = office.emulator.journal.entries
    return sum(entry.bytes_out for entry in entries if entry.api == "spreadsheets.get")


def test_a_persons_large_tab_is_not_read(published: Office) -> None:
    published.person.add_tab("Budget", rows=2000, columns=100)
    published.person.type("Budget", "A1", [[1000 + row for _ in range(100)] for row in range(2000)])
    published.emulator.journal.clear()

    published.publish()

    assert read_bytes(published) < 100_000
    assert published.asked() == (1, 0)


def test_a_renamed_tab_is_looked_for_once(published: Office) -> None:
    published.person.rename(TAB, "Ours")
    published.publish()
    assert published.asked() == (3, 0)  # the known title, all titles, and our tab
    published.publish()
    assert published.asked() == (1, 0)


def test_a_persons_tab_with_the_title_of_ours_is_left_alone(published: Office) -> None:
    published.person.rename(TAB, "Ours")
    published.person.add_tab(TAB)
    published.store(weeks(TWO, first=46, plus=1))
    published.publish()
    assert published.values("Ours") == {**expected(TWO), **expected(TWO, first=46, plus=1)}
    assert published.sheet().cells == {}


def test_two_tabs_that_exchange_their_titles_are_found_by_their_marks(published: Office) -> None:
    published.store([row(TWO[0], "2025-W50", 7.0)])
    published.publish()
    published.person.rename(TAB, "x")
    published.person.rename("sc2025", TAB)
    published.person.rename("x", "sc2025")
    published.store(weeks(TWO, first=46, plus=1))
    published.asked()
    published.publish()
    assert published.values("sc2025")["Calls", "W46"] == expected(TWO, plus=1)["Calls", "W46"]
    assert published.asked() == (1, 1)


def test_a_tab_that_lost_its_mark_is_found_by_its_title(published: Office) -> None:
    lookup = {"developerMetadataLookup": {"metadataKey": "scorecard-tab"}}
    published.person._do({"deleteDeveloperMetadata": {"dataFilter": lookup}})
    published.publish()
    assert published.asked()[1] == 1
    published.publish()
    assert published.asked() == (1, 0)


def test_a_new_years_tab_needs_the_titles_of_all_tabs(published: Office) -> None:
    published.store([row(TWO[0], "2027-W01", 7.0)])
    published.person.add_tab("sc2027")
    published.publish()
    assert published.asked() == (2, 1)
    assert published.values("sc2027 success")["Calls", "W01"] == 7
    published.publish()
    assert published.asked() == (1, 0)


def test_a_store_that_does_not_know_the_titles_finds_them(published: Office) -> None:
    with published.opened() as warehouse:
        warehouse.execute("DELETE FROM vl_analytics.scorecard_tab")
    published.publish()
    assert published.asked() == (2, 0)
    published.publish()
    assert published.asked() == (1, 0)
