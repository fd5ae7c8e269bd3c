// Draws a sheet as a table with the ARIA grid pattern; touches only what changed.
import { Catcher } from "./catcher.js";
import { element, show } from "./cells.js";
import { paintPlaces } from "./places.js";
import { layOut } from "./layout.js";

const TALL = 40;

export class View {
  constructor(sheet, holder) {
    this.sheet = sheet;
    this.holder = holder;
    this.lines = new Map();
    this.looks = new WeakMap();
    this.catcher = new Catcher(sheet);
    this.table = element("table", "sheet");
    this.table.setAttribute("role", "grid");
    this.table.setAttribute("aria-label", sheet.config.label);
    this.table.setAttribute("aria-multiselectable", "true");
    this.head = withRole("thead", "rowgroup");
    this.body = withRole("tbody", "rowgroup");
    this.table.append(this.head, this.body);
    holder.replaceChildren(this.table);
    new ResizeObserver(() => this.measure()).observe(holder);
  }

  // Everything: columns have changed.
  redraw() {
    this.lines.clear();
    this.measure();
    this.drawHead();
    this.arrange();
  }

  drawHead() {
    const corner = withRole("th", "columnheader", "handle", element("span", "sr", gettext("行号")));
    const titles = this.sheet.columns.shown.map((column) => this.title(column));
    this.head.replaceChildren(withRole("tr", "row", "", corner, ...titles));
  }

  title(column) {
    const cell = withRole("th", "columnheader", column.progress ? "progress" : "", column.label);
    cell.dataset.field = column.field;
    const grip = element("span", "grip");
    grip.title = gettext("拖动改列宽，双击按内容");
    cell.append(grip);
    return cell;
  }

  // Rows in their order with the headings of their groups; known rows keep their elements.
  arrange() {
    const { rows, groups } = this.sheet;
    const lines = [];
    for (const [at, row] of rows.entries()) {
      const heading = groups.heading(rows, at);
      if (heading) lines.push(this.groupLine(heading));
      lines.push(this.line(row, at));
    }
    this.place(lines);
    this.table.setAttribute("aria-rowcount", rows.length + 1);
    this.table.classList.toggle("tall", rows.length > TALL);
    this.forgetGone(rows);
    this.openDoor();
  }

  // Lines that stay are not moved: the keyboard may be in one of them.
  place(lines) {
    const wanted = new Set(lines);
    for (const line of [...this.body.children]) if (!wanted.has(line)) line.remove();
    let at = this.body.firstChild;
    for (const line of lines) {
      if (line === at) at = at.nextSibling;
      else this.body.insertBefore(line, at);
    }
  }

  // Until a cell is chosen the first one takes the keyboard that comes from the page.
  openDoor() {
    if (this.sheet.selection.isSet) return;
    this.closeDoor();
    this.door = this.body.querySelector("tr[data-key] > td");
    if (this.door) this.door.tabIndex = 0;
  }

  closeDoor() {
    if (this.door) this.door.tabIndex = -1;
    this.door = null;
  }

  forgetGone(rows) {
    if (this.lines.size <= rows.length) return;
    const alive = new Set(rows.map((row) => row.key));
    for (const key of this.lines.keys()) if (!alive.has(key)) this.lines.delete(key);
  }

  groupLine(text) {
    const cell = withRole("th", "rowheader", "", element("span", "", text));
    cell.setAttribute("aria-colspan", this.sheet.columns.shown.length + 1);
    return withRole("tr", "row", "group", cell);
  }

  line(row, at) {
    const line = this.lines.get(row.key) ?? this.newLine(row);
    line.setAttribute("aria-rowindex", at + 2);
    line.firstChild.firstChild.textContent = this.sheet.isGhost(row) ? "＋" : at + 1;
    return line;
  }

  newLine(row) {
    const handle = withRole("th", "rowheader", "handle", element("span", "number"));
    const cells = this.sheet.columns.shown.map((column) => this.newCell(row, column));
    const line = withRole("tr", "row", "", handle, ...cells);
    line.dataset.key = row.key;
    this.lines.set(row.key, line);
    this.paintState(row);
    return line;
  }

