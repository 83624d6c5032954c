"""What a new spreadsheet says of itself."""

from __future__ import annotations

from .errors import Json


def _rgb(red: int, green: int, blue: int) -> Json:
    return {"red": red / 255, "green": green / 255, "blue": blue / 255}


WHITE, BLACK = _rgb(255, 255, 255), _rgb(0, 0, 0)
THEME = {
    "TEXT": BLACK,
    "BACKGROUND": WHITE,
    "ACCENT1": _rgb(66, 133, 244),
    "ACCENT2": _rgb(234, 67, 53),
    "ACCENT3": _rgb(251, 188, 4),
    "ACCENT4": _rgb(52, 168, 83),
    "ACCENT5": _rgb(255, 109, 1),
    "ACCENT6": _rgb(70, 189, 198),
    "LINK": _rgb(17, 85, 204),
}
DEFAULT_FORMAT: Json = {
    "backgroundColor": WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": BLACK,
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": BLACK},
    },
    "backgroundColorStyle": {"rgbColor": WHITE},
}
SPREADSHEET_PROPERTIES: Json = {
    "title": "Untitled spreadsheet",
    "locale": "en_US",
    "autoRecalc": "ON_CHANGE",
    "timeZone": "Etc/GMT",
    "defaultFormat": DEFAULT_FORMAT,
    "spreadsheetTheme": {
        "primaryFontFamily": "Arial",
        "themeColors": [
            {"colorType": kind, "color": {"rgbColor": color}} for kind, color in THEME.items()
        ],
    },
}
