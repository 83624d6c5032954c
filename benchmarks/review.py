"""`python -m benchmarks.review`: the review of a domain with 40 KPIs and 131 weeks.

HTML may take one second of CPU, PDF two, and each file 2 MB. `--kpis N` takes another number.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.ahead import SPAN, call, write_kpis
from benchmarks.kpis import DOMAINS

KPIS = 40
MOST = {"html": 1.0, "pdf": 2.0}  # seconds of CPU
LARGEST = 2.0  # MB
WEEKS = ("2026-W46", "2026-W45", "2026-W44", "2026-W43", "2026-W42")


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill a store, make an edition of some weeks in each form, and print the medians.

    Raises:
        SystemExit: A form of 40 KPIs took longer, or is larger, than it may.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.review", description=__doc__)
    parser.add_argument("--kpis", type=int, default=KPIS)
    kpis = parser.parse_args(arguments).kpis
    domain = DOMAINS[0]
    with tempfile.TemporaryDirectory(prefix="scorecard-bench-") as name:
        root = Path(name)
        write_kpis(root, kpis * len(DOMAINS))
        for other in DOMAINS[1:]:
            shutil.rmtree(root / "scorecards" / other)
            (root / "runners" / f"{other}.py").unlink()
        call(root, "run", domain, "--no-publish", "--period", SPAN)
        faults = [_measure(root, domain, form, kpis) for form in MOST]
    if kpis <= KPIS and any(faults):
        raise SystemExit("; ".join(filter(None, faults)))


def _measure(root: Path, domain: str, form: str, kpis: int) -> str:
    """Measure one form and print it; return why it is not accepted, empty if it is."""
    costs = [call(root, "review", domain, "--week", week, f"--{form}") for week in WEEKS]
    seconds, cpu, megabytes = map(statistics.median, zip(*costs, strict=True))
    files = (root / "var" / "reviews").glob(f"*.{form}")
    size = max(file.stat().st_size for file in files) / 1e6
    print(f"| {form} | {kpis} | {seconds:.2f} | {cpu:.2f} | {megabytes:.0f} | {size:.2f} |")
    if cpu > MOST[form] or size > LARGEST:
        return f"{form} took {cpu:.2f} s of CPU and {size:.2f} MB"
    return ""


if __name__ == "__main__":
    main()
