// What a pasted block means for a sheet: cells to change and rows to add, as one step.
import { step } from "./step.js";

export function pasteStep(sheet, block) {
  const named = headerColumns(sheet, block[0]);
  const texts = named ? block.slice(1) : block;
  const columns = named ?? columnsFrom(sheet);
  return place(sheet, spread(sheet, texts), columns);
}

// A first line that only names columns of this section says where each column goes.
function headerColumns(sheet, line) {
  const found = line.map((words) => sheet.columns.named(words));
  const known = found.filter(Boolean).length;
  return known > 1 && line.every((words, at) => !words.trim() || found[at]) ? found : null;
}

const columnsFrom = (sheet) => sheet.columns.shown.slice(sheet.selection.rectangle.left);

// One cell fills the chosen rectangle, one line fills the chosen rows: as in a spreadsheet.
function spread(sheet, texts) {
  const { rows, columns } = sheet.selection;
  if (texts.length !== 1 || rows.length === 1 && texts[0].length > 1) return texts;
  const line = texts[0].length === 1 ? columns.map(() => texts[0][0]) : texts[0];
  return rows.map(() => line);
}

function place(sheet, texts, columns) {
  const made = step();
  const top = sheet.selection.rectangle.top;
  const last = sheet.lastRow;
  for (const [down, line] of texts.entries()) {
    const at = top + down;
    const isNew = at >= last;
    const row = isNew ? sheet.newRow() : sheet.rows[at];
    if (isNew) made.added.push({ row, at });
    fillLine(sheet, made, row, columns, line);
  }
  return made;
}

function fillLine(sheet, made, row, columns, line) {
  for (const [right, text] of line.entries()) {
    const column = columns[right];
    if (!column || !sheet.mayEdit(row, column)) continue;
    const after = tidy(text, column);
    if (after !== row.get(column.field)) made.cells.push({ row, field: column.field, before: row.get(column.field), after });
  }
}

const tidy = (text, column) => (column.kind === "prose" || column.kind === "names" ? text.trim() : text.replace(/\s*\n\s*/g, " ").trim());
