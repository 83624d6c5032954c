"""The long form: `python -m tests.faults [KILLS] [ENGINE] [SEED]` kills runs until as many were hit
on each engine.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from random import Random, randrange

from tests.faults.kills import TOO_LATE, disturbed, undisturbed
from tests.faults.servers import own_server

ENGINES = ("duckdb", "postgresql")
Lend = Callable[[Path], AbstractContextManager[str]]


def main() -> int:
    """Kill runs on each engine; return 1 at the first difference."""
    kills, engine, seed, *_ = [
        *sys.argv[1:],
        *("200", "both", str(randrange(10**6)))[len(sys.argv) - 1 :],
    ]
    began, engines = time.monotonic(), ENGINES if engine == "both" else (engine,)
    for name in engines:
        try:
            _kill(name, int(kills), seed)
        except AssertionError as error:
            print(f"\n{name}, seed {seed}: {error}")
            return 1
    where, seconds = " and ".join(engines), time.monotonic() - began
    print(
        f"{kills} kills on {where}, seed {seed}, {seconds:.0f} s: nothing half-written, and no"
        " difference in the end"
    )
    return 0


def _kill(engine: str, kills: int, seed: str) -> None:
    places: Counter[str] = Counter()
    with ExitStack() as stack:
        lend = _postgresql(stack) if engine == "postgresql" else _duckdb
        with _project() as root, lend(root) as url:
            expected = undisturbed(root, url)
        for number in range(kills):
            with _project() as root, lend(root) as url:
                for place in disturbed(root, url, expected, Random(f"{seed} {engine} {number}")):
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
    server = stack.enter_context(own_server())
    return lambda root: server.database()


if __name__ == "__main__":
    sys.exit(main())
