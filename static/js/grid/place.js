// Where in the sheet an element lies: {row, column} as indexes, column -1 for the handle.
export function placeOf(sheet, target) {
  const cell = target.closest?.("td, th.handle");
  const line = cell?.closest("tr[data-key]");
  if (!line || !sheet.view.table.contains(line)) return null;
  const row = sheet.rows.findIndex(({ key }) => key === line.dataset.key);
  return { row, column: cell.cellIndex - 1 };
}
