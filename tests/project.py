"""A small scorecard project in a test's folder: KPI files, runners, and the files they read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from core.catalog.check import check
from core.catalog.entries import Catalogue
from core.catalog.loading import load_catalogue
from core.kpi import File, Tab, Table, Values
from core.settings import Settings, load_settings

SCHEDULE = {"daily": "0 6 * * *", "weekly": "0 6 * * MON", "monthly": "0 7 1 * *"}
NOW = "2026-11-16T06:00+01:00"  # the Monday on which 2026-W46 is published in Berlin


def kpi_text(query: str = "SELECT 1 AS value", **attributes: Any) -> str:
    """Return a KPI file that passes every check, unless `attributes` break one.

    It has one line per attribute, and the query last. `definition` is the docstring.
    """
    definition = attributes.pop("definition", "What the test counts.")
    given = {"name": "Forms", "owner": "success@example.com", "unit": "count", **attributes}
    named = (*attributes.get("sources", ()), *attributes.get("drivers", ()))
    lines = [f"    {name}={_written(value)}," for name, value in given.items()]
    return "\n".join(
        (
            f'"""{definition}"""',
            "",
            f"from core.kpi import {_imports(named)}",
            "",
            "KPI = Kpi(",
            *lines,
            f'    query="""{query}""",' if not query.endswith('"') else f"    query={query!r},",
            ")",
            "",
        )
    )


def _written(value: Any) -> str:
    """Return a value as an author writes it, with the attributes that a source's repr omits."""
    if isinstance(value, list) and all(_is_source(each) for each in value):
        return f"[{', '.join(map(_written, value))}]"
    if getattr(value, "loaded_at", "") and _is_source(value):
        return f"{repr(value).removesuffix(')')}, loaded_at={value.loaded_at!r})"
    return repr(value)


def _imports(sources: Any) -> str:
    return ", ".join(
        sorted({"Kpi"} | {type(source).__name__ for source in sources if _is_source(source)})
    )


def _is_source(source: object) -> bool:
    return isinstance(source, Table | File | Tab | Values)


def runner_text(
    domain: str,
    timezone: str = "Europe/Berlin",
    schedule: Mapping[str, str] | None = None,
    sheet: str = "",
) -> str:
    """Return a runner, by default in Berlin, with all cadences, published to var/<domain>.xlsx."""
    return "\n".join(
        (
            f'"""{domain.capitalize()} scorecard."""',
            "",
            "from core.runner import Runner",
            "",
            "RUNNER = Runner(",
            f"    title={json.dumps(f'{domain.capitalize()} scorecard')},",
            f"    timezone={timezone!r},",
            f"    schedule={dict(SCHEDULE if schedule is None else schedule)!r},",
            f"    sheet={sheet!r},",
            ")",
            "",
            'if __name__ == "__main__":',
            "    RUNNER.main()",
            "",
        )
    )


def write_project(
    root: Path,
    kpis: Mapping[str, str] | None = None,
    runners: Mapping[str, str] | None = None,
    files: Mapping[str, str] | None = None,
) -> Path:
    """Write a project and return its root.

    Args:
        root: A folder, created if missing.
        kpis: Text by path below `scorecards/`: `{"success/kpi_01.py": kpi_text(…)}`.
        runners: Text by domain; other domains with KPIs get `runner_text`. Empty text: no runner.
        files: Text of other files by path below the root: CSVs, `sql/…`, `.env`.
    """
    kpis = kpis or {}
    domains = {path.partition("/")[0] for path in kpis}
    texts = {f"scorecards/{path}": text for path, text in kpis.items()}
    for domain, text in (
        {domain: runner_text(domain) for domain in domains} | dict(runners or {})
    ).items():
        if text:
            texts[f"runners/{domain}.py"] = text
    texts |= files or {}
    for folder in ("scorecards", "runners"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def catalogue_of(root: Path, kpis: Mapping[str, str] | None = None, **more: Any) -> Catalogue:
    """Write a project of `kpis` (see `write_project`) and return its catalogue, unchecked."""
    return load_catalogue(write_project(root, kpis, **more))


def findings_of(root: Path, kpis: Mapping[str, str] | None = None, **more: Any) -> list[str]:
    """Write a project of `kpis` and return the lines that `scorecard check` would print."""
    return [str(finding) for finding in check(catalogue_of(root, kpis, **more)).findings]


def settings_of(root: Path, now: str | datetime = NOW, **environment: str) -> Settings:
    """Return the settings of a project with a fixed clock and only the given environment."""
    instant = now if isinstance(now, str) else now.isoformat()
    return load_settings({"SCORECARD_NOW": instant, **environment}, start=root)
