"""Sessions of Spark: one on a server that speaks Spark Connect, or a driver of our own."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pyspark
from pyspark import SparkContext
from pyspark.sql import SparkSession

from core.errors import SettingsError
from core.settings import Settings
from core.signals import held

if TYPE_CHECKING:
    from pyspark.sql.connect.client.retries import RetryPolicy

_LOCAL = "local"
# Attempts of the client itself, in milliseconds: ours follow, with the whole run.
_ATTEMPTS, _FIRST_PAUSE, _LONGEST_PAUSE = 2, 200, 1000


def connect_session(url: str) -> SparkSession:
    """Open a session of our own on a server that speaks Spark Connect."""
    _silence()
    session: Any = SparkSession.builder.remote(url).create()
    session.client.set_retry_policies([_retry_policy()])
    # The threads that attach again to a broken answer outlive a session, and spoil the next one.
    session.client.disable_reattachable_execute()
    return session


def _retry_policy() -> RetryPolicy:
    from pyspark.sql.connect.client.retries import DefaultPolicy

    return DefaultPolicy(
        max_retries=_ATTEMPTS, initial_backoff=_FIRST_PAUSE, max_backoff=_LONGEST_PAUSE
    )


def start_session(url: str, settings: Settings) -> tuple[SparkSession, str]:
    """Start a driver for `spark://master?name=value`; return its session and the master.

    Raises:
        SettingsError: Java is not installed.
    """
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise SettingsError(
            "SCORECARD_WAREHOUSE: Spark needs Java 17 or newer, which is not on this machine;"
            " install a JRE, or use Spark Connect with an sc:// URL"
        )
    _silence()
    # py4j logs the trace of a driver that ends to whatever handler it finds, or makes.
    logging.getLogger().addHandler(logging.NullHandler())
    master, _, options = url.removeprefix("spark://").partition("?")
    if not master.startswith(_LOCAL):
        master = f"spark://{master}"
    os.environ.setdefault("SPARK_HOME", str(Path(pyspark.__file__).parent))
    builder: Any = SparkSession.builder.master(master).appName("scorecard")
    for name, value in {**_options(master, settings), **dict(parse_qsl(options))}.items():
        builder = builder.config(name, value)
    folder = settings.var / "spark"
    folder.mkdir(parents=True, exist_ok=True)
    with _errors_in(folder / "spark.log"), held():
        return builder.getOrCreate(), master


def stop_session(session: SparkSession) -> None:
    """End a session and its cluster's executors; a driver that is gone makes room for a new one."""
    with suppress(Exception):
        session.stop()
    gateway: Any = SparkContext._gateway
    if gateway is not None and gateway.proc.poll() is not None:
        SparkContext._gateway = SparkContext._jvm = SparkContext._active_spark_context = None
        SparkSession._instantiatedSession = None


def _options(master: str, settings: Settings) -> dict[str, str]:
    """Return the options of a driver; a cluster on this machine is small."""
    options = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    if not master.startswith(_LOCAL):
        return options
    return options | {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.warehouse.dir": str(settings.var / "spark" / "tables"),
    }


def _silence() -> None:
    """Let pyspark write nothing on stderr: what it says comes as an error, too."""
    for name in ("SQLQueryContextLogger", "DataFrameQueryContextLogger", "pyspark.sql.connect"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


@contextmanager
def _errors_in(path: Path) -> Iterator[None]:
    """Let a process that starts within write its log to a file; it inherits stderr for life."""
    kept = os.dup(2)
    with path.open("ab") as file:
        os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
