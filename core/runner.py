"""What a runner imports: the `Runner` value, which as a program is the command line of its domain."""

from __future__ import annotations

import sys
from pathlib import Path

from core import model

__all__ = ["Runner"]


class Runner(model.Runner):
    """See `core.model.runner.Runner`."""

    __slots__ = ()

    def main(self) -> None:
        """Run the command line bound to the domain whose file is being run."""
        from core.cli import main_for

        main_for(Path(sys.argv[0]).stem)
