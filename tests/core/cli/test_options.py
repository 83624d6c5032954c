"""Options that several commands share."""

from __future__ import annotations

from ast import literal_eval
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from core.cli.options import form, kpis, one_domain, period, some_domains, wait


@click.command()
@some_domains
@kpis
@period
@wait
@form("table", "json")
def many(**given: Any) -> None:
    """Print what was given."""
    click.echo(given)


@click.command()
@one_domain
def one(domains: tuple[str, ...]) -> None:
    """Print what was given."""
    click.echo(domains)


def call(command: click.Command, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def test_without_options_every_domain_and_kpi_is_meant() -> None:
    assert literal_eval(call(many).output) == {
        "domains": (),
        "kpis": (),
        "period": "",
        "wait": 60.0,
        "form": "table",
    }


@pytest.mark.parametrize(
    ("text", "numbers"), [("5", (5,)), ("5,32", (5, 32)), (" 05 , kpi_32 ", (5, 32))]
)
def test_kpis_are_numbers_or_names_of_files(text: str, numbers: tuple[int, ...]) -> None:
    assert f"'kpis': {numbers}" in call(many, "--kpi", text).output


def test_an_option_that_is_given_twice_adds_up() -> None:
    result = call(many, "--kpi", "5,32", "--kpi", "60", "--kpi", "5")

    assert "'kpis': (5, 32, 60)" in result.output


@pytest.mark.parametrize("text", ["five", "5,", "5;6"])
def test_kpis_that_are_not_numbers_are_wrong_usage(text: str) -> None:
    result = call(many, "--kpi", text)

    assert result.exit_code == 2
    assert f"{text!r} is not a list of KPI numbers such as 5,32" in result.output


def test_a_week_is_another_name_for_a_period() -> None:
    assert "'period': '2026-W46'" in call(many, "--week", "2026-W46").output


def test_the_first_form_is_the_default_and_no_other_word_is_one() -> None:
    assert "'form': 'json'" in call(many, "--format", "json").output
    assert call(many, "--format", "csv").exit_code == 2


def test_one_domain_is_given_as_several_are() -> None:
    assert call(one, "success").output == "('success',)\n"
    assert "Missing argument 'DOMAIN'" in call(one).output
