"""The commands, and how results read on a terminal.

It decides nothing about values.
"""

import sys

try:
    from core.cli.program import main, main_for
except KeyboardInterrupt:  # Ctrl-C before a command has begun
    sys.stderr.write("interrupted; nothing has run\n")
    sys.exit(130)

__all__ = ["main", "main_for"]
