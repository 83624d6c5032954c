"""The verification of the project that the tests explain."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from core.cli.program import cli
from tests.core.explain.explanations import LATER


def command(root: Path, url: str, *arguments: str, now: str = LATER) -> Result:
    environment = {"SCORECARD_HOME": str(root), "SCORECARD_WAREHOUSE": url, "SCORECARD_NOW": now}
    return CliRunner().invoke(cli, arguments, env=environment, standalone_mode=False)


def verified(root: Path, url: str, *arguments: str) -> tuple[int, dict[tuple[int, str], Any]]:
    """Return the exit code, and each value by number and label."""
    result = command(root, url, "verify", "success", "--format", "json", *arguments)
    found = json.loads(result.stdout)
    return result.return_value, {
        (each["kpi_number"], each["field_details"]): each for each in found
    }


def results(root: Path, url: str, *arguments: str) -> tuple[int, dict[tuple[int, str], str]]:
    code, found = verified(root, url, *arguments)
    return code, {key: each["result"] for key, each in found.items()}
