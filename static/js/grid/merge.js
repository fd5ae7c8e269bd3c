// Other people's changes into a sheet: silently, and around what I am doing.
import { toast } from "../toast.js";
import { contest, receive } from "./arrival.js";

// Made when the question is sent: an answer that my own saving has overtaken counts for nothing.
export class Merger {
  constructor(sheet) {
    this.sheet = sheet;
    this.turn = sheet.saver.turn;
  }

  // `shape` is the server's order of rows: [[id, version]]. False when it has to be asked again.
  async take(shape, by) {
    const { sheet } = this;
    await sheet.loaded;
    if (this.isOvertaken) return false;
    const known = new Map(sheet.rows.filter(({ id }) => id !== null).map((row) => [row.id, row]));
    const wanted = shape.filter(([id, version]) => isNews(known.get(id), version)).map(([id]) => id);
    const surfaces = wanted.length ? await sheet.store.some(wanted) : [];
    if (this.isOvertaken) return false;
    const { changed, isWhole } = this.mergeCells(surfaces, known);
    const isSettled = this.mergeRows(shape, surfaces, known, by, changed);
    return isWhole && isSettled;
  }

  get isOvertaken() { return this.sheet.saver.turn !== this.turn || this.sheet.saver.isUnderWay; }

  mergeCells(surfaces, known) {
    const { sheet } = this;
    const changed = new Map();
    let isWhole = true;
    for (const surface of surfaces.filter(({ id }) => known.has(id))) {
      const row = known.get(surface.id);
      const typed = sheet.editor.isOpen && sheet.editor.row === row ? sheet.editor.column.field : "";
      const before = { ...row.text };
      if (row.merge(surface, typed)) changed.set(row, before);
      else if (typed) isWhole = false;
      else contest(sheet, row, surface.row_version);
    }
    return { changed, isWhole };
  }

  // False when rows would have to move under somebody who types.
  mergeRows(shape, surfaces, known, by, changed) {
    const { sheet } = this;
    const born = new Map(surfaces.filter(({ id }) => !known.has(id)).map((surface) => [surface.id, sheet.newRow(surface)]));
    const ids = new Set(shape.map(([id]) => id));
    const gone = [...known.values()].filter((row) => !ids.has(row.id));
    const orphans = gone.filter((row) => row.isChanged || sheet.editor.row === row && sheet.editor.isOpen);
    const after = this.order(shape.map(([id]) => known.get(id) ?? born.get(id)).filter(Boolean), new Set(gone), orphans);
    const isMoved = after.some((row, at) => row !== sheet.rows[at]) || after.length !== sheet.rows.length;
    const survivors = new Set(after);
    const stay = sheet.rows.filter((row) => survivors.has(row));
    const old = new Set(sheet.rows);
    const isShuffled = after.filter((row) => old.has(row)).some((row, at) => row !== stay[at]);
    if (isShuffled && sheet.editor.isOpen) return false;
    gone.forEach((row) => row.forget());
    if (orphans.length) toast(interpolate(gettext("%s 删除了你正在改的行；你写的还在，保存后成为新的一行。"), [by]), "warn");
    receive(sheet, after, changed, isMoved);
    return true;
  }

  // Rows that the server does not know yet stay behind the row that they stand behind now.
  order(rows, gone, orphans) {
    const { sheet } = this;
    const after = [...rows];
    let before = null;
    for (const row of sheet.rows) {
      const isKept = !gone.has(row) || orphans.includes(row);
      if (isKept && !after.includes(row)) after.splice(sheet.isGhost(row) ? after.length : before ? after.indexOf(before) + 1 : 0, 0, row);
      if (isKept) before = row;
    }
    return after;
  }
}

const isNews = (row, version) => !row || (row.version !== version && row.contested !== version);
