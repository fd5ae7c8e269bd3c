// Two people changed one row. Different cells merge by themselves; the same cell is shown twice.
import { ask } from "./ask.js";
import { element } from "./cells.js";

// True when the row may be sent again.
export async function reconcile(sheet, rows, problem) {
  const current = problem.body.current;
  const row = rows.find(({ id }) => id === current?.id);
  if (!row || row.version === current.row_version) {
    sheet.place(rows, problem);
    return false;
  }
  const mine = row.changes;
  const both = Object.keys(mine).filter((field) => current.text[field] !== (row.saved[field] ?? "") && current.text[field] !== mine[field]);
  const choice = both.length ? await choose(sheet, row, both, current) : "mine";
  if (!choice) return false;
  adopt(row, current, choice === "theirs" ? both : []);
  sheet.mark([row], "saved");
  return true;
}

// Their row, with what I typed on top of it, but for the cells in which they win.
function adopt(row, current, theirs) {
  const mine = row.changes;
  for (const field of theirs) delete mine[field];
  row.accept(current, row.text);
  Object.assign(row.text, mine);
}

function choose(sheet, row, fields, current) {
  sheet.mark([row], "conflict");
  const body = document.querySelector("#conflict-dialog tbody");
  body.replaceChildren(...fields.map((field) => line(sheet, row, field, current)));
  return ask("conflict-dialog");
}

function line(sheet, row, field, current) {
  const { label } = sheet.columns.all.find((column) => column.field === field);
  const texts = [row.saved[field], row.get(field), current.text[field]];
  const name = element("th", "", label);
  name.scope = "row";
  return element("tr", "", name, ...texts.map((text) => element("td", "", text || "—")));
}
