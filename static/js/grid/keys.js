// Keys as in a spreadsheet. Escape leaves the grid, so the keyboard is never trapped.
import { edge, lastCell } from "./edges.js";
import { fillDown, fillRight } from "./fill.js";
import { placeOf } from "./place.js";
import { toggle } from "./pointer.js";

export function listenKeys(sheet) {
  sheet.view.table.addEventListener("focusin", ({ target }) => {
    const place = target === sheet.view.door && placeOf(sheet, target);
    if (place) sheet.selection.put(place.row, place.column);
  });
  sheet.view.table.addEventListener("keydown", (event) => {
    if (!sheet.selection.isSet || sheet.editor.isOpen) return;
    const act = command(sheet, event);
    if (act === false) return;
    event.preventDefault();
    act?.();
  });
}

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-15, 0], PageDown: [15, 0] };

const DIRECTIONS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

// What the key does; false when it is not ours. Typing itself goes to the box that opens.
function command(sheet, event) {
  const control = event.ctrlKey || event.metaKey;
  if (event.altKey && !control) return withAlt(sheet, event);
  if (control) return withControl(sheet, event);
  if (MOVES[event.key]) return () => sheet.selection.move(...MOVES[event.key], event.shiftKey);
  return plain(sheet, event);
}

function plain(sheet, event) {
  const { selection } = sheet;
  const { row, column } = selection.focus;
  const last = sheet.columns.shown.length - 1;
  switch (event.key) {
    case "Tab": return tab(sheet, event);
    case "Enter": return event.shiftKey ? () => sheet.insert(row + 1) : () => sheet.editor.open();
    case "F2": return () => sheet.editor.open();
    case "Home": return () => selection.put(row, 0, { extend: event.shiftKey });
    case "End": return () => selection.put(row, last, { extend: event.shiftKey });
    case "Delete":
    case "Backspace": return () => clear(sheet);
    case "Escape": return () => leave(sheet);
    case " ": if (event.shiftKey) return () => selection.wholeRow(row);
      if (selection.column.kind === "flag" && column >= 0) return () => toggle(sheet);
  }
  return type(sheet, event);
}

// The key that starts typing lands in the box of the cell, also for an input method.
function type(sheet, event) {
  const isWriting = [...event.key].length === 1 || event.key === "Process";
  const isCaught = event.target.matches(".catcher:not(:read-only)");
  if (isWriting && !isCaught) sheet.editor.open({ fresh: true });
  return false;
}

function withControl(sheet, event) {
  const { selection } = sheet;
  const end = endOf(sheet, event.key);
  if (end) return () => selection.put(end.row, end.column, { extend: event.shiftKey });
  switch (event.key.toLowerCase()) {
    case "a": return () => selection.all();
    case " ": return () => selection.wholeColumn(selection.focus.column);
    case "enter": return () => sheet.editor.open();
    case "d": return () => fillDown(sheet);
    case "r": return () => fillRight(sheet);
    case "z": return event.shiftKey ? () => sheet.history.redo() : () => sheet.history.undo();
    case "y": return () => sheet.history.redo();
    case "-":
    case "delete": return () => sheet.remove(selection.rows);
  }
  return false;
}

function endOf(sheet, key) {
  if (DIRECTIONS[key]) return edge(sheet, sheet.selection.focus, ...DIRECTIONS[key]);
  return { Home: { row: 0, column: 0 }, End: lastCell(sheet) }[key];
}

function withAlt(sheet, event) {
  if (event.key === "Enter") return () => sheet.help.enter();
  if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return false;
  return () => shift(sheet, event.key === "ArrowUp" ? -1 : 1);
}

function shift(sheet, by) {
  const { selection } = sheet;
  const { top, bottom } = selection.rectangle;
  const rows = selection.rows.filter((row) => !sheet.isGhost(row));
  if (!sheet.config.may.edit || !rows.length || (by < 0 && top === 0)) return;
  const before = sheet.rows.length;
  sheet.move(rows, by < 0 ? top - 1 : Math.min(bottom + 2, sheet.lastRow));
  if (before === sheet.rows.length) selection.put(sheet.rows.indexOf(rows[0]), selection.focus.column);
}

// Past the first and the last cell the keyboard goes on with the page.
function tab({ selection, columns, rows }, { shiftKey }) {
  const { row, column } = selection.focus;
  const last = columns.shown.length - 1;
  if (shiftKey) {
    if (column > 0) return () => selection.put(row, column - 1);
    return row > 0 ? () => selection.put(row - 1, last) : false;
  }
  if (column < last) return () => selection.put(row, column + 1);
  return row < rows.length - 1 ? () => selection.put(row + 1, 0) : false;
}

function clear(sheet) {
  if (!sheet.empty()) sheet.explain(sheet.selection.row, sheet.selection.column);
}

function leave(sheet) {
  if (sheet.help.isOpen) return sheet.help.hide();
  const { anchor, focus } = sheet.selection;
  if (anchor.row !== focus.row || anchor.column !== focus.column) return sheet.selection.put(focus.row, focus.column);
  sheet.root.querySelector("[data-leave]")?.focus();
}
