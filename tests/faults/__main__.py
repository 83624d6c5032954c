"""`python -m tests.faults [KILLS] [ENGINE] [SEED]`: kills so many runs on each engine."""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from random import Random, randrange

from tests.faults.kills import TOO_LATE, run_disturbed, run_undisturbed
from tests.faults.servers import running_server

ENGINES = ("duckdb", "postgresql")
Lend = Callable[[Path], AbstractContextManager[str]]


def main() -> int:
    """Kill runs on each engine; return 1 at the first difference."""
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
    places: Counter[str] = Counter()
    with ExitStack() as stack:
        lend = _postgresql(stack) if engine == "postgresql" else _duckdb
        with _project() as root, lend(root) as url:
            expected = run_undisturbed(root, url)
        for number in range(kills):
            with _project() as root, lend(root) as url:
                for place in run_disturbed(
                    root, url, expected, Random(f"{seed} {engine} {number}")
                ):
                    places[place] += 1
                    done = sum(places.values()) - places[TOO_LATE]
                    print(
                        f"\r{engine}: round {number + 1}, {done} of {kills} kills",
                        end="",
                        flush=True,
                    )
            if done >= kills:
                break
    print(f"; {', '.join(f'{count} {place}' for place, count in sorted(places.items()))}")


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
