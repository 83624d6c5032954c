"""A new project: its folders, one example KPI that runs, and a README that says what to do next."""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from string import Template
from zoneinfo import ZoneInfo

from core.catalog import load_catalogue, runner_text
from core.errors import UsageError
from core.operations.crontab import project_crontab
from core.operations.example import orders_csv

_DISTRIBUTION = "scorecard-framework"
_IGNORED = {".git", ".venv"}  # may be in a folder before the project is
_SECRET = 0o600

# Path in the project → the file of `project/` that it is made from.
_TEMPLATES = {
    "README.md": "README.md",
    "requirements.txt": "requirements.txt",
    "pytest.ini": "pytest.ini",
    ".gitignore": "gitignore",
    ".env": "env",
    ".env.example": "env",
    "scorecards/$domain/kpi_01.py": "kpi_01.py.txt",
    "tests/scorecards/$domain/test_kpi_01.py": "test_kpi_01.py.txt",
    "runners/__init__.py": "runners.py.txt",
    "sql/README.md": "sql.md",
}


def start_project(folder: Path, domain: str, timezone: str, now: datetime) -> list[str]:
    """Write a project into a new or empty folder; return the paths of its files, relative to it.

    Args:
        folder: The project's root. It may hold `.git` and `.venv`, and nothing else.
        domain: The name of its first scorecard.
        timezone: IANA name of the business time zone.
        now: An aware instant. The example has data up to the day before.

    Raises:
        UsageError: The folder is not empty or cannot be written, or the domain or time zone cannot
            be used.
    """
    runner = runner_text(domain, "", "weekly", timezone)
    today = now.astimezone(ZoneInfo(timezone)).date()
    texts = {
        **_from_templates(domain),
        f"runners/{domain}.py": runner,
        "exports/orders.csv": orders_csv(today),
    }
    try:
        _refuse_content(folder)
        for path, text in texts.items():
            _write(folder / path, text)
        # The crontab is generated from the runner, which is only there now.
        texts["crontab"] = project_crontab(load_catalogue(folder))
        _write(folder / "crontab", texts["crontab"])
    except OSError as error:
        raise UsageError(
            f"{error.filename or folder}: {error.strerror}; choose a folder that you can write to"
        ) from None
    return sorted(texts)


def _refuse_content(folder: Path) -> None:
    if not folder.exists():
        return
    names = sorted(path.name for path in folder.iterdir())
    foreign = [name for name in names if name not in _IGNORED]
    if foreign:
        raise UsageError(
            f"{folder} is not empty: it has {foreign[0]}; choose a new or an empty folder"
        )


def _from_templates(domain: str) -> dict[str, str]:
    names = {
        "domain": domain,
        "variable": domain.upper(),
        "framework": _requirement(),
    }
    folder = files("core.operations") / "project"
    texts = {}
    for path, template in _TEMPLATES.items():
        text = (folder / template).read_text(encoding="utf-8")
        texts[Template(path).substitute(names)] = Template(text).substitute(names)
    return texts


def _requirement() -> str:
    try:
        return f"{_DISTRIBUTION}=={version(_DISTRIBUTION)}"
    except PackageNotFoundError:  # a checkout that runs without being installed
        return _DISTRIBUTION


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.name == ".env":
        path.touch(mode=_SECRET)
    path.write_text(text, encoding="utf-8")
