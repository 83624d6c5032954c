"""`python -m core` is `scorecard`, where the command is not on the path."""

from core.cli import main

main()
