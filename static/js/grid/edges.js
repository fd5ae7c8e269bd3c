// Where Ctrl and an arrow lead: to the end of what is filled, or over the gap to the next filled cell.

export function edge(sheet, { row, column }, down, right) {
  const isFilled = (at) => Boolean(sheet.rows[at.row].get(sheet.columns.shown[at.column].field));
  const next = (at) => ({ row: at.row + down, column: at.column + right });
  const isInside = (at) => at.row >= 0 && at.column >= 0 && at.row < sheet.rows.length && at.column < sheet.columns.shown.length;
  let at = { row, column };
  const first = next(at);
  if (!isInside(first)) return at;
  const runs = isFilled(at) && isFilled(first);
  for (let ahead = first; isInside(ahead); ahead = next(ahead)) {
    if (runs && !isFilled(ahead)) return at;
    at = ahead;
    if (!runs && isFilled(ahead)) return at;
  }
  return at;
}

// The last row that says something; the empty one when there is no other.
export const lastCell = (sheet) => ({ row: Math.max(0, sheet.lastRow - 1), column: sheet.columns.shown.length - 1 });
