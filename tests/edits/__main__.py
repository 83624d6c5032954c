"""`python -m tests.edits [COUNT] [--seed N] [--replay FILE]`: plays so many random scripts."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import randrange

from tests.edits.scripts import Played, Script, as_test, make_script, play, shrink


def main() -> int:
    """Play scripts; return 1 if one of them fails."""
    parser = argparse.ArgumentParser(prog="python -m tests.edits", description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=200)
    parser.add_argument("--seed", type=int, help="the first script's seed; the others follow it")
    parser.add_argument("--replay", type=Path, help="a file with steps as a failure prints them")
    parser.add_argument(
        "--first", action="store_true", help="stop at the first failure, and do not shrink it"
    )
    given = parser.parse_args()
    if given.replay:
        return replay(given.replay)
    seed = randrange(10**6) if given.seed is None else given.seed
    began, steps, failed = time.monotonic(), 0, 0
    for number in range(seed, seed + given.count):
        script = make_script(number)
        played = play(script)
        steps += len(played.log)
        if played.failures:
            failed += 1
            if given.first:
                print(f"seed {number}")
                print_played(played)
                break
            report(number, script)
    seconds = time.monotonic() - began
    scripts = f"{number - seed + 1} scripts from seed {seed}, {steps} steps, {seconds:.0f} s"
    print(f"{scripts}: {failed} failed")
    return 1 if failed else 0


def replay(path: Path) -> int:
    """Play the script in a file; print each step."""
    played = play(tuple(read_steps(path.read_text())))
    print_played(played)
    return 1 if played.failures else 0


def read_steps(text: str) -> Iterator[tuple[str, int]]:
    """Yield the steps in a text, such as a test that was pasted."""
    for line in text.splitlines():
        if line.strip().startswith('("'):
            kind, _, seed = line.strip(" (),").rpartition(", ")
            yield kind.strip('"'), int(seed)


def report(number: int, script: Script) -> None:
    """Print a failure as a test to paste, and what happens in it."""
    short = shrink(script)
    print(f"\nseed {number}: {len(script)} steps, {len(short)} of them needed\n{as_test(short)}")
    print_played(play(short))


def print_played(played: Played) -> None:
    for line in played.log:
        print(f"  {line}")
    for failure in played.failures:
        print(f"  -> {failure}")


if __name__ == "__main__":
    sys.exit(main())
