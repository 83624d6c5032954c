"""The crontab of the user on this machine: our lines go between two markers, the rest stays."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

from core.catalog import Catalogue
from core.errors import SettingsError
from core.operations.crontab import CronHost, crontab_lines

BEGIN = "# >>> scorecards: written by `scorecard crontab --install`, removed by --uninstall"
END = "# <<< scorecards"


def this_host(catalogue: Catalogue) -> CronHost:
    """Return this machine: the folder of the catalogue, this Python, and the zone of its cron."""
    folders = (str(Path(sys.executable).parent), "/usr/local/bin", "/usr/bin", "/bin")
    return CronHost(str(catalogue.root), os.pathsep.join(dict.fromkeys(folders)), machine_zone())


def machine_zone() -> ZoneInfo:
    """Return the zone in which cron reads its times: the machine's, not the one of TZ."""
    names = (_read("/etc/timezone"), os.path.realpath("/etc/localtime").partition("zoneinfo/")[2])
    for name in names:
        try:
            if name:
                return ZoneInfo(name)
        except (KeyError, ValueError):
            continue
    return ZoneInfo("UTC")


def _read(path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except OSError:
        return ""


def install(catalogue: Catalogue) -> str:
    """Write our lines into the user's crontab, in place of earlier ones; return a report.

    Raises:
        SettingsError: Cron is not installed or refuses the lines, or the end marker is missing.
    """
    ours = [BEGIN, *crontab_lines(catalogue, this_host(catalogue)), END]
    others = without_ours(_current_lines())
    separator = [""] if others else []
    _replace_lines([*others, *separator, *ours])
    count = sum(" -m runners." in line for line in ours)
    return f"installed {count} lines in the crontab of this user; see them with crontab -l"


def uninstall() -> str:
    """Remove our lines from the user's crontab and leave the rest as it is; return a report.

    Raises:
        SettingsError: Cron is not installed or refuses the lines, or the end marker is missing.
    """
    current = _current_lines()
    others = without_ours(current)
    if others == current:
        return "the crontab of this user has no lines of ours"
    _replace_lines(others)
    return "removed our lines from the crontab of this user"


def is_installed(catalogue: Catalogue) -> bool | None:
    """Return whether the user's crontab has our lines; None if it has outdated ones."""
    current = _current_lines()
    if BEGIN not in current:
        return False
    end = current.index(END) if END in current else None
    ours = current[current.index(BEGIN) + 1 : end]
    return True if ours == list(crontab_lines(catalogue, this_host(catalogue))) else None


def without_ours(lines: Iterable[str]) -> list[str]:
    """Return a crontab's lines without ours, and without the blank line before them.

    Raises:
        SettingsError: The end marker is missing, so it is unknown where our lines end.
    """
    others: list[str] = []
    inside = False
    for line in lines:
        if line == BEGIN:
            inside = True
            if others and not others[-1]:
                others.pop()
        if not inside:
            others.append(line)
        inside = inside and line != END
    if inside:
        raise SettingsError(
            f"this user's crontab lacks the line {END!r}; put it back below our lines with"
            " crontab -e"
        )
    return others


def _current_lines() -> list[str]:
    result = _run_crontab("-l")
    if result.returncode and "no crontab" not in result.stderr:
        raise SettingsError(
            f"crontab -l: {result.stderr.strip() or 'failed'}; ask for permission to use cron"
        )
    return result.stdout.splitlines()


def _replace_lines(lines: Iterable[str]) -> None:
    result = _run_crontab("-", text="".join(f"{line}\n" for line in lines))
    if result.returncode:
        raise SettingsError(
            f"crontab refuses the lines: {result.stderr.strip()}; nothing was changed"
        )


def _run_crontab(argument: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            ["crontab", argument], input=text, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise SettingsError(
            "crontab is not on this machine; install cron, or start the runners another way"
        ) from None
