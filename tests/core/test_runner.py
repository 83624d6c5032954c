"""A runner's file as a program."""

from __future__ import annotations

import sys
from pathlib import Path

from core import model
from core.runner import Runner
from tests.processes import ended, start_command
from tests.project import kpi_text, write_project


def test_a_runner_is_the_value_of_the_model() -> None:
    runner = Runner(title="Sales", timezone="Europe/Berlin", schedule={"weekly": "0 6 * * MON"})

    assert isinstance(runner, model.Runner)


def test_a_command_that_takes_no_domain_is_the_same_from_a_runner(tmp_path: Path) -> None:
    root = write_project(tmp_path, {"success/kpi_06.py": kpi_text()})
    found = ended(start_command(root, [sys.executable, "-m", "runners.success", "--help"]))

    assert found.code == 0
    assert "Commands:" in found.out


def test_a_command_that_takes_domains_is_bound_to_the_runner_s(tmp_path: Path) -> None:
    root = write_project(
        tmp_path,
        {"success/kpi_06.py": kpi_text(), "sales/kpi_01.py": kpi_text(name="Orders")},
    )
    found = ended(start_command(root, [sys.executable, "-m", "runners.sales", "list"]))

    assert (found.code, found.err) == (0, "")
    assert "Orders" in found.out
    assert "Forms" not in found.out
