"""The files of a domain whose KPIs measure the quality of the data: checks, sources and runs."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from string import Template

from core.catalog import require_domain_name
from core.errors import UsageError


def write_quality_domain(root: Path, domain: str, owner: str, timezone: str) -> list[str]:
    """Write the KPI files and the runner of a new domain; return their paths relative to `root`.

    Args:
        root: The project.
        domain: The new domain's name.
        owner: E-mail address of the person responsible for the quality of the data.
        timezone: IANA name of the business time zone.

    Raises:
        UsageError: The name cannot be used, or there is such a domain already.
    """
    require_domain_name(domain)
    names = {"domain": domain, "variable": domain.upper(), "owner": owner, "timezone": timezone}
    texts = {
        _path(template.name, domain): Template(template.read_text("utf-8")).substitute(names)
        for template in (files("core.operations") / "quality").iterdir()
    }
    for path in sorted(texts):
        if (root / path).exists():
            raise UsageError(f"{path} exists already; choose another name for the domain")
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return sorted(texts)


def _path(template: str, domain: str) -> str:
    name = re.sub(r"\.txt$", "", template)
    return f"runners/{domain}.py" if name == "runner.py" else f"scorecards/{domain}/{name}"
