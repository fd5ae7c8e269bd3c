// Filling: the small square at the corner of what is chosen is dragged over more cells.
import { placeOf } from "./place.js";
import { extend } from "./series.js";

const REACH = 12;

export function listenFill(sheet) {
  sheet.view.table.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch" || !isOnHandle(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    follow(sheet);
  });
  sheet.view.table.addEventListener("dblclick", (event) => {
    if (!isOnHandle(event)) return;
    event.stopImmediatePropagation();
    fillTo(sheet, beyond(sheet.selection.rectangle, { row: sheet.lastRow - 1, column: sheet.selection.focus.column }), event.ctrlKey);
  });
}

function isOnHandle(event) {
  const cell = event.target.closest("td.corner");
  if (!cell || cell.classList.contains("editing")) return false;
  const { right, bottom } = cell.getBoundingClientRect();
  return right - event.clientX < REACH && bottom - event.clientY < REACH;
}

function follow(sheet) {
  let over = null;
  const moved = (event) => {
    const place = placeOf(sheet, document.elementFromPoint(event.clientX, event.clientY) ?? document.body);
    over = place && beyond(sheet.selection.rectangle, place);
    show(sheet, over);
  };
  const released = (event) => {
    document.removeEventListener("pointermove", moved);
    show(sheet, null);
    if (over) fillTo(sheet, over, event.ctrlKey || event.metaKey);
  };
  document.addEventListener("pointermove", moved);
  document.addEventListener("pointerup", released, { once: true });
}

// The cells between the chosen block and that place, in the one direction that goes further.
export function beyond({ top, bottom, left, right }, { row, column }) {
  const down = row > bottom ? row - bottom : Math.min(0, row - top);
  const across = column < 0 ? 0 : column > right ? column - right : Math.min(0, column - left);
  if (!down && !across) return null;
  if (Math.abs(down) >= Math.abs(across)) {
    return { isDown: true, isBack: down < 0, top: down > 0 ? bottom + 1 : row, bottom: down > 0 ? row : top - 1, left, right };
  }
  return { isDown: false, isBack: across < 0, top, bottom, left: across > 0 ? right + 1 : column, right: across > 0 ? column : left - 1 };
}

// One undoable step; afterwards the old and the new cells are chosen together.
export function fillTo(sheet, area, isCopy = false) {
  if (!area || area.bottom < area.top) return;
  const { selection } = sheet;
  const from = selection.rectangle;
  const cells = area.isDown ? downwards(sheet, from, area, isCopy) : across(sheet, from, area, isCopy);
  sheet.write(cells.filter(({ row, column }) => !column.progress && sheet.mayEdit(row, column)));
  selection.anchor = { row: Math.min(from.top, area.top), column: Math.min(from.left, area.left) };
  selection.put(Math.max(from.bottom, area.bottom), Math.max(from.right, area.right), { extend: true });
}

function downwards(sheet, from, area, isCopy) {
  const targets = rowsOf(sheet, area);
  return columnsOf(sheet, area).flatMap((column) => {
    const texts = rowsOf(sheet, from).map((row) => row.get(column.field));
    return pair(targets, texts, area.isBack, isCopy).map(([row, text]) => ({ row, column, field: column.field, text }));
  });
}

function across(sheet, from, area, isCopy) {
  const targets = columnsOf(sheet, area);
  return rowsOf(sheet, area).flatMap((row) => {
    const texts = columnsOf(sheet, from).map((column) => row.get(column.field));
    return pair(targets, texts, area.isBack, isCopy).map(([column, text]) => ({ row, column, field: column.field, text }));
  });
}

function pair(targets, texts, isBack, isCopy) {
  const line = isBack ? [...targets].reverse() : targets;
  const next = extend(isBack ? [...texts].reverse() : texts, line.length, isCopy);
  return line.map((target, at) => [target, next[at]]);
}

const rowsOf = ({ rows }, { top, bottom }) => rows.slice(top, bottom + 1);
const columnsOf = ({ columns }, { left, right }) => columns.shown.slice(left, right + 1);

function show(sheet, area) {
  for (const cell of sheet.view.body.querySelectorAll("td.filling")) cell.classList.remove("filling");
  if (!area) return;
  for (const row of rowsOf(sheet, area)) {
    for (const column of columnsOf(sheet, area)) sheet.view.cell(row, column)?.classList.add("filling");
  }
}

// Ctrl+D and Ctrl+R: the first chosen line into the others; a single one takes its neighbour's texts.
export function fillDown(sheet) {
  const { rectangle } = sheet.selection;
  const isSingle = rectangle.top === rectangle.bottom;
  const source = sheet.rows[isSingle ? rectangle.top - 1 : rectangle.top];
  if (!source) return;
  const rows = isSingle ? sheet.selection.rows : sheet.selection.rows.slice(1);
  sheet.write(sheet.chosen(rows).map(({ row, column }) => ({ row, field: column.field, text: source.get(column.field) })));
}

export function fillRight(sheet) {
  const { rectangle, columns } = sheet.selection;
  const source = rectangle.left === rectangle.right ? sheet.columns.shown[rectangle.left - 1] : columns[0];
  if (!source) return;
  const cells = sheet.chosen().filter(({ column }) => column !== source);
  sheet.write(cells.map(({ row, column }) => ({ row, field: column.field, text: row.get(source.field) })));
}
