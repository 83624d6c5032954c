"""Developer metadata: looking it up, and the requests that make, change and remove it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from . import a1, masks
from .context import Context
from .errors import Json, invalid
from .model import Metadata, Sheet, Workbook, metadata_json

Found = tuple[Json, Metadata]

# Of keys and values on one sheet.
MOST_CHARACTERS = 30_000


def search(workbook: Workbook, filters: list[Json]) -> list[tuple[Found, list[Json]]]:
    """Every entry that some filter selects, once, with the filters that did."""
    if not filters:
        raise invalid("At least one data filter must be specified.")
    matches = [(data_filter, _test(workbook, data_filter)) for data_filter in filters]
    answer = []
    for location, entry in workbook.all_metadata():
        selecting = [data_filter for data_filter, test in matches if test(location, entry)]
        if selecting:
            answer.append(((location, entry), selecting))
    return answer


def _test(workbook: Workbook, data_filter: Json) -> Callable[[Json, Metadata], bool]:
    if "developerMetadataLookup" in data_filter:
        lookup = data_filter["developerMetadataLookup"]
        _check_lookup(lookup)
        return lambda location, entry: _matches(lookup, location, entry)
    if not data_filter:
        return lambda location, entry: True
    sheet, rect = range_of(workbook, data_filter)
    return lambda location, entry: _on_range(location, sheet, rect)


def range_of(workbook: Workbook, data_filter: Json) -> tuple[Sheet, a1.Rect]:
    """The range of a filter by A1 notation or grid range."""
    if "a1Range" in data_filter:
        return workbook.resolve(data_filter["a1Range"])
    grid_range = data_filter.get("gridRange", {})
    return workbook.sheet(grid_range.get("sheetId")), a1.rect_of(grid_range)


def _check_lookup(lookup: Json) -> None:
    location, strategy = lookup.get("metadataLocation"), lookup.get("locationMatchingStrategy")
    if strategy and not location:
        raise invalid(
            "DeveloperMetadataLookup.locationMatchingStrategy was specified without a"
            " metadataLocation."
        )
    if location and location.get("spreadsheet") and strategy == "INTERSECTING_LOCATION":
        raise invalid(
            "DeveloperMetadataLookup.spreadsheet is true, but locationMatchingStrategy was"
            " specified as INTERSECTING."
        )
    if lookup.get("locationType") and strategy == "EXACT_LOCATION":
        raise invalid(
            "DeveloperMetadataLookup.locationType must be unspecified with an EXACT_LOCATION"
            " strategy."
        )


def _matches(lookup: Json, location: Json, entry: Metadata) -> bool:
    """All fields that are given must fit; an empty lookup selects everything."""
    wanted = {
        "metadataId": entry.id,
        "metadataKey": entry.key,
        "metadataValue": entry.value,
        "visibility": entry.visibility,
        "locationType": location["locationType"],
    }
    if any(key in lookup and lookup[key] != value for key, value in wanted.items()):
        return False
    exact = lookup.get("locationMatchingStrategy") == "EXACT_LOCATION"
    return "metadataLocation" not in lookup or _at(lookup["metadataLocation"], location, exact)


def _at(wanted: Json, location: Json, exact: bool) -> bool:
    if wanted.get("spreadsheet"):
        return str(location["locationType"]) == "SPREADSHEET"
    if "dimensionRange" in wanted:
        here, there = location.get("dimensionRange"), wanted["dimensionRange"]
        if here is None or here["sheetId"] != there.get("sheetId", 0):
            return False
        if here["dimension"] != there.get("dimension"):
            return not exact
        start, end = there.get("startIndex", 0), there.get("endIndex", 2**31)
        return bool(start <= here["startIndex"] and here["endIndex"] <= end)
    sheet_id = location.get("sheetId", location.get("dimensionRange", {}).get("sheetId"))
    return bool(sheet_id == wanted.get("sheetId", 0)) and not (
        exact and location["locationType"] != "SHEET"
    )


def _on_range(location: Json, sheet: Sheet, rect: a1.Rect) -> bool:
    span = location.get("dimensionRange")
    if span is None or span["sheetId"] != sheet.id:
        return False
    top, bottom, left, right = sheet.bounds(rect)
    first, last = (top, bottom) if span["dimension"] == "ROWS" else (left, right)
    return bool(first < span["endIndex"] and span["startIndex"] < last)


def ranges(workbook: Workbook, data_filter: Json) -> Iterator[tuple[Sheet, a1.Rect]]:
    """The cells that a data filter selects: for metadata, the whole row, column or sheet that
    carries it.
    """
    if data_filter and "developerMetadataLookup" not in data_filter:
        yield range_of(workbook, data_filter)
        return
    for (location, _), _ in search(workbook, [data_filter]):
        if span := location.get("dimensionRange"):
            start, end = span["startIndex"], span["endIndex"]
            rows = span["dimension"] == "ROWS"
            rect = a1.Rect(start, end, None, None) if rows else a1.Rect(None, None, start, end)
            yield workbook.sheet(span["sheetId"]), rect
        elif "sheetId" in location:
            yield workbook.sheet(location["sheetId"]), a1.Rect()


def create(ctx: Context, body: Json) -> Json:
    wanted = body.get("developerMetadata", {})
    if not wanted.get("metadataKey"):
        raise invalid("Developer metadata must always have a key specified.")
    if not wanted.get("visibility"):
        raise invalid("Developer metadata must always have visibility specified.")
    number = wanted.get("metadataId", 0)
    if number < 0:
        raise invalid("Developer metadata ids must be positive.")
    if number and any(entry.id == number for _, entry in ctx.workbook.all_metadata()):
        raise invalid(f"Developer metadata with id {number} already exists.")
    number = number or ctx.workbook.fresh_id()
    entry = Metadata(
        number, wanted["metadataKey"], wanted.get("metadataValue", ""), wanted["visibility"]
    )
    location = attach(ctx, entry, wanted.get("location", {}))
    return {"createDeveloperMetadata": {"developerMetadata": metadata_json(location, entry)}}


def attach(ctx: Context, entry: Metadata, location: Json) -> Json:
    """Hang an entry where the location says; answers the location in full."""
    if location.get("spreadsheet"):
        ctx.workbook.metadata += (entry,)
        return {"locationType": "SPREADSHEET", "spreadsheet": True}
    if "sheetId" in location:
        sheet = ctx.workbook.sheet(location["sheetId"])
        sheet.metadata += (entry,)
        return {"locationType": "SHEET", "sheetId": sheet.id}
    if "dimensionRange" not in location:
        raise invalid("Developer metadata must always have a location specified.")
    return _attach_to_line(ctx, entry, location["dimensionRange"])


def _attach_to_line(ctx: Context, entry: Metadata, span: Json) -> Json:
    if "startIndex" not in span or "endIndex" not in span:
        raise invalid("DimensionRange must specify both a startIndex and an endIndex.")
    sheet, line = ctx.span(span)
    if line.count != 1:
        raise invalid("DimensionRange must represent a single row or column.")
    lines = sheet.lines(line.dimension)
    if line.end > len(lines):
        raise invalid(f"DimensionRange exceeds grid limits. Max {line.word}s: {len(lines)}")
    lines[line.start] = replace(lines[line.start], metadata=(*lines[line.start].metadata, entry))
    where = {
        "sheetId": sheet.id,
        "dimension": line.dimension,
        "startIndex": line.start,
        "endIndex": line.end,
    }
    return {"locationType": line.word.upper(), "dimensionRange": where}


def require_room(workbook: Workbook) -> None:
    """Keep each sheet within its quota; what Google answers beyond it is not documented."""
    for sheet in workbook.sheets:
        used = _size(sheet.metadata)
        for lines in (sheet.rows, sheet.columns):
            used += sum(_size(line.metadata) for line in lines)
        if used > MOST_CHARACTERS:
            raise invalid(f"Developer metadata exceeds the quota of {MOST_CHARACTERS} characters.")


def _size(entries: Iterable[Metadata]) -> int:
    return sum(len(entry.key) + len(entry.value) for entry in entries)


def detach(workbook: Workbook, numbers: Iterable[int]) -> None:
    gone = set(numbers)

    def kept(entries: tuple[Metadata, ...]) -> tuple[Metadata, ...]:
        return tuple(entry for entry in entries if entry.id not in gone)

    workbook.metadata = kept(workbook.metadata)
    for sheet in workbook.sheets:
        sheet.metadata = kept(sheet.metadata)
        for lines in (sheet.rows, sheet.columns):
            for index, line in enumerate(lines):
                if line.metadata:
                    lines[index] = replace(line, metadata=kept(line.metadata))


def update(ctx: Context, body: Json) -> Json:
    mask = masks.for_write(body.get("fields"), "DeveloperMetadata", "developerMetadata")
    wanted = body.get("developerMetadata", {})
    answer = []
    for (location, old), _ in search(ctx.workbook, body.get("dataFilters", [])):
        new = Metadata(
            old.id,
            wanted.get("metadataKey", "") if "metadataKey" in mask else old.key,
            wanted.get("metadataValue", "") if "metadataValue" in mask else old.value,
            wanted.get("visibility", "") if "visibility" in mask else old.visibility,
        )
        if not new.key or not new.visibility:
            raise invalid("Developer metadata must always have a key and visibility specified.")
        detach(ctx.workbook, [old.id])
        where = wanted.get("location", {}) if "location" in mask else location
        answer.append(metadata_json(attach(ctx, new, _one_place(where)), new))
    return {"updateDeveloperMetadata": {"developerMetadata": answer} if answer else {}}


def _one_place(location: Json) -> Json:
    return {key: value for key, value in location.items() if key != "locationType"}


def delete(ctx: Context, body: Json) -> Json:
    if "dataFilter" not in body:
        raise invalid("A data filter must be specified.")
    found = [pair for pair, _ in search(ctx.workbook, [body["dataFilter"]])]
    detach(ctx.workbook, [entry.id for _, entry in found])
    answer = [metadata_json(location, entry) for location, entry in found]
    return {"deleteDeveloperMetadata": {"deletedDeveloperMetadata": answer} if answer else {}}
