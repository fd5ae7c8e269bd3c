// The chosen rectangle and the cell that has the keyboard: {row, column} as indexes.
import { keyboardOf } from "./catcher.js";

export class Selection {
  constructor(sheet) {
    this.sheet = sheet;
    this.anchor = null;
    this.focus = null;
    this.painted = [];
  }

  get isSet() { return this.focus !== null; }

  get rectangle() {
    const rows = [this.anchor.row, this.focus.row].sort((a, b) => a - b);
    const columns = [this.anchor.column, this.focus.column].sort((a, b) => a - b);
    return { top: rows[0], bottom: rows[1], left: columns[0], right: columns[1] };
  }

  get rows() { return this.sheet.rows.slice(this.rectangle.top, this.rectangle.bottom + 1); }

  get columns() { return this.sheet.columns.shown.slice(this.rectangle.left, this.rectangle.right + 1); }

  get row() { return this.sheet.rows[this.focus.row]; }

  get column() { return this.sheet.columns.shown[this.focus.column]; }

  put(row, column, { extend = false, quiet = false } = {}) {
    const place = this.within({ row, column });
    this.sheet.view.closeDoor();
    this.focus = place;
    if (!extend || !this.anchor) this.anchor = place;
    this.paint(quiet);
  }

  move(down, right, extend) {
    this.put(this.focus.row + down, this.focus.column + right, { extend });
  }

  all() {
    this.anchor = { row: 0, column: 0 };
    this.put(this.sheet.rows.length - 1, this.sheet.columns.shown.length - 1, { extend: true });
  }

  wholeRow(at, extend) {
    this.put(at, this.sheet.columns.shown.length - 1, { extend: true, quiet: true });
    this.anchor = { row: extend ? this.anchor.row : at, column: 0 };
    this.put(at, this.sheet.columns.shown.length - 1, { extend: true });
  }

  wholeColumn(at, extend) {
    this.anchor = { row: 0, column: extend ? this.anchor.column : at };
    this.put(this.sheet.rows.length - 1, at, { extend: true });
  }

  // After rows have come or gone: on the same rows as before, wherever they are now.
  follow(anchor, focus, quiet) {
    const place = (row, old) => ({ ...old, row: Math.max(0, this.sheet.rows.includes(row) ? this.sheet.rows.indexOf(row) : old.row) });
    this.anchor = place(anchor, this.anchor);
    this.focus = place(focus, this.focus);
    if (!this.sheet.editor.isOpen) this.paint(quiet, true);
  }

  within({ row, column }) {
    const clamp = (value, last) => Math.max(0, Math.min(value, last));
    return { row: clamp(row, this.sheet.rows.length - 1), column: clamp(column, this.sheet.columns.shown.length - 1) };
  }

  // Only cells that were or become part of the choice are touched.
  paint(quiet = false, isStill = false) {
    this.clear();
    if (!this.isSet || !this.sheet.rows.length) return;
    this.anchor = this.within(this.anchor);
    this.focus = this.within(this.focus);
    const isRange = this.rows.length > 1 || this.columns.length > 1;
    for (const row of this.rows) {
      for (const column of this.columns) this.mark(row, column, isRange);
    }
    const cell = this.sheet.view.cell(this.row, this.column);
    cell.classList.add("at");
    this.sheet.view.catcher.stand(cell, this.row, this.column);
    this.painted.push(cell);
    const { bottom, right } = this.rectangle;
    const corner = this.sheet.view.cell(this.sheet.rows[bottom], this.sheet.columns.shown[right]);
    corner.classList.toggle("corner", this.sheet.config.may.edit);
    this.painted.push(corner);
    if (!quiet) reveal(cell, isStill);
    if (!isStill) this.sheet.help.watch();
  }

  mark(row, column, isRange) {
    const cell = this.sheet.view.cell(row, column);
    if (!cell) return;
    cell.classList.toggle("chosen", isRange);
    cell.setAttribute("aria-selected", "true");
    this.painted.push(cell);
  }

  clear() {
    for (const cell of this.painted) {
      cell.classList.remove("at", "chosen", "corner");
      cell.removeAttribute("aria-selected");
      cell.tabIndex = -1;
    }
    this.painted = [];
  }
}

function reveal(cell, isStill) {
  keyboardOf(cell).focus({ preventScroll: true });
  if (!isStill) cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}
