"""The environment (and `.env`) as one frozen value, read once at the edge."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from getpass import getuser
from io import StringIO
from pathlib import Path

from core.errors import SettingsError
from core.secrets import find_secrets, scrub

LONGEST_TIMEOUT = 86_400  # seconds
DEFAULT_WAREHOUSE = "duckdb:///var/warehouse.duckdb"
WAREHOUSE_SETTING, STORE_SETTING = "SCORECARD_WAREHOUSE", "SCORECARD_STORE"
SMTP_SETTING, FROM_SETTING = "SCORECARD_SMTP", "SCORECARD_MAIL_FROM"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that the environment decides.

    `root` is the project's folder. `now` is an aware instant, by which a run decides what has
    ended. `query_timeout` is in seconds. Of one table of a remote warehouse at most `copied_rows`
    are copied to this machine. KPIs read the database at the URL `warehouse`; rows are
    stored in that at `store`, by default the same. `environment` holds `secrets`, so the repr omits
    it.
    """

    root: Path
    now: datetime
    query_timeout: float
    copied_rows: int
    warehouse: str = field(repr=False)
    store: str = field(repr=False)
    environment: Mapping[str, str] = field(repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)

    @property
    def var(self) -> Path:
        """Folder of everything the product writes beside the warehouse."""
        return self.root / "var"

    def path(self, text: str) -> Path:
        """Return a path that may be relative to the project's root."""
        return self.root / Path(text).expanduser()

    def scrub(self, text: str) -> str:
        """Return a text without the secrets of the environment."""
        return scrub(text, self.secrets)


def find_root(start: Path) -> Path:
    """Return the nearest folder at or above `start` that has a `scorecards` folder.

    Raises:
        SettingsError: There is none.
    """
    for folder in (start, *start.parents):
        if (folder / "scorecards").is_dir():
            return folder
    raise SettingsError(
        f"{start}: neither this folder nor one above has a scorecards/ folder; "
        "change to the project's root, set SCORECARD_HOME, or run scorecard start FOLDER"
    )


def current_time(environ: Mapping[str, str] | None = None) -> datetime:
    """Return the instant that counts as now: `SCORECARD_NOW` where it is set, else the clock's.

    Raises:
        SettingsError: `SCORECARD_NOW` is malformed.
    """
    return _now((os.environ if environ is None else environ).get("SCORECARD_NOW", ""))


def load_settings(environ: Mapping[str, str] | None = None, start: Path | None = None) -> Settings:
    """Read the environment over the project's `.env`.

    Raises:
        SettingsError: A setting is malformed, or `.env` cannot be read.
    """
    environ = os.environ if environ is None else environ
    home = environ.get("SCORECARD_HOME")
    root = find_root(_home(home) if home else start or Path.cwd())
    merged = {**_dotenv(root / ".env"), **environ}
    warehouse = merged.get(WAREHOUSE_SETTING) or DEFAULT_WAREHOUSE
    return Settings(
        root=root,
        now=_now(merged.get("SCORECARD_NOW", "")),
        query_timeout=_seconds(merged.get("SCORECARD_QUERY_TIMEOUT") or "300"),
        copied_rows=_rows(merged.get("SCORECARD_COPIED_ROWS") or "2000000"),
        warehouse=warehouse,
        store=merged.get(STORE_SETTING) or warehouse,
        environment=merged,
        secrets=find_secrets(merged),
    )


def _home(text: str) -> Path:
    path = Path(text)
    try:
        is_folder = path.is_dir()
    except (OSError, ValueError):
        is_folder = False
    if not is_folder:
        raise SettingsError("SCORECARD_HOME is not a folder; set it to the project's root")
    return path


def _dotenv(path: Path) -> dict[str, str]:
    text = _dotenv_text(path)
    if not text:
        return {}
    from dotenv import dotenv_values  # 16 ms that a project without a .env need not pay

    variables = dotenv_values(stream=StringIO(text))
    return {name: value for name, value in variables.items() if value}


def _dotenv_text(path: Path) -> str:
    """Return the text of `.env`; empty if the file is missing."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except OSError as error:
        remedy = "make it a file that this user can read, or remove it"
        raise SettingsError(f".env cannot be read: {error.strerror}; {remedy}") from None
    except UnicodeDecodeError:
        raise SettingsError(".env is not in UTF-8; save it as UTF-8") from None
    if "\0" in text:
        raise SettingsError(".env contains a NUL character; remove it")
    return text


def _now(text: str) -> datetime:
    if not text:
        return datetime.now(UTC)
    try:
        now = datetime.fromisoformat(text)
    except ValueError:
        now = None
    if now is None or now.tzinfo is None:
        raise SettingsError(
            "SCORECARD_NOW is not an instant; write it with an offset, such as"
            " 2027-01-04T06:00+01:00"
        )
    return now


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= LONGEST_TIMEOUT:
        raise SettingsError(
            "SCORECARD_QUERY_TIMEOUT is not a number of seconds above 0 and up to a day;"
            " the default is 300"
        )
    return seconds


def _rows(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise SettingsError(
            "SCORECARD_COPIED_ROWS is not a number of rows above 0; the default is 2000000"
        )
    return int(text)


def store_setting(settings: Settings) -> str:
    """Return the setting that names the database with the stored values."""
    return STORE_SETTING if settings.environment.get(STORE_SETTING) else WAREHOUSE_SETTING


def user() -> str:
    """Return the name of the person or service that runs this process."""
    try:
        return getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


def host() -> str:
    """Return the name of the machine."""
    return os.uname().nodename
