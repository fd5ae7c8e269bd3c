// What a pasted block means for a sheet: cells to change and rows to add, as one step.
import { step } from "./step.js";

export function pasteStep(sheet, block) {
  const named = headerColumns(sheet, block[0]);
  const texts = named ? block.slice(1) : block;
  const columns = named ?? columnsFrom(sheet, widest(texts));
  return { ...place(sheet, spread(sheet, texts), columns), beyond: beyond(texts, columns) };
}

const widest = (texts) => texts.reduce((most, line) => Math.max(most, line.findLastIndex((text) => text.trim()) + 1), 0);

// How many columns of the block find no place because the sheet ends before them.
const beyond = (texts, columns) => new Set(texts.flatMap((line) => [...line.keys()].filter((at) => at >= columns.length && line[at].trim()))).size;

// A first line that only names columns of this section says where each column goes.
function headerColumns(sheet, line) {
  const found = line.map((words) => sheet.columns.named(words));
  const known = found.filter(Boolean).length;
  return known > 1 && line.every((words, at) => !words.trim() || found[at]) ? found : null;
}

// To the right of the cursor; a block wider than what shows there was not made from it, so it takes
// all columns in their order, hidden ones too.
function columnsFrom(sheet, width) {
  const right = sheet.columns.shown.slice(sheet.selection.rectangle.left);
  if (width <= right.length) return right;
  const { all } = sheet.columns;
  return all.slice(all.indexOf(right[0])).filter(({ progress }) => !progress);
}

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
