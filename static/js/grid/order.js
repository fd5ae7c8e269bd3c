// Orders of a sheet's rows, as lists; the empty last line stays last.

// `rows` taken out and put before the row that is now at `to`.
export function carried(sheet, rows, to) {
  const before = sheet.rows;
  const rest = before.slice(0, sheet.lastRow).filter((row) => !rows.includes(row));
  const place = before.slice(0, to).filter((row) => !rows.includes(row)).length;
  return [...rest.slice(0, place), ...rows, ...rest.slice(place), ...before.slice(sheet.lastRow)];
}

// An older order over the rows of today: those that have come since stay behind, those that have gone are gone.
export function reordered(sheet, after) {
  const alive = new Set(sheet.rows);
  const wanted = new Set(after);
  const rest = sheet.rows.filter((row) => !wanted.has(row));
  const ghost = sheet.isGhost(after.at(-1)) ? [after.at(-1)] : [];
  return [...after.filter((row) => alive.has(row) && !ghost.includes(row)), ...rest, ...ghost];
}
