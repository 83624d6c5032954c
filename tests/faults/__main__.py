"""`python -m tests.faults [KILLS] [ENGINE] [SEED]`: kills so many commands on each engine."""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from itertools import count
from pathlib import Path
from random import Random, randrange

from tests.faults.kills import TOO_LATE, run_disturbed, run_undisturbed
from tests.faults.scorecards import open_scorecards
from tests.faults.servers import running_server

ENGINES = ("duckdb", "postgresql")
Lend = Callable[[Path], AbstractContextManager[str]]


def main() -> int:
    """Kill commands on each engine; return 1 at the first difference."""
    given = dict(zip(("kills", "engine", "seed"), sys.argv[1:], strict=False))
    kills = int(given.get("kills", "200"))
    seed = given.get("seed", str(randrange(10**6)))
    engines = (given["engine"],) if given.get("engine", "both") != "both" else ENGINES
    began = time.monotonic()
    for engine in engines:
        try:
            _kill(engine, kills, seed)
        except AssertionError as error:
            print(f"\n{engine}, seed {seed}: {error}")
            return 1
    seconds = time.monotonic() - began
    print(
        f"{kills} kills on {' and '.join(engines)}, seed {seed}, {seconds:.0f} s: nothing"
        " half-written, and no difference in the end"
    )
    return 0


def _kill(engine: str, kills: int, seed: str) -> None:
    hits: Counter[tuple[str, str]] = Counter()
    with ExitStack() as stack:
        lend = _postgresql(stack) if engine == "postgresql" else _duckdb
        with _project() as root, lend(root) as url, open_scorecards(root) as scorecards:
            expected = run_undisturbed(root, url, scorecards)
        for number in count():
            random = Random(f"{seed} {engine} {number}")
            with _project() as root, lend(root) as url, open_scorecards(root) as scorecards:
                for hit in run_disturbed(root, url, scorecards, expected, random):
                    hits[hit] += 1
                    done = sum(many for (_, place), many in hits.items() if place != TOO_LATE)
                    print(f"\r{engine}: round {number + 1}, {done} of {kills} kills", end="")
                    sys.stdout.flush()
            if done >= kills:
                break
    print()
    for (kind, place), many in sorted(hits.items()):
        print(f"  {kind}: {many} {place}")


@contextmanager
def _project() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@contextmanager
def _duckdb(root: Path) -> Iterator[str]:
    yield f"duckdb:///{root / 'warehouse' / 'warehouse.duckdb'}"


def _postgresql(stack: ExitStack) -> Lend:
    server = stack.enter_context(running_server())
    return lambda root: server.database()


if __name__ == "__main__":
    sys.exit(main())
