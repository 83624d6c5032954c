"""Colours as Google keeps them: eight bits a channel, and always with their *Style twin."""

from __future__ import annotations

from typing import Any

from .defaults import THEME
from .errors import Json

CHANNELS = ("red", "green", "blue")


def twins(value: Any) -> Any:
    """A message in which every colour and its style say the same; the style wins where both are
    given.
    """
    if isinstance(value, list):
        return [twins(item) for item in value]
    if not isinstance(value, dict):
        return value
    result = {key: item if _is_color(key) else twins(item) for key, item in value.items()}
    for key in list(result):
        if key.lower().endswith("colorstyle"):
            style = result[key]
            if not style:  # a style without a colour clears it
                result.pop(key.removesuffix("Style"), None)
                del result[key]
                continue
            rgb = (
                style.get("rgbColor")
                if "themeColor" not in style
                else THEME.get(style["themeColor"])
            )
            result[key.removesuffix("Style")] = eight_bits(rgb or {})
            result[key] = style if "themeColor" in style else {"rgbColor": eight_bits(rgb or {})}
        elif key.lower().endswith("color") and key != "themeColor" and key + "Style" not in value:
            result[key] = eight_bits(result[key])
            if key != "rgbColor":
                result[key + "Style"] = {"rgbColor": result[key]}
    return result


def _is_color(key: str) -> bool:
    return key.lower().endswith(("color", "colorstyle"))


def eight_bits(color: Json) -> Json:
    """0.5 comes back as 127/255."""
    rounded = {
        name: int(min(max(color.get(name, 0), 0), 1) * 255 + 1e-4) / 255 for name in CHANNELS
    }
    return {name: channel for name, channel in rounded.items() if channel}


def hexadecimal(color: Json | None) -> str:
    """#RRGGBB."""
    return "#" + "".join(f"{round((color or {}).get(name, 0) * 255):02X}" for name in CHANNELS)


def from_hexadecimal(text: str) -> Json:
    return {
        name: int(text.lstrip("#")[2 * i : 2 * i + 2], 16) / 255 for i, name in enumerate(CHANNELS)
    }
