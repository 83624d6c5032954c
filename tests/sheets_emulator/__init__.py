"""A strict emulator of Google Sheets v4 for tests."""

from .emulator import OWNER, Emulator
from .faults import Fault
from .person import Person

__all__ = ["OWNER", "Emulator", "Fault", "Person"]
