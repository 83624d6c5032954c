"""spreadsheets.batchUpdate: the table of request kinds, carried out in order on one copy."""

from __future__ import annotations

from collections.abc import Callable

from . import metadata
from . import requests_cells as cells
from . import requests_charts as charts
from . import requests_dimensions as dimensions
from . import requests_objects as objects
from . import requests_ranges as ranges
from . import requests_sheets as sheets
from .context import Context
from .errors import ApiError, Json, invalid
from .model import Workbook
from .replies import plain
from .requests_find import find_replace

REQUESTS: dict[str, Callable[[Context, Json], Json | None]] = {
    "addBanding": objects.add_banding,
    "addChart": charts.add_chart,
    "addConditionalFormatRule": objects.add_conditional_format_rule,
    "addDimensionGroup": dimensions.add_dimension_group,
    "addFilterView": objects.add_filter_view,
    "addNamedRange": objects.add_named_range,
    "addProtectedRange": objects.add_protected_range,
    "addSheet": sheets.add_sheet,
    "appendCells": cells.append_cells,
    "appendDimension": dimensions.append_dimension,
    "autoResizeDimensions": dimensions.auto_resize_dimensions,
    "clearBasicFilter": objects.clear_basic_filter,
    "copyPaste": ranges.copy_paste,
    "createDeveloperMetadata": metadata.create,
    "cutPaste": ranges.cut_paste,
    "deleteBanding": objects.delete_banding,
    "deleteConditionalFormatRule": objects.delete_conditional_format_rule,
    "deleteDeveloperMetadata": metadata.delete,
    "deleteDimension": dimensions.delete_dimension,
    "deleteDimensionGroup": dimensions.delete_dimension_group,
    "deleteEmbeddedObject": charts.delete_embedded_object,
    "deleteFilterView": objects.delete_filter_view,
    "deleteNamedRange": objects.delete_named_range,
    "deleteProtectedRange": objects.delete_protected_range,
    "deleteRange": ranges.delete_range,
    "deleteSheet": sheets.delete_sheet,
    "duplicateSheet": sheets.duplicate_sheet,
    "findReplace": find_replace,
    "insertDimension": dimensions.insert_dimension,
    "insertRange": ranges.insert_range,
    "mergeCells": ranges.merge_cells,
    "moveDimension": dimensions.move_dimension,
    "repeatCell": cells.repeat_cell,
    "setBasicFilter": objects.set_basic_filter,
    "setDataValidation": cells.set_data_validation,
    "sortRange": ranges.sort_range,
    "unmergeCells": ranges.unmerge_cells,
    "updateBanding": objects.update_banding,
    "updateBorders": cells.update_borders,
    "updateCells": cells.update_cells,
    "updateChartSpec": charts.update_chart_spec,
    "updateConditionalFormatRule": objects.update_conditional_format_rule,
    "updateDeveloperMetadata": metadata.update,
    "updateDimensionGroup": dimensions.update_dimension_group,
    "updateDimensionProperties": dimensions.update_dimension_properties,
    "updateEmbeddedObjectPosition": charts.update_embedded_object_position,
    "updateFilterView": objects.update_filter_view,
    "updateNamedRange": objects.update_named_range,
    "updateProtectedRange": objects.update_protected_range,
    "updateSheetProperties": sheets.update_sheet_properties,
    "updateSpreadsheetProperties": sheets.update_spreadsheet_properties,
}


def run(workbook: Workbook, account: str, requests: list[Json]) -> tuple[Workbook, list[Json]]:
    """A changed copy of the workbook and the replies; the first refusal is raised and nothing has
    changed.
    """
    if not requests:
        raise invalid("Must specify at least one request.")
    ctx = Context(workbook.copy(), account)
    replies = []
    for index, request in enumerate(requests):
        kind = next(iter(request), "")
        if not kind:
            raise invalid(f"Invalid requests[{index}]: No request set.")
        if kind not in REQUESTS:
            raise ApiError(501, f"The emulator does not carry out {kind}.")
        try:
            reply = REQUESTS[kind](ctx, request[kind])
        except ApiError as error:
            raise error.prefixed(f"Invalid requests[{index}].{kind}: ") from None
        replies.append(plain(reply) if reply else {})
    metadata.require_room(ctx.workbook)
    return ctx.workbook, replies
