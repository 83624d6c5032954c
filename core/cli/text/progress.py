"""The progress of a run on stderr: a bar on a terminal, else a line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from core.catalog import Task
from core.compute import Progress

_LINE_EVERY = 10.0  # seconds


@contextmanager
def progress() -> Iterator[Progress]:
    """Yield the function that a run calls before each task with the finished and all tasks."""
    if not sys.stderr.isatty():
        yield _lines(time.monotonic())
        return
    bar = click.progressbar(
        length=1, label="computing", file=sys.stderr, item_show_func=lambda task: task or ""
    )

    def advance(task: Task, done: int, total: int) -> None:
        bar.length = total
        bar.update(done - bar.pos, f"{task.entry.id} {task.period}")

    with bar:
        yield advance
        bar.update((bar.length or 0) - bar.pos, "")


def _lines(start: float) -> Progress:
    last = start

    def advance(task: Task, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < _LINE_EVERY:
            return
        last = now
        left = f", about {(now - start) / done * (total - done):.0f} s left" if done else ""
        name = f"{task.entry.id} {task.period}"
        click.echo(f"{done} of {total} computed{left}; at {name}", err=True)

    return advance
