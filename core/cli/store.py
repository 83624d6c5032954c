"""`store copy`: a store moves to another database."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from core.cli.app import App, command_line, pass_app

if TYPE_CHECKING:
    from core.engines import EngineConnection


@click.group()
def store() -> None:
    """Move the stored values to another database."""


@store.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@pass_app
def copy(app: App, source: str, target: str) -> None:
    """Copy a whole store, from one duckdb:/// or postgresql:// URL to another.

    All rows go over in one transaction, and both are compared. The target must be empty, and
    FROM stays as it is. Then set SCORECARD_STORE to TO.
    """
    from core.model import counted
    from core.store import copy_store

    with ExitStack() as stack:
        original = stack.enter_context(closing(_open(app, source, write=False)))
        copied = stack.enter_context(closing(_open(app, target, write=True)))
        rows = copy_store(original, copied)
        click.echo(f"{original.place} → {copied.place}: {counted(rows, 'row')}, all equal")


def _open(app: App, url: str, *, write: bool) -> EngineConnection:
    from core.engines import Access, open_store

    settings = replace(app.settings, warehouse=url, store=url)
    return open_store(settings, Access(command_line(app.settings), write=write, wait=10.0))
