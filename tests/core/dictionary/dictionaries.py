"""A small project with hostile texts, and its dictionary with and without a store."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from core.catalog.loading import load_catalogue
from core.dictionary.gather import gather_dictionary
from core.dictionary.pages import MetricDictionary
from core.kpi import Table, Values
from tests.forms import COUNT, edit, fill_forms
from tests.project import kpi_text, settings_of, write_project
from tests.runs import run
from tests.warehouses import open_for

HOSTILE = '<script>alert("x")</script> & | `tick`'
FORMS = "scorecards/success/kpi_06.py"
KPIS = {
    "sales/kpi_01.py": kpi_text(
        "SELECT avg(value) AS value FROM kpi_06",
        name=HOSTILE,
        unit="number",
        sources=[Values(6, last=2, domain="success")],
        playbook=f"1. Look.\n2. {HOSTILE}",
        definition="An average.\n\nForms that came late\ncount too.\n\nNobody is left out.",
    ),
    "success/kpi_06.py": kpi_text(
        COUNT,
        name="Forms",
        sources=[Table("stg.forms")],
        target=5,
        better="lower",
        category="Retention",
        reviewed="2026-01-05",
        review="quarterly",
        playbook="https://wiki.example.com/forms?a=1&b=2",
    ),
}


def write_forms_project(root: Path) -> Path:
    return write_project(root, KPIS)


def gather(root: Path, url: str = "") -> MetricDictionary:
    """Return the dictionary of the project, with what is stored at `url`, if given."""
    settings = settings_of(root, SCORECARD_WAREHOUSE=url)
    catalogue = load_catalogue(root)
    if not url:
        return gather_dictionary(settings, catalogue, catalogue.entries, None, "no store")
    with closing(open_for(settings)) as database:
        return gather_dictionary(settings, catalogue, catalogue.entries, database)


def fill_with_break(root: Path, url: str) -> None:
    """Store W40 to W46 of both KPIs; from W44 on, forms are counted twice."""
    fill_forms(url)
    domains = ["sales", "success"]
    run(root, url, "2026-W40..2026-W46", domains=domains)
    edit(root, FORMS, "count(*)", "2 * count(*)")
    run(root, url, "2026-W44..2026-W46", domains=domains)
