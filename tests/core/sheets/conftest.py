"""The emulator and an office for every test in this folder."""

from tests.spreadsheets import emulator, office, sheets, waits

__all__ = ["emulator", "office", "sheets", "waits"]
