"""Scripts: made from a seed, played, shrunk to what fails, and written as something to paste."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from tests.edits.attempts import attempt
from tests.edits.cell_edits import CELL_EDITS, Edit
from tests.edits.comments import COMMENT_EDITS
from tests.edits.data_changes import DATA_CHANGES, begin
from tests.edits.desk import Desk
from tests.edits.line_edits import LINE_EDITS
from tests.edits.publishes import PUBLISHES
from tests.edits.tab_edits import TAB_EDITS

Step = tuple[str, int]
Script = tuple[Step, ...]

EDITS: dict[str, Edit] = {**CELL_EDITS, **LINE_EDITS, **TAB_EDITS, **COMMENT_EDITS}
CHANGES: dict[str, Edit] = {"begin": begin, **DATA_CHANGES}

_SEEDS = 10_000
_ROUNDS = (2, 5)


@dataclass(frozen=True)
class Played:
    """What happened at each step, and what was wrong at the last one."""

    log: tuple[str, ...]
    failures: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of the first failure, such as `lost note`."""
        return self.failures[0].partition(":")[0] if self.failures else ""


def make_script(seed: int) -> Script:
    """Return a script: rounds of edits, changes of data, and a publish."""
    rng = Random(f"edits {seed}")
    kinds = ["begin", "publish", *(["publish sales"] if rng.random() < 0.3 else [])]
    for _ in range(rng.randint(*_ROUNDS)):
        acts = [rng.choice([*EDITS]) for _ in range(rng.randint(1, 3))]
        acts += [rng.choice([*DATA_CHANGES]) for _ in range(rng.randint(0, 2))]
        rng.shuffle(acts)
        kinds += [*acts, rng.choice([*PUBLISHES, *["publish"] * len(PUBLISHES)])]
    return tuple((kind, rng.randrange(_SEEDS)) for kind in (*kinds, "publish"))


def play(script: Sequence[Step]) -> Played:
    """Carry a script out until something is wrong."""
    desk, log = Desk(), list[str]()
    for kind, seed in script:
        rng = Random(f"{kind} {seed}")
        if kind in PUBLISHES:
            log.append(f"{kind}")
            try:
                failures = tuple(PUBLISHES[kind](desk, rng))
            except Exception as error:  # noqa: BLE001 -- whatever the publisher raises is a failure
                failures = (f"raised {type(error).__name__}: {error}",)
            if failures:
                return Played(tuple(log), failures)
        else:
            done = attempt((EDITS | CHANGES)[kind], desk, rng)
            log.append(f"{kind}: {done}")
    return Played(tuple(log))


def shrink(script: Script, run: Callable[[Script], Played] = play) -> Script:
    """Return the shortest script found that fails in the same way."""
    kind = run(script).kind
    size = len(script) // 2
    while size:
        start = 1  # without the first step nothing is stored
        while start < len(script):
            shorter = script[:start] + script[start + size :]
            if shorter and run(shorter).kind == kind:
                script = shorter
            else:
                start += size
        size //= 2
    return script


def as_test(script: Script) -> str:
    """Return a script as a test to paste."""
    steps = "".join(f'        ("{kind}", {seed}),\n' for kind, seed in script)
    body = f"    script = (\n{steps}    )\n    assert play(script).failures == ()\n"
    return f"def test_…() -> None:\n{body}"
