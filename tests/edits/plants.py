"""`python -m tests.edits.plants [COUNT] [NAME]`: plants faults in a copy of the publisher, one at a
time, and says which script of how many finds each.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
GOOGLE = Path("core/publish/google")
SEED = 1


@dataclass(frozen=True)
class Plant:
    """A fault: a text of a module of the publisher, and what stands there instead."""

    name: str
    module: str
    text: str
    fault: str

    def put(self, root: Path) -> None:
        path = root / GOOGLE / self.module
        code = path.read_text(encoding="utf-8")
        assert code.count(self.text) == 1, f"{self.name}: {self.module} has changed; fix the plant"
        path.write_text(code.replace(self.text, self.fault), encoding="utf-8")


PLANTS = (
    Plant(
        "stores no comments", "comment_records.py", "yield _comment(seen, reading)", "yield from ()"
    ),
    Plant("ignores formulas", "answers.py", '"boolValue", "formulaValue")', '"boolValue")'),
    Plant(
        "takes notes whole",
        "note.py",
        "before, after = _split(note, new, old)",
        'before, after = "", ""',
    ),
    Plant(
        "is one off after an insert",
        "positions.py",
        "inserted[insert.index].append",
        "inserted[insert.index + 1].append",
    ),
    Plant("forgets to compare marks", "unfinished.py", "if marker in markers:", "if True:"),
    Plant("trusts keys without labels", "agreement.py", "if not astray:", "if True:"),
    Plant(
        "takes typed numbers for its own",
        "decisions.py",
        "return any(same_value(self.now.value, value) for value in ours)",
        "return isinstance(self.now.value, int | float)",
    ),
    Plant("overlooks protected ranges", "decisions.py", "if cell.barrier:", "if False:"),
    Plant(
        "forgets lines without metadata",
        "keys.py",
        "for index, key in found.keys.items() if key not in rows.doubtful}",
        "for index, key in found.keys.items() if not key}",
    ),
    Plant(
        "overlooks that rows moved meanwhile",
        "delivery.py",
        "misplaced = find_misplaced(planned.plan, after)",
        "misplaced = ()",
    ),
    Plant(
        "names kept cells as before inserts",
        "keys.py",
        "row += sum(insert.index <= row for insert in self.new_rows)",
        "row += 0",
    ),
    Plant(
        "takes a title that is taken",
        "titles.py",
        "while title.casefold() in taken:",
        "while False:",
    ),
    Plant(
        "leaves formats out of the plan",
        "effects.py",
        '"repeatCell": _format,',
        '"repeatCell": _nothing,',
    ),
    Plant("leaves new lines without marks", "plan.py", "rows=keys.new_rows,", "rows=(),"),
)


def main() -> int:
    """Plant each fault; return 1 if one of them is not found."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    plants = [plant for plant in PLANTS if not sys.argv[2:] or plant.name == sys.argv[2]]
    missed = 0
    for plant in plants:
        found, kind = find(plant, count)
        missed += not found
        print(f"{plant.name}: {f'script {found}, {kind}' if found else 'not found'}", flush=True)
    print(f"{len(plants) - missed} of {len(plants)} faults found in {count} scripts")
    return 1 if missed else 0


def find(plant: Plant, count: int) -> tuple[int, str]:
    """Return the number of the first script that finds a fault, 0 for none, and how."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for part in ("core", "tests", "sql"):
            shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
        plant.put(root)
        arguments = ["-m", "tests.edits", str(count), "--seed", str(SEED), "--first"]
        done = subprocess.run(
            [sys.executable, *arguments], cwd=root, capture_output=True, text=True, check=False
        )
    failure = re.search(r"^seed (\d+).*?-> ([^:]*)", done.stdout, re.MULTILINE | re.DOTALL)
    if not failure:
        assert done.returncode == 0, done.stderr
        return 0, ""
    return int(failure.group(1)) - SEED + 1, failure.group(2)


if __name__ == "__main__":
    sys.exit(main())
