"""The part of the catalogue that a command may rely on."""

from __future__ import annotations

from collections.abc import Sequence

from core.catalog.check import Checked, check
from core.catalog.entries import Catalogue
from core.catalog.loading import domain_names, load_catalogue
from core.errors import CatalogueError
from core.settings import Settings


def checked_catalogue(
    settings: Settings, domains: Sequence[str] | None
) -> tuple[Catalogue, Checked]:
    """Load and check the catalogue of `domains`, default all.

    Raises:
        CatalogueError: With all findings.
    """
    catalogue = load_catalogue(settings.root, domains)
    checked = check(catalogue)
    if checked.findings:
        raise CatalogueError(checked.findings)
    return catalogue, checked


def catalogue_around(
    settings: Settings, domains: Sequence[str]
) -> tuple[Catalogue, Checked, tuple[str, ...]]:
    """Load `domains` and all others, for they may read them; return those too that were left out
    for their findings.

    Raises:
        CatalogueError: With the findings of `domains` and of what they read.
    """
    catalogue = load_catalogue(settings.root)
    checked = check(catalogue)
    if not checked.findings:
        return catalogue, checked, ()
    needed, _ = checked_catalogue(settings, domains)
    others = [name for name in domain_names(settings.root) if name not in needed.runners]
    sound = [name for name in others if not check(load_catalogue(settings.root, [name])).findings]
    catalogue = load_catalogue(settings.root, [*needed.runners, *sound])
    return catalogue, check(catalogue), tuple(name for name in others if name not in sound)
