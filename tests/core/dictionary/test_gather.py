"""The pages of the dictionary, from files alone and with a store."""

from __future__ import annotations

import subprocess
from pathlib import Path

from core.dictionary.html import dictionary_html
from core.dictionary.markdown import dictionary_markdown
from core.dictionary.pages import Fact
from tests.core.dictionary.dictionaries import (
    HOSTILE,
    fill_with_break,
    gather,
    write_forms_project,
)
from tests.forms import edit
from tests.processes import ended, start
from tests.project import NOW, kpi_text


def test_a_page_without_a_store_has_what_the_files_say(tmp_path: Path) -> None:
    dictionary = gather(write_forms_project(tmp_path))
    average, forms = dictionary.pages

    assert dictionary.gap == "no store"
    assert (average.definition, average.notes) == (
        "An average.",
        "Forms that came late count too.\nNobody is left out.",
    )
    assert Fact("Target", "≤ 5") in forms.facts
    assert Fact("Owner", "success@example.com") in forms.facts
    assert forms.review_due == "review is due since 2026-04-05: last confirmed on 2026-01-05"
    assert forms.published == (Fact("Success scorecard", "var/success.xlsx"),)
    assert [edge.reader for edge in forms.lineage.readers_of(forms.id)] == ["sales/kpi_01"]
    assert [source.columns for source in forms.sources] == [("decides which rows count: sent_on",)]
    assert (forms.series, forms.breaks, forms.versions) == ((), (), ())


def test_a_store_adds_values_breaks_and_versions(tmp_path: Path, warehouse_url: str) -> None:
    fill_with_break(write_forms_project(tmp_path), warehouse_url)
    average, forms = gather(tmp_path, warehouse_url).pages

    assert [value.text for value in forms.series[0].values] == [
        *("1", "2", "3", "4"),
        *("10", "12", "14"),
    ]
    assert [(str(each.period), each.changes) for each in forms.breaks] == [("2026-W44", ("query",))]
    assert average.breaks_above == (Fact("Forms (success/kpi_06)", "2026-W44"),)
    newest, first = forms.versions
    assert (newest.changes, newest.decides, first.changes) == (("query",), True, ())
    assert [line for line in newest.query_change if line[0] in "+-"] == [
        "-SELECT count(*) AS value FROM stg.forms WHERE sent_on BETWEEN :first_day AND :last_day",
        "+SELECT 2 * count(*) AS value FROM stg.forms WHERE sent_on BETWEEN :first_day AND"
        " :last_day",
    ]
    assert newest.since == "2026-11-16"


def test_kpis_whose_files_are_gone_are_named_where_all_kpis_are_shown(
    tmp_path: Path, warehouse_url: str
) -> None:
    fill_with_break(write_forms_project(tmp_path), warehouse_url)
    (tmp_path / "scorecards/sales/kpi_02.py").write_text(kpi_text(name="Second"))
    (tmp_path / "scorecards/sales/kpi_01.py").unlink()
    dictionary = gather(tmp_path, warehouse_url)

    (gone,) = dictionary.retired
    assert (gone.definition.name, gone.reason) == (HOSTILE, "its file is gone")
    html = dictionary_html(dictionary)
    assert '<article id="retired"' in html
    assert HOSTILE not in html
    assert "## Retired" in dictionary_markdown(dictionary)["index.md"]


def test_targets_and_alerts_from_elsewhere_are_on_the_page(
    tmp_path: Path, warehouse_url: str
) -> None:
    fill_with_break(write_forms_project(tmp_path), warehouse_url)
    edit(tmp_path, "runners/success.py", "schedule=", "alerts=[above(9)],\n    schedule=")
    edit(tmp_path, "runners/success.py", "import Runner", "import Runner, above")
    given = ["target", "set", "success", "6", "4", "--from", "2026-W47", "--note", "agreed"]
    done = ended(start(tmp_path, *given, SCORECARD_WAREHOUSE=warehouse_url, SCORECARD_NOW=NOW))
    assert done.code == 0, done.err
    forms = gather(tmp_path, warehouse_url).pages[1]
    facts = {fact.name: fact.text for fact in forms.facts}

    assert facts["Alerts"] == "warning above 9; the runner's rules for all KPIs"
    assert facts["Set targets"].startswith("≤ 4 from 2026-W47 (")
    assert facts["Set targets"].endswith(": agreed)")


def test_the_commit_of_a_version_names_who_made_it(tmp_path: Path) -> None:
    write_forms_project(tmp_path)
    for command in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=Ada", "-c", "user.email=a@b.c", "commit", "-qm", "Count forms"],
    ):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    forms = gather(tmp_path).pages[1]

    (version,) = forms.versions
    assert version.changes == ("Count forms",)
    assert version.committed.startswith("Ada, ")
