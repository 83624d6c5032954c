"""The project of forms, and a warehouse that holds them."""

from __future__ import annotations

from tests.forms_fixtures import root, url

__all__ = ["root", "url"]
