"""Runs the command line as `python -m core`."""

from core.cli import main

main()
