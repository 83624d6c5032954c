"""A real cron daemon runs the lines that `scorecard crontab --install` wrote, and mails an alarm.

It runs in a mount namespace of its own, so the machine's crontabs are neither read nor changed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.kpi import File
from tests.processes import Outcome, ended, start_command
from tests.project import kpi_text, runner_text, write_project
from tests.runs import values_of, workbook_at

CRON = shutil.which("cron", path="/usr/sbin:/usr/bin")

# A private /run lets the daemon run beside the machine's own. Without the system's crontabs it has
# only our lines to run. Its mail goes to a program of ours.
NAMESPACE = """
set -e
mount --make-rprivate /
mount -t tmpfs none /run
mount --bind "$SPOOL" /var/spool/cron
mount --bind "$SPOOL/none" /etc/cron.d
mount --bind /dev/null /etc/crontab
cp "$CRON" "$SPOOL/sbin/"
mount --bind "$SPOOL/sbin" /usr/sbin
"""

# The mail server that cron finds.
SENDMAIL = """#!/bin/sh
cat >> '{}'
"""

DAEMON = """
echo '7 7 7 7 7 echo of another kind' | crontab -
scorecard crontab --install
cron -f &
cron=$!
for second in $(seq 90); do
    sleep 1
    if grep -qs ' published' var/log/success.log && [ -s mail.txt ]; then break; fi
done
kill $cron
scorecard crontab --install
crontab -l > installed.txt
scorecard crontab --uninstall
crontab -l > uninstalled.txt
"""


def in_namespace(root: Path, script: str, within: float) -> Outcome:
    spool = root / "spool"
    for folder in (spool / "crontabs", spool / "none", spool / "sbin"):
        folder.mkdir(parents=True)
    sendmail = spool / "sbin" / "sendmail"
    sendmail.write_text(SENDMAIL.format(root / "mail.txt"))
    sendmail.chmod(0o755)
    # The mode that cron checks for, as its package sets it.
    (spool / "crontabs").chmod(0o1730)
    command = ["unshare", "--mount", "sh", "-c", NAMESPACE + script]
    path = os.pathsep.join(
        (str(Path(sys.executable).parent), os.environ["PATH"], "/usr/sbin", "/sbin")
    )
    return ended(start_command(root, command, SPOOL=str(spool), CRON=str(CRON), PATH=path), within)


def five_minutes_before_the_next_minute() -> str:
    """Return the deadline whose check is due at Berlin's next minute, at least 15 seconds ahead."""
    now = datetime.now(ZoneInfo("Europe/Berlin"))
    if now.second > 45:
        time.sleep(61 - now.second)
    return f"{datetime.now(ZoneInfo('Europe/Berlin')) - timedelta(minutes=4):%H:%M}"


def has_namespaces() -> bool:
    if os.getuid() != 0 or not shutil.which("unshare"):
        return False
    return (
        subprocess.run(["unshare", "--mount", "true"], check=False, capture_output=True).returncode
        == 0
    )


@pytest.mark.slow
@pytest.mark.skipif(CRON is None, reason="cron is not installed; apt install cron")
@pytest.mark.skipif(
    not has_namespaces(), reason="only root may give a cron daemon a mount namespace of its own"
)
def test_lines_executed_by_a_real_cron_daemon_fill_the_workbook_and_mail_what_is_overdue(
    tmp_path: Path,
) -> None:
    """Cron checks the time once a minute, so this takes a little over a minute at most."""
    query = "SELECT sum(n) AS value FROM visits WHERE day <= :last_day"
    late = runner_text("late", schedule={"weekly": "0 0 * * MON"})
    late = late.replace(
        "    sheet=", f"    deadline={five_minutes_before_the_next_minute()!r},\n    sheet="
    )
    root = write_project(
        tmp_path,
        {
            "success/kpi_01.py": kpi_text(query, name="Visits", sources=[File("visits.csv")]),
            "late/kpi_01.py": kpi_text(),
        },
        runners={"success": runner_text("success", schedule={"weekly": "* * * * *"}), "late": late},
        files={
            "visits.csv": "day,n\n2020-01-01,40\n2020-01-02,2\n2999-01-01,1000\n",
            ".env": "SCORECARD_WAREHOUSE=duckdb:///var/from_env.duckdb\n",
        },
    )

    found = in_namespace(root, DAEMON, within=120)

    log = (root / "var" / "log" / "success.log").read_text()
    sheet = workbook_at(root / "var" / "success.xlsx").worksheets[0]
    numbers = [cell.value for row in sheet.iter_rows() for cell in row if cell.value == 42]
    values = values_of(root, f"duckdb:///{root / 'var' / 'from_env.duckdb'}", 1)
    mail = (root / "mail.txt").read_text()
    installed, uninstalled = (
        (root / "installed.txt").read_text(),
        (root / "uninstalled.txt").read_text(),
    )
    assert found.code == 0, found.err
    stamp = r"20..-..-..T..:..:..[+]0[12]:00 \[\d+\]"
    assert all(re.match(f"{stamp} ", line) for line in log.splitlines())
    first, began, *_ = log.splitlines()
    assert re.fullmatch(f"{stamp} started: runners.success run --cadence weekly --wait 3600", first)
    run_id = re.fullmatch(rf"{stamp} run (\S+) began", began)
    assert run_id
    assert re.search(rf"ended with exit code 0 after \S+ s, run {run_id[1]}$", log, re.MULTILINE)
    assert "overdue --quiet" in (root / "var" / "log" / "late.log").read_text()
    assert (root / "var" / "log" / "success.log").stat().st_mode & 0o777 == 0o600
    assert "published var/success.xlsx" in log
    assert set(values.values()) == {42.0}
    assert len(numbers) == len(values) + 1 >= 2  # the newest one beside the name, too
    assert re.search(r"^To: root$", mail, re.MULTILINE)
    assert re.search(
        r"^late 20..-W.. is overdue since .* fix it with scorecard catch-up late; its log is"
        r" var/log/late.log$",
        mail,
        re.MULTILINE,
    )
    assert "runners.success run" not in mail
    assert installed.startswith("7 7 7 7 7 echo of another kind\n\n# >>> scorecards")
    assert installed.count(" -m runners.success run --cadence weekly") == 1
    assert uninstalled == "7 7 7 7 7 echo of another kind\n"
