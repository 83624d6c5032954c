"""The face of runners: `Runner`, whose `main` is its command line, its review, and its rules."""

from __future__ import annotations

import sys
from pathlib import Path

from core import model
from core.model import (
    Review,
    above,
    above_target,
    below,
    below_target,
    off_target,
    trend_down,
    trend_up,
    unusual,
)

__all__ = [
    "Review",
    "Runner",
    "above",
    "above_target",
    "below",
    "below_target",
    "off_target",
    "trend_down",
    "trend_up",
    "unusual",
]


class Runner(model.Runner):
    """`core.model.Runner` with a `main`, so that a runner's file is also a program."""

    __slots__ = ()

    def main(self) -> None:
        """Run the command line of the domain whose file is the program."""
        # Imported here because only a program needs the commands.
        from core.cli import main_for

        main_for(Path(sys.argv[0]).stem)
