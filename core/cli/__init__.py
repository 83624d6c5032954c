"""The commands, and how results read on a terminal.

It decides nothing about values.
"""

from core.cli.program import main, main_for

__all__ = ["main", "main_for"]
