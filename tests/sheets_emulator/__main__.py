"""`python -m tests.sheets_emulator --port 0`: prints its address and runs until it is stopped."""

from __future__ import annotations

import argparse
import signal
import threading

from .emulator import Emulator


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="sheets_emulator", description="A Google Sheets v4 server for tests."
    )
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--any-token", action="store_true", help="accept every bearer token")
    parser.add_argument(
        "--quota", type=int, help="reads and writes a minute and account; unlimited by default"
    )
    parser.add_argument(
        "--private",
        action="append",
        default=[],
        metavar="ID",
        help="a spreadsheet nobody else may open",
    )
    given = parser.parse_args()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    emulator = Emulator(any_token=given.any_token, quota=given.quota).start(given.port)
    for spreadsheet_id in given.private:
        emulator.create("Private", owner="somebody-else@example.com", spreadsheet_id=spreadsheet_id)
    print(emulator.url, flush=True)
    stop.wait()
    emulator.stop()


if __name__ == "__main__":
    main()
