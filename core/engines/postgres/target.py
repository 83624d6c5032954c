"""The server that the settings name: its URL, more parameters, and a name without secrets."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from core.engines.location import Location
from core.errors import SettingsError

_HOSTS = re.compile(r"/[^@]*|[\w.,:%-]*")
_PORTS = re.compile(r"[\d,]*")


@dataclass(frozen=True, slots=True)
class ServerTarget:
    """A server to connect to; `place` is its host and database, for people.

    `setting` holds the URL, and `role` is what messages call the database. `parameters` are those
    of the URL's that it has, and of libpq's variables in `.env`, by libpq's keyword.
    """

    setting: str
    role: str
    url: str = field(repr=False)
    place: str
    parameters: Mapping[str, Any] = field(repr=False)


def read_target(location: Location, environment: Mapping[str, str]) -> ServerTarget:
    """Return the target of a `postgresql://` URL and of libpq's variables.

    libpq reads its variables from the process's environment. Those that are in `.env` alone are
    handed over as parameters. The URL wins over both.

    Raises:
        SettingsError: The URL is malformed, so that any part of it may be one of the password.
    """
    in_url = _parameters_in(location)
    variables = _variables_in(environment)
    unseen = {
        keyword: environment[variable]
        for keyword, variable in variables.items()
        if os.environ.get(variable) != environment[variable]
    }
    everything = {keyword: environment[variable] for keyword, variable in variables.items()}
    place = _place({**everything, **in_url})
    return ServerTarget(location.setting, location.role, location.url, place, {**unseen, **in_url})


def _parameters_in(location: Location) -> dict[str, Any]:
    url = location.url
    try:
        parameters = conninfo_to_dict(url)
    except psycopg.Error:
        parameters = None
    if parameters is None or _is_ambiguous(url) or not _is_plausible(parameters):
        raise SettingsError(
            f"{location.setting} is not a valid postgresql:// URL; in the password write %40 for @,"
            " %2F for /, %3F for ? and %25 for %, or put it into PGPASSWORD"
        )
    return parameters


def _is_ambiguous(url: str) -> bool:
    """Return whether an @ may be part of the password, or a part of it of the address."""
    address, _, query = url.partition("://")[2].partition("?")
    authority, _, database = address.partition("/")
    credentials, at, _ = authority.rpartition("@")
    is_cut = ":" in authority and not at and "@" in query
    return "@" in credentials or "@" in database or is_cut


def _is_plausible(parameters: Mapping[str, Any]) -> bool:
    """Return whether host and port can be meant as such."""
    host, port = str(parameters.get("host", "")), str(parameters.get("port", ""))
    return bool(_HOSTS.fullmatch(host) and _PORTS.fullmatch(port))


def _variables_in(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of libpq that are set, by its keyword."""
    options = psycopg.pq.Conninfo.get_defaults()
    names = {option.keyword.decode(): (option.envvar or b"").decode() for option in options}
    return {keyword: name for keyword, name in names.items() if environment.get(name)}


def _place(parameters: Mapping[str, Any]) -> str:
    host, database = str(parameters.get("host") or "/"), str(parameters.get("dbname") or "")
    return f"{'the local socket' if host.startswith('/') else host}/{database}"
