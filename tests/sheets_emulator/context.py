"""What every change of a workbook needs: who asks, where, and whether that is allowed."""

from __future__ import annotations

from dataclasses import dataclass

from . import a1
from .errors import Json, invalid, protected
from .model import MAX_CELLS, Sheet, Span, Workbook

MAX_CHARACTERS = 50_000


@dataclass(frozen=True)
class Area:
    """A rectangle of cells that lies inside its sheet."""

    sheet: Sheet
    top: int
    bottom: int
    left: int
    right: int

    @property
    def rows(self) -> range:
        return range(self.top, self.bottom)

    @property
    def columns(self) -> range:
        return range(self.left, self.right)

    @property
    def name(self) -> str:
        return a1.range_name(self.sheet.title, self.top, self.bottom, self.left, self.right)

    def grid_range(self) -> Json:
        rect = a1.Rect(self.top, self.bottom, self.left, self.right)
        return a1.grid_range_of(self.sheet.id, rect)

    def covers(self, grid_range: Json) -> bool:
        """Whether a bounded GridRange of the same sheet lies wholly inside."""
        top, bottom, left, right = self.sheet.bounds(a1.rect_of(grid_range))
        return (
            self.top <= top and bottom <= self.bottom and self.left <= left and right <= self.right
        )

    def touches(self, grid_range: Json) -> bool:
        top, bottom, left, right = self.sheet.bounds(a1.rect_of(grid_range))
        return self.top < bottom and top < self.bottom and self.left < right and left < self.right


@dataclass
class Context:
    """One change in progress: the copy that is worked on, and the account that asks."""

    workbook: Workbook
    account: str

    @property
    def owns(self) -> bool:
        return self.workbook.permissions.get(self.account) == "owner"

    def area(self, grid_range: Json | None, least: int = 1) -> Area:
        """The cells of a GridRange; open sides reach the edge of the grid, and nothing lies beyond
        it.
        """
        sheet = self.workbook.sheet((grid_range or {}).get("sheetId"))
        return inside(sheet, a1.rect_of(grid_range or {}), least)

    def span(self, dimension_range: Json) -> tuple[Sheet, Span]:
        """The lines of a DimensionRange; open ends reach the edge."""
        sheet = self.workbook.sheet(dimension_range.get("sheetId"))
        dimension = dimension_range.get("dimension")
        if dimension not in ("ROWS", "COLUMNS"):
            raise invalid("No dimension specified.")
        count = len(sheet.lines(dimension))
        start, end = dimension_range.get("startIndex", 0), dimension_range.get("endIndex", count)
        if start < 0 or end <= start:
            raise invalid(f"range.startIndex[{start}] must be less than range.endIndex[{end}]")
        return sheet, Span(dimension, start, end)

    def may_edit(self, protection: Json) -> bool:
        """Owners and listed editors are not stopped; a warning stops nobody."""
        users = protection.get("editors", {}).get("users", [])
        return bool(protection.get("warningOnly")) or self.owns or self.account in users

    def guard(self, area: Area) -> None:
        """Refuse to change cells that are protected against this account."""
        for protection in area.sheet.protected:
            open_cells = protection.get("unprotectedRanges", [])
            if (
                not self.may_edit(protection)
                and area.touches(protected_range(self.workbook, protection))
                and not any(area_within(area, grid_range) for grid_range in open_cells)
            ):
                raise protected()

    def guard_lines(self, sheet: Sheet, span: Span) -> None:
        """The same for whole rows or columns."""
        if span.dimension == "ROWS":
            self.guard(Area(sheet, span.start, span.end, 0, len(sheet.columns)))
        else:
            self.guard(Area(sheet, 0, len(sheet.rows), span.start, span.end))

    def check_growth(self, cells: int) -> None:
        """The limit counts every cell of every grid, empty or not."""
        if cells > 0 and self.workbook.cell_count() + cells > MAX_CELLS:
            raise invalid(
                "This action would increase the number of cells in the workbook above the limit of"
                f" {MAX_CELLS} cells."
            )


def protected_range(workbook: Workbook, protection: Json) -> Json:
    """The cells that a protection is about: its own range, or that of a named range."""
    for named in workbook.named:
        if named["namedRangeId"] == protection.get("namedRangeId"):
            found: Json = named["range"]
            return found
    return dict(protection.get("range", {}))


def area_within(area: Area, grid_range: Json) -> bool:
    top, bottom, left, right = area.sheet.bounds(a1.rect_of(grid_range))
    return top <= area.top and area.bottom <= bottom and left <= area.left and area.right <= right


def inside(sheet: Sheet, rect: a1.Rect, least: int = 1) -> Area:
    """The cells of a rectangle, or a 400 where it leaves the grid or has fewer than `least` rows or
    columns.
    """
    top, bottom, left, right = sheet.bounds(rect)
    if (
        min(top, left) < 0
        or bottom < top + least
        or right < left + least
        or bottom > len(sheet.rows)
        or right > len(sheet.columns)
    ):
        raise beyond(sheet, top, bottom, left, right)
    return Area(sheet, top, bottom, left, right)


def beyond(sheet: Sheet, top: int, bottom: int, left: int, right: int) -> Exception:
    name = a1.range_name(sheet.title, top, bottom, left, right)
    limits = f"Max rows: {len(sheet.rows)}, max columns: {len(sheet.columns)}"
    return invalid(f"Range ({name}) exceeds grid limits. {limits}")


def check_columns(count: int) -> None:
    if count > a1.MAX_COLUMNS:
        raise invalid(
            "This action would increase the number of columns in the sheet "
            f"above the limit of {a1.MAX_COLUMNS} columns."
        )


def check_characters(text: object) -> None:
    if isinstance(text, str) and len(text) > MAX_CHARACTERS:
        raise invalid(
            f"Your input contains more than the maximum of {MAX_CHARACTERS} characters in a single"
            " cell."
        )
