"""The colours of everything that readers see: scorecards, workbooks and charts, as `#RRGGBB`."""

from __future__ import annotations

PAPER = "#FFFFFF"
INK, SOFT_INK, FAINT_INK, ACCENT = "#1F2937", "#6B7280", "#A3ABB8", "#2563EB"
BAND, CURRENT_BAND, CURRENT, SEPARATOR = "#E8EDF3", "#C9D8EA", "#F2F6FB", "#E3E7EC"

# Backgrounds and inks of states. They differ in lightness too, and each has a text of its own.
ALARM, ALARM_INK, WARNING, WARNING_INK, GAP = "#F9DCD5", "#8A2D14", "#FFF1CC", "#6B4E00", "#F1F2F4"

# Good is blue, since red and green look alike to many.
GOOD, GOOD_INK = "#DDEAF8", "#1B4F91"

# A bar that goes down: lighter than one that goes up, so that the two differ in grey too.
FALL = "#E0A93B"
