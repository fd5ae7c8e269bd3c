// What hands do to a sheet: pointer, keys, clipboard.
import { listenClipboard } from "./copying.js";
import { listenDrag } from "./drag.js";
import { listenKeys } from "./keys.js";
import { listenPointer } from "./pointer.js";
import { listenRowMenu } from "./rowmenu.js";

export function listen(sheet) {
  listenPointer(sheet);
  listenKeys(sheet);
  listenClipboard(sheet);
  listenDrag(sheet);
  listenRowMenu(sheet);
}

// Where in the sheet an element lies: {row, column} as indexes, column -1 for the handle.
export function placeOf(sheet, target) {
  const cell = target.closest?.("td, th.handle");
  const line = cell?.closest("tr[data-key]");
  if (!line || !sheet.view.table.contains(line)) return null;
  const row = sheet.rows.findIndex(({ key }) => key === line.dataset.key);
  return { row, column: cell.cellIndex - 1 };
}