  newCell(row, column) {
    const cell = withRole("td", "gridcell", column.className);
    cell.tabIndex = -1;
    this.fill(cell, row, column);
    return cell;
  }

  // The cell under the editor is left alone: it is drawn when the editor closes.
  // A cell that would look the same is left alone: somebody may just be pressing on it.
  fill(cell, row, column) {
    if (cell.classList.contains("editing")) return;
    const text = row.get(column.field);
    const error = row.errors[column.field];
    const [level, finding] = this.sheet.findingOf(row, column.field);
    const doubts = column.people ? JSON.stringify(row.doubts) : "";
    const look = [text, error, level, finding, this.sheet.mayEdit(row, column), doubts].join("\u0000");
    if (this.looks.get(cell) === look) return;
    this.looks.set(cell, look);
    this.catcher.keep(cell, () => cell.replaceChildren(...show(text, column, row.doubts)));
    cell.classList.toggle("wrong", Boolean(error));
    cell.dataset.found = error ? "" : level;
    cell.toggleAttribute("aria-invalid", Boolean(error));
    cell.title = error || finding || this.rawOf(row, column);
    if (!this.sheet.mayEdit(row, column)) cell.setAttribute("aria-readonly", "true");
    else cell.removeAttribute("aria-readonly");
    if (error) cell.append(element("span", "error", error));
  }

  // What the source document said where reading it changed the text.
  rawOf(row, column) {
    const raw = row.raw?.[column.field];
    return raw && raw !== row.get(column.field) ? interpolate(gettext("原文：%s"), [raw]) : "";
  }

  paint(row, field) {
    const at = this.sheet.columns.shown.findIndex((column) => column.field === field);
    const line = this.lines.get(row.key);
    if (line && at >= 0) this.fill(line.children[at + 1], row, this.sheet.columns.shown[at]);
  }

  // Drawn anew though it looks the same: an editor stood in it.
  restore(row, field) {
    const cell = this.cell(row, this.sheet.columns.shown.find((column) => column.field === field));
    if (cell) this.looks.delete(cell);
    this.paint(row, field);
  }

  paintRow(row) {
    for (const column of this.sheet.columns.shown) this.paint(row, column.field);
    this.paintState(row);
  }

  // Drawn after somebody else changed it: what is new lights up once.
  refresh(row, before) {
    this.paintRow(row);
    for (const column of this.sheet.columns.shown) {
      if (row.get(column.field) !== (before[column.field] ?? "")) light(this.cell(row, column));
    }
  }

  paintState(row) {
    const line = this.lines.get(row.key);
    if (!line) return;
    line.dataset.state = row.state;
    line.classList.toggle("ghost", this.sheet.isGhost(row));
    line.classList.toggle("locked", Boolean(row.lock));
    line.firstChild.title = row.lock || stateWords()[row.state] || "";
    paintPlaces(this.sheet, row, line.firstChild);
  }

  cell(row, column) {
    const line = this.lines.get(row.key);
    const at = this.sheet.columns.shown.indexOf(column);
    return line?.children[at + 1] ?? null;
  }

  measure() { layOut(this); }
}

function light(cell) {
  if (!cell || cell.classList.contains("editing")) return;
  cell.classList.add("news");
  cell.addEventListener("animationend", () => cell.classList.remove("news"), { once: true });
}

// Rows are laid out as grids of their own, so that only those in view cost anything;
// that takes their meaning as a table away, and the roles give it back.
function withRole(tag, role, className, ...children) {
  const made = element(tag, className, ...children);
  made.setAttribute("role", role);
  return made;
}

const stateWords = () => ({
  saving: gettext("保存中"),
  waiting: gettext("未保存，会自动再试"),
  failed: gettext("未保存，请改好标红的格子"),
  conflict: gettext("别人也改了这一行，点这里处理"),
});
