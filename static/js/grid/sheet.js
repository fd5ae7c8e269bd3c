// One section of the plan as an editable grid: the only place where its rows change.
import { toast } from "../toast.js";
import { Columns } from "./columns.js";
import { Editor } from "./editor.js";
import { Groups } from "./groups.js";
import { Help } from "./help.js";
import { listen } from "./gestures.js";
import { carried, reordered } from "./order.js";
import { Row } from "./row.js";
import { Saver } from "./saver.js";
import { Selection } from "./selection.js";
import { History, isEmpty, step } from "./step.js";
import { Store } from "./store.js";
import { View } from "./view.js";

export class Sheet {
  constructor(root, config, page) {
    Object.assign(this, { root, config, page, rows: [], findings: {} });
    this.columns = new Columns(config);
    this.groups = new Groups(config);
    this.store = new Store(config);
    this.saver = new Saver(this, this.store);
    this.history = new History((done) => this.perform(done));
    this.selection = new Selection(this);
    this.editor = new Editor(this);
    this.help = new Help(this);
    this.view = new View(this, root.querySelector("[data-sheet]"));
    listen(this);
  }

  async load() {
    const surfaces = await this.store.all();
    this.rows = surfaces.map((surface) => this.newRow(surface));
    if (this.config.may.edit) this.rows.push(this.newRow());
    this.history.clear();
    this.columns.choose(this.rows);
    this.view.redraw();
    this.count();
  }

  newRow(surface = null) {
    this.content ??= this.config.columns.filter(({ progress }) => !progress).map(({ field }) => field);
    return new Row(this.content, surface);
  }

  // --- questions -----------------------------------------------------------------------------

  get lastRow() { return this.rows.length - (this.config.may.edit ? 1 : 0); }

  isGhost(row) { return row.isNew && this.config.may.edit && row === this.rows.at(-1); }

  mayEdit(row, column) { return !this.refusal(row, column); }

  // Why this cell cannot be typed into; empty when it can.
  refusal(row, column) {
    if (column.progress) return row.isNew ? gettext("先填写这一行") : column.lock || row.tick;
    return column.lock || row.lock || (this.config.may.edit ? "" : this.config.may.reason);
  }

  explain(row, column) {
    toast(this.refusal(row, column), "warn");
    return false;
  }

  get hasKeyboard() { return this.view.table.contains(document.activeElement); }

  findingOf(row, field) { return this.findings[row.id]?.[field] ?? ["", ""]; }

  // --- changes -------------------------------------------------------------------------------

  // Texts into cells, as one undoable step.
  write(cells) {
    const changed = cells.filter(({ row, field, text }) => row.get(field) !== text);
    const done = step();
    for (const { row, field, text } of changed) {
      done.cells.push({ row: this.real(row, done), field, before: row.get(field), after: text });
    }
    this.change(done);
  }

  // The empty last line stays empty: what is typed there becomes a row before it.
  real(row, done) {
    if (!this.isGhost(row)) return row;
    if (!done.added.length) done.added.push({ row: this.newRow(), at: this.lastRow });
    return done.added[0].row;
  }

  change(done) {
    if (isEmpty(done)) return;
    if (this.config.warns) {
      this.warn(done);
      return;
    }
    this.perform(done);
    const isTick = done.cells.some(({ field }) => this.isProgress(field));
    if (!isTick) this.history.keep(done);
  }

  // In review an edit voids signatures: before the first one the page says which.
  async warn(done) {
    const goOn = await this.page.warn(await this.store.warning());
    if (!goOn) return;
    this.config.warns = false;
    this.change(done);
  }

  // What an older message offers to take back is no longer the last step.
  perform({ cells, added, removed, moved }) {
    this.notice?.();
    const gone = new Set(removed.map(({ row }) => row));
    if (gone.size) this.rows = this.rows.filter((row) => !gone.has(row));
    for (const { row, at } of added) this.rows.splice(Math.min(at, this.lastRow), 0, row);
    if (moved) this.rows = reordered(this, moved.after);
    for (const { row, field, after } of cells) row.set(field, after);
    this.show(cells, added.length || removed.length || moved);
    this.persist(cells, added, removed, moved);
  }

  show(cells, isNewShape) {
    const isRegrouped = cells.some(({ field }) => field === this.groups.field);
    if (this.columns.choose(this.rows)) this.view.redraw();
    else if (isNewShape || isRegrouped) this.view.arrange();
    for (const row of new Set(cells.map((cell) => cell.row))) this.view.paintRow(row);
    if (this.selection.isSet) this.selection.paint();
    this.count();
  }

