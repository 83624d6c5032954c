"""A made-up company to try the framework on: two years of a placement firm's warehouse, exports and worksheets."""

from core.demo.generate import generate, write_exports, write_operations

__all__ = ["generate", "write_exports", "write_operations"]
