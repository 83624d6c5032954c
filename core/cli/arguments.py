"""The numbers and reasons that people type as arguments."""

from __future__ import annotations

import math

import click


def read_number(part: str, typed: str, wanted: str) -> float:
    """Return a number of VALUE, of which `part` is the text; 12% is 0.12.

    `typed` is all that was typed, `wanted` what else VALUE may be, for the message.

    Raises:
        BadParameter: It is not a finite number.
    """
    divisor = 100 if part.endswith("%") else 1
    try:
        number = float(part.removesuffix("%")) / divisor
    except ValueError:
        number = math.nan
    # Python would read 1_000 as a thousand.
    if not math.isfinite(number) or "_" in part:
        fault = f"{typed!r} is not a number such as 1234.5 or 12%, {wanted}"
        raise click.BadParameter(fault, param_hint="VALUE")
    return number


def require_note(note: str, remedy: str = "give the reason") -> str:
    """Return a note on one line.

    Raises:
        BadParameter: It is empty.
    """
    if not note.strip():
        raise click.BadParameter(f"is empty; {remedy}", param_hint="--note")
    return " ".join(note.split())
