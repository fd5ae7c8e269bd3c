// How a sheet takes in what others have done, without taking the keyboard from anybody.

// `rows` in the server's order; `changed` are {row: its texts before} of those that others have written.
export function receive(sheet, rows, changed, isNewShape) {
  const { selection, groups } = sheet;
  const [anchor, focus] = selection.isSet ? [sheet.rows[selection.anchor.row], selection.row] : [];
  const quiet = !sheet.hasKeyboard;
  const isRegrouped = groups.field && [...changed].some(([row, before]) => row.get(groups.field) !== (before[groups.field] ?? ""));
  sheet.rows = rows;
  if (sheet.columns.choose(sheet.rows)) sheet.redraw();
  else if (isNewShape || isRegrouped) sheet.view.arrange();
  for (const [row, before] of changed) sheet.view.refresh(row, before);
  if (selection.isSet) selection.follow(anchor, focus, quiet);
  sheet.count();
}

// Somebody changed a cell that I have changed too and could not save yet.
export function contest(sheet, row, version) {
  row.contested = version;
  row.state = "conflict";
  sheet.view.paintState(row);
}