  persist(cells, added, removed, moved) {
    this.saver.remove(removed.map(({ row }) => row));
    for (const { row } of removed) row.forget();
    const content = cells.filter(({ field }) => !this.isProgress(field)).map(({ row }) => row);
    const back = added.map(({ row }) => row).filter(({ former }) => former);
    const rows = [...new Set([...content, ...added.map(({ row }) => row)])].filter((row) => !back.includes(row));
    if (back.length) this.saver.restore(back);
    if (rows.length) this.saver.want(rows);
    if (moved) this.saver.order();
    for (const cell of cells.filter(({ field }) => this.isProgress(field))) this.saver.tick(cell);
  }

  isProgress(field) { return this.columns.all.some((column) => column.field === field && column.progress); }

  // New rows that stand before older ones: the server appended them, so it must hear the order.
  areInserted(born) {
    const first = this.rows.findIndex((row) => born.includes(row));
    return first >= 0 && this.rows.slice(first, this.lastRow).some((row) => !row.isNew && !born.includes(row));
  }

  // Put the keyboard on a row's cell; a hidden column is shown first.
  reveal(row, field) {
    if (!this.columns.shown.some((column) => column.field === field) && this.columns.all.some((column) => column.field === field)) {
      this.columns.show(field, true);
      this.columns.choose(this.rows);
      this.view.redraw();
    }
    const at = this.columns.shown.findIndex((column) => column.field === field);
    this.selection.put(this.rows.indexOf(row), Math.max(0, at));
  }

  insert(at, count = 1) {
    this.change(step({ added: Array.from({ length: count }, (_, down) => ({ row: this.newRow(), at: at + down })) }));
  }

  remove(rows) {
    const alive = rows.filter((row) => !this.isGhost(row));
    const locked = alive.find((row) => row.lock);
    if (locked || !this.config.may.edit) return toast(locked?.lock || this.config.may.reason, "warn");
    const removed = alive.map((row) => ({ row, at: this.rows.indexOf(row) }));
    this.change(step({ removed }));
    const words = interpolate(ngettext("已删除 %s 行", "已删除 %s 行", alive.length), [alive.length]);
    this.notice = toast(words, "ok", { text: gettext("撤销"), act: () => this.history.undo() });
  }

  // The chosen content cells that may be typed into: {row, column}.
  chosen(rows = this.selection.rows) {
    const columns = this.selection.columns.filter((column) => !column.progress);
    const cells = rows.flatMap((row) => columns.map((column) => ({ row, column })));
    return cells.filter(({ row, column }) => this.mayEdit(row, column));
  }

  // False when none of the chosen cells may be emptied.
  empty() {
    const cells = this.chosen();
    this.write(cells.map(({ row, column }) => ({ row, field: column.field, text: "" })));
    return cells.length > 0;
  }

  // `rows` to stand before the row that is now at `to`.
  move(rows, to) {
    const before = this.rows;
    const after = carried(this, rows, to);
    if (after.some((row, at) => row !== before[at])) this.change(step({ moved: { before, after } }));
  }

  // --- what the saver says -------------------------------------------------------------------

  mark(rows, state) {
    for (const row of rows) {
      row.state = state;
      if (state === "saved") row.errors = {};
      this.view.paintRow(row);
    }
    if (state === "saved") this.help.saved(rows);
    if (state === "saved" && !this.editor.isOpen && this.columns.choose(this.rows)) this.redraw();
    this.report();
  }

  // What needs new lines waits until nobody is typing.
  redraw() {
    this.isLate = this.editor.isOpen;
    if (this.isLate) return;
    const quiet = !this.hasKeyboard;
    this.view.redraw();
    if (this.selection.isSet) this.selection.paint(quiet);
  }

  // Field errors to their cells; in a block each row has its own.
  place(rows, problem) {
    const each = problem.fields.rows;
    for (const [at, row] of rows.entries()) {
      const errors = each ? each[at] ?? {} : rows.length === 1 ? problem.fields : {};
      row.errors = Object.fromEntries(Object.entries(errors).map(([field, said]) => [field, [said].flat().join(" ")]));
    }
    this.mark(rows, "failed");
    this.notice?.();
    toast(problem.message, "bad");
  }

  takeBack({ row, field }, problem) {
    row.text[field] = row.saved[field] ?? "";
    this.mark([row], "saved");
    this.refused(problem);
  }

  refused(problem) { toast(problem.message, "bad"); }

  startOver(problem) {
    this.refused(problem);
    return this.load();
  }

  report() { this.page.report(); }

  count() { this.page.count(this.config.key, this.lastRow); }
}
